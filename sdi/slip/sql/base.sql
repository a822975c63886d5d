-- A base feature by its id, at an epoch.
SELECT {columns}, ST_AsBinary(geom) FROM {view}
WHERE feature_id = %(id)s AND r0 <= %(epoch)s AND r1 > %(epoch)s
