-- One base feature, at the current epoch.
SELECT epoch.epoch, base.area, base.registered, base.geom
FROM {epoch} AS epoch LEFT JOIN LATERAL (
    SELECT ST_Area(geom) AS area, {registered} AS registered, ST_AsBinary(geom) AS geom FROM {base}
    WHERE feature_id = %(id)s AND r0 <= epoch.epoch AND r1 > epoch.epoch
) AS base ON true
