-- What of a layer is called so. {called} is about what the index is on. There is no order: it would need all that a
-- common word is in, and what is fetched is put in order afterwards. "+ 0" keeps PostgreSQL from looking for rows by
-- their epoch too, which all have that hold: it would then compare whole pages instead of rows.
SELECT {layer}::text, feature_id, json_build_array({fields}), json_build_array({beside}),
    ARRAY[ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)]::float8[], ST_AsBinary(ST_PointOnSurface(geom))
FROM (
    SELECT * FROM {versions}
    WHERE {called} AND r0 + 0 <= (SELECT epoch FROM {epoch}) AND r1 > (SELECT epoch FROM {epoch})
    LIMIT {most}
) AS found
