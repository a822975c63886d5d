-- What of a layer is called by words: all of them, or nearly so, the likest first. {text} is what the index is on.
SELECT {layer}::text, feature_id, json_build_array({fields}), json_build_array({beside}),
    ARRAY[ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)]::float8[], ST_AsBinary(ST_PointOnSurface(geom))
FROM (
    SELECT * FROM {view} WHERE {words} OR %(text)s::text OPERATOR(public.<%%) {text}
    ORDER BY ({words}) DESC, public.word_similarity(%(text)s::text, {text}) DESC, gid
    LIMIT {most}
) AS found
