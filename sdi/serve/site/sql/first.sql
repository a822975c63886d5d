-- A feature of a layer to show examples with, and its box in the provincial CRS.
SELECT feature_id, ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom) FROM {view} ORDER BY gid LIMIT 1
