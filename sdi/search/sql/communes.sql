-- Communes with their names and areas.
SELECT {code}::text, {name}::text, ST_AsBinary(geom) FROM {view} WHERE {code} IS NOT NULL ORDER BY {code}
