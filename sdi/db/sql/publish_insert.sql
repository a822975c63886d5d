-- Insert what is new or changed; a feature that was there before keeps its gid. Runs after publish_close.sql,
-- so a feature that still has an open row is unchanged.
WITH fresh AS MATERIALIZED (
    SELECT staged.* FROM {stage} AS staged
    WHERE NOT EXISTS (
        SELECT FROM {data} AS published WHERE published.feature_id = staged.feature_id AND published.r1 = 2147483647)
)
INSERT INTO {data} (gid, feature_id, audience, r0, scope, run_id, digest, {columns}, geom)
SELECT coalesce(former.gid, nextval({sequence})), fresh.feature_id, {audience}, %(epoch)s, fresh.scope, %(run)s,
       fresh.digest, {columns}, fresh.geom
FROM fresh
LEFT JOIN LATERAL (
    SELECT gid FROM {data} AS versions WHERE versions.feature_id = fresh.feature_id ORDER BY r0 DESC LIMIT 1
) AS former ON true
