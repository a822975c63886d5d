-- All of a layer, a page of it in the order of ids: what somebody lacks who has nothing yet.
SELECT present.feature_id AS "#id", true AS "#there", ST_AsBinary(present.geom) AS "#geometry"{columns}
FROM {versions} AS present
WHERE present.r0 <= %(to)s AND present.r1 > %(to)s AND present.feature_id > %(after)s
ORDER BY present.feature_id
LIMIT %(limit)s
