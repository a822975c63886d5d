-- The whole layer as the delivery has it: the new rows and the carried ones. Only a LEFT JOIN on a unique key is left
-- out of the plan where nobody asks for a row's place in the delivery; that spares most checks a join of everything.
CREATE TEMPORARY VIEW {whole} AS
SELECT source_layer, feature_no, feature_id, scope, digest, {columns}, geom FROM {stage}
UNION ALL
SELECT carried.source_layer, carried.feature_no, feature_id, scope, digest, {columns}, geom
FROM {data} AS version LEFT JOIN {carried} AS carried ON carried.gid = version.gid
WHERE version.r0 <= {epoch} AND version.r1 > {epoch} AND ({scopes}::text[] IS NULL OR scope = ANY({scopes}::text[]))
  AND version.gid NOT IN (SELECT gid FROM {gone})
