-- Staged rows that refer to a feature which will not exist after the publication.
WITH missing AS (
    SELECT DISTINCT {field} AS value FROM {stage} WHERE {field} IS NOT NULL
    EXCEPT
    SELECT {to} FROM ({others}) AS others
)
SELECT source_layer, feature_no, feature_id, value::text, ST_AsBinary(geom), count(*) OVER ()
FROM {stage} AS staged JOIN missing ON missing.value = staged.{field}
ORDER BY source_layer, feature_no
LIMIT %(most)s
