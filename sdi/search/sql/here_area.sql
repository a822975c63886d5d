-- Areas of a layer that contain the point.
SELECT {layer}::text, feature_id, json_build_array({columns}), ST_AsBinary(geom), 0::float8
FROM {view}
WHERE geom && ST_SetSRID(ST_MakePoint(%(east)s::float8, %(north)s::float8), %(srid)s::int)
  AND ST_Intersects(geom, ST_SetSRID(ST_MakePoint(%(east)s::float8, %(north)s::float8), %(srid)s::int))
LIMIT {most}
