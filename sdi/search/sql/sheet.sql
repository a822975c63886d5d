-- Where sheets lie, and how many parcels they have.
SELECT {commune}::text, {sheet}::text, count(*),
    ARRAY[min(ST_XMin(geom)), min(ST_YMin(geom)), max(ST_XMax(geom)), max(ST_YMax(geom))]::float8[]
FROM {view}
WHERE ({commune}, {sheet}) IN (SELECT * FROM unnest(%(communes)s::text[], %(sheets)s::text[]))
GROUP BY {commune}, {sheet} ORDER BY {commune}, {sheet}
