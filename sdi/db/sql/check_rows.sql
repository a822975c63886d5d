-- Staged rows that break a declared condition. A row whose condition is NULL is not judged.
SELECT source_layer, feature_no, feature_id, ST_AsBinary(geom), count(*) OVER ()
FROM {stage}
WHERE {condition} IS FALSE
ORDER BY source_layer, feature_no
LIMIT %(most)s
