-- One base feature, at the current epoch.
SELECT epoch.epoch, base.geom, base.registered
FROM {epoch} AS epoch LEFT JOIN LATERAL (
    SELECT ST_AsBinary(geom) AS geom, {registered} AS registered FROM {view}
    WHERE feature_id = %(id)s AND r0 <= epoch.epoch AND r1 > epoch.epoch
) AS base ON true
