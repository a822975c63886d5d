-- The nearest feature of each base feature within reach: it must be as near as any, and the first of those that lie on it.
SELECT base.feature_id, stored.feature_id AS stored, stored.distance_m, near.feature_id AS plain, near.distance_m
FROM base
FULL JOIN (SELECT * FROM stored WHERE kind = 'nearest') AS stored ON stored.base_id = base.feature_id
LEFT JOIN LATERAL (
    SELECT other.feature_id, ST_Distance(base.geom, other.geom) AS distance_m
    FROM other WHERE ST_DWithin(base.geom, other.geom, %(nearest_m)s)
    ORDER BY distance_m, other.gid LIMIT 1
) AS near ON true
LEFT JOIN other AS chosen ON chosen.feature_id = stored.feature_id
WHERE (near.feature_id IS NULL) <> (stored.feature_id IS NULL)
   OR abs(near.distance_m - stored.distance_m) > %(tolerance)s
   OR abs(ST_Distance(base.geom, chosen.geom) - stored.distance_m) > %(tolerance)s
   OR (near.distance_m = 0 AND near.feature_id <> stored.feature_id)
