-- Parcels by their ids.
SELECT {layer}::text, feature_id, json_build_array({fields}), json_build_array({beside}),
    ARRAY[ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)]::float8[], ST_AsBinary(ST_PointOnSurface(geom))
FROM {view} WHERE feature_id = ANY (%(ids)s::text[])
