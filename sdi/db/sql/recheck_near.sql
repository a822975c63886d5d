-- Rows of the delivery whose boxes meet the zone: all new ones are inside it, carried ones are found by their index.
CREATE TEMPORARY TABLE {near} ON COMMIT DROP AS
WITH met AS (
    SELECT DISTINCT version.gid FROM unnest(%(x0)s::float8[], %(y0)s::float8[], %(x1)s::float8[], %(y1)s::float8[])
        AS zone (x0, y0, x1, y1)
    JOIN {data} AS version ON version.geom && ST_MakeEnvelope(x0, y0, x1, y1, {srid})
    WHERE version.r0 <= %(epoch)s AND version.r1 > %(epoch)s
)
SELECT source_layer, feature_no, feature_id, geom FROM {stage}
UNION ALL
SELECT source_layer, feature_no, feature_id, geom
FROM met JOIN {carried} USING (gid) JOIN {data} USING (gid, r0)
