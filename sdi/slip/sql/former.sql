-- Features of other ids that lay where this one lies and ended before it or with its first version, the latest first.
SELECT former.feature_id, max(former.r1) AS until,
    max(ST_Area(ST_Intersection(former.geom, ST_GeomFromWKB(%(geom)s, %(srid)s)))) AS shared
FROM {view} AS former
WHERE former.geom && ST_GeomFromWKB(%(geom)s, %(srid)s) AND former.r1 <= %(epoch)s AND former.feature_id <> %(id)s
  AND NOT EXISTS (
      SELECT FROM {view} AS still
      WHERE still.feature_id = former.feature_id AND still.r0 <= %(epoch)s AND still.r1 > %(epoch)s
  )
GROUP BY former.feature_id ORDER BY until DESC, former.feature_id
