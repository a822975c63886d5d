-- Base features by their ids, at the current epoch.
SELECT wanted.n, epoch.epoch, base.area, base.registered, base.geom
FROM {epoch} AS epoch CROSS JOIN unnest($1::text[]) WITH ORDINALITY AS wanted (id, n) LEFT JOIN LATERAL (
    SELECT ST_Area(geom) AS area, {registered} AS registered, ST_AsBinary(geom) AS geom FROM {base}
    WHERE feature_id = wanted.id AND r0 <= epoch.epoch AND r1 > epoch.epoch
) AS base ON true
ORDER BY wanted.n
