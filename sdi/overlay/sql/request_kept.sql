-- Base features by their ids at the current epoch, each beside every row that the table of overlays has of it: one
-- moment for all.
SELECT wanted.n, epoch.epoch, base.area, base.registered,
    kept.layer, kept.kind, kept.feature_id, kept.plan_id, kept.decision_no,
    kept.area_m2, kept.share_pct, kept.length_m, kept.count, kept.distance_m
FROM {epoch} AS epoch CROSS JOIN unnest($1::text[]) WITH ORDINALITY AS wanted (id, n) LEFT JOIN LATERAL (
    SELECT ST_Area(geom) AS area, {registered} AS registered FROM {base}
    WHERE feature_id = wanted.id AND r0 <= epoch.epoch AND r1 > epoch.epoch
) AS base ON true LEFT JOIN LATERAL (
    SELECT * FROM {view} WHERE {base_id} = wanted.id AND r0 <= epoch.epoch AND r1 > epoch.epoch
) AS kept ON true
ORDER BY wanted.n, kept.gid
