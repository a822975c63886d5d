-- Lines or points of a layer within reach of the point, the nearest first.
SELECT {layer}::text, feature_id, json_build_array({columns}), ST_AsBinary(geom),
    ST_Distance(geom, ST_SetSRID(ST_MakePoint(%(east)s::float8, %(north)s::float8), %(srid)s::int))
FROM {view}
WHERE geom && ST_MakeEnvelope(
        %(east)s::float8 - %(reach)s::float8, %(north)s::float8 - %(reach)s::float8, %(east)s::float8 + %(reach)s::float8, %(north)s::float8 + %(reach)s::float8, %(srid)s::int)
  AND ST_Distance(geom, ST_SetSRID(ST_MakePoint(%(east)s::float8, %(north)s::float8), %(srid)s::int)) <= %(reach)s::float8
ORDER BY 5
LIMIT {most}
