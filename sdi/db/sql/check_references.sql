-- Staged rows that refer to a feature which will not exist after the publication. What is broken is found first:
-- a planner that hopes for the LIMIT would sort the whole table, geometries and all, to find nothing.
WITH missing AS (
    SELECT DISTINCT {field} AS value FROM {stage} WHERE {field} IS NOT NULL
    EXCEPT
    SELECT {to} FROM ({others}) AS others
), broken AS MATERIALIZED (
    SELECT source_layer, feature_no, feature_id, value, geom
    FROM {stage} AS staged JOIN missing ON missing.value = staged.{field}
)
SELECT source_layer, feature_no, feature_id, value::text, ST_AsBinary(geom), count(*) OVER ()
FROM broken
ORDER BY source_layer, feature_no
LIMIT %(most)s
