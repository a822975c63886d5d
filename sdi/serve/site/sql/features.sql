-- Features of a layer, or the one with the wanted id, with their boxes in the provincial CRS.
SELECT {columns}, ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)
FROM {view}
WHERE %(wanted)s::text IS NULL OR {id} = %(wanted)s
ORDER BY {id}
