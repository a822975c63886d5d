-- Insert what is new or changed; a changed feature keeps its gid. Runs after publish_close.sql, so a feature
-- that still has an open row is unchanged.
INSERT INTO {data} (gid, feature_id, audience, r0, scope, run_id, digest, {columns}, geom)
SELECT coalesce(former.gid, nextval({sequence})), staged.feature_id, {audience}, %(epoch)s, staged.scope, %(run)s,
       staged.digest, {staged_columns}, staged.geom
FROM (SELECT * FROM {stage} ORDER BY source_layer, feature_no) AS staged
LEFT JOIN LATERAL (
    SELECT gid, r1 FROM {data} AS versions
    WHERE versions.feature_id = staged.feature_id
    ORDER BY r0 DESC LIMIT 1
) AS former ON true
WHERE former.r1 IS DISTINCT FROM 2147483647
