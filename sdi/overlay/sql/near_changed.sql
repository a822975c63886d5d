-- Base features near what an epoch opened or closed in another layer. OFFSET 0 keeps the few changed ones outside:
-- the planner knows nothing of an epoch that was written a moment ago.
INSERT INTO affected (feature_id, audience, geom)
SELECT DISTINCT ON (base.feature_id) base.feature_id, base.audience, base.geom
FROM (
    SELECT geom FROM {layer} WHERE r0 = %(epoch)s
    UNION ALL
    SELECT geom FROM {layer} WHERE r1 = %(epoch)s
    OFFSET 0
) AS changed
JOIN {base} AS base ON base.geom && ST_Expand(changed.geom, %(reach)s)
WHERE base.r0 <= %(epoch)s AND base.r1 > %(epoch)s
  AND NOT EXISTS (SELECT FROM {base} AS own WHERE own.feature_id = base.feature_id
                  AND (own.r0 = %(epoch)s OR own.r1 = %(epoch)s))
