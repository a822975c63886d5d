-- What the former run has found by these rules, each at its feature's place in this delivery (NULL: it is not the same).
WITH found AS (
    SELECT * FROM meta.issue
    WHERE run_id = %(former)s AND layer = %(layer)s AND rule = ANY (%(rules)s) AND action = 'kept'
), read_again AS (
    SELECT feature_id, staged.source_layer, staged.feature_no
    FROM {stage} AS staged JOIN ({data} JOIN {gone} USING (gid, r0)) AS version USING (feature_id, digest)
    WHERE feature_id NOT IN ({unjudged})
)
SELECT coalesce(carried.source_layer, read_again.source_layer), coalesce(carried.feature_no, read_again.feature_no),
       feature_id, rule, severity, reason, field, before, after, ST_AsBinary(geom_before), features
FROM found
LEFT JOIN LATERAL (  -- by the indexes: few are asked for
    SELECT carried.source_layer, carried.feature_no FROM {data} AS version JOIN {carried} AS carried USING (gid, r0)
    WHERE version.feature_id = found.feature_id AND version.r0 <= %(epoch)s AND version.r1 > %(epoch)s
    OFFSET 0
) AS carried ON true
LEFT JOIN read_again USING (feature_id)
ORDER BY found.id
