-- Carried versions whose boxes meet the zone, by the layer's index.
CREATE TEMPORARY TABLE {met} ON COMMIT DROP AS
SELECT DISTINCT version.gid, version.r0
FROM unnest(%(x0)s::float8[], %(y0)s::float8[], %(x1)s::float8[], %(y1)s::float8[]) AS zone (x0, y0, x1, y1)
JOIN {data} AS version ON version.geom && ST_MakeEnvelope(x0, y0, x1, y1, {srid})
WHERE version.r0 <= %(epoch)s AND version.r1 > %(epoch)s
