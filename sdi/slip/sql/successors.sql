-- Features that lie today where one of that id lay, with the most of it first.
SELECT today.feature_id
FROM {view} AS gone JOIN {view} AS today ON today.geom && gone.geom AND ST_Intersects(today.geom, gone.geom)
WHERE gone.feature_id = %(id)s AND today.r0 <= %(epoch)s AND today.r1 > %(epoch)s
GROUP BY today.feature_id
HAVING max(ST_Area(ST_Intersection(today.geom, gone.geom))) > 0.1
ORDER BY max(ST_Area(ST_Intersection(today.geom, gone.geom))) DESC, today.feature_id
LIMIT 10
