-- Carried rows that must be judged like new ones after all go to staging, as their version stands.
WITH returned AS (
    DELETE FROM {carried} AS carried USING {data} AS version
    WHERE carried.gid = ANY (%(gids)s) AND version.gid = carried.gid AND version.r0 = carried.r0
    RETURNING carried.source_layer, carried.feature_no, version.*
)
INSERT INTO {stage} (source_layer, feature_no, feature_id, scope, digest, source_digest, {columns}, geom)
SELECT source_layer, feature_no, feature_id, scope, digest, source_digest, {columns}, geom FROM returned
