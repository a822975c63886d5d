-- Scanned sheets of a plan; boxes in the provincial CRS, metres.
SELECT feature_id, {title}, {sheet}, size_bytes, resolution_m, ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)
FROM {view} WHERE {plan} = %(plan)s ORDER BY {sheet}, feature_id
