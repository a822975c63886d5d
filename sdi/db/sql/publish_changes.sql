-- Close what the candidate changes or removes and insert what is new or changed, found by one comparison; a feature
-- that was there before keeps its gid. A feature whose row was quarantined in this run stays as it is. New gids
-- follow the order of the delivery. Runs under the lock on meta.epoch.
WITH published AS (
    SELECT gid, feature_id, digest FROM {data}
    WHERE r1 = 2147483647 AND (%(scopes)s::text[] IS NULL OR scope = ANY(%(scopes)s))
), different AS MATERIALIZED (
    SELECT feature_id, published.gid, staged.digest IS NOT NULL AS comes
    FROM {stage} AS staged FULL JOIN published USING (feature_id)
    WHERE staged.digest IS DISTINCT FROM published.digest
      AND (staged.digest IS NOT NULL OR feature_id NOT IN (
          SELECT feature_id FROM meta.issue
          WHERE run_id = %(run)s AND layer = %(layer)s AND action = 'quarantined' AND feature_id IS NOT NULL))
), closed AS (
    UPDATE {data} AS published SET r1 = %(epoch)s
    FROM different
    WHERE published.gid = different.gid AND published.r1 = 2147483647
), fresh AS (
    SELECT staged.*, coalesce(different.gid, former.gid) AS gid
    FROM different
    JOIN {stage} AS staged USING (feature_id)
    LEFT JOIN LATERAL (
        SELECT gid FROM {data} AS versions
        WHERE different.gid IS NULL AND versions.feature_id = staged.feature_id ORDER BY r0 DESC LIMIT 1
    ) AS former ON true
    WHERE different.comes
    ORDER BY staged.source_layer, staged.feature_no
)
INSERT INTO {data} (gid, feature_id, audience, r0, scope, run_id, digest, {columns}, geom)
SELECT coalesce(gid, nextval({sequence})), feature_id, {audience}, %(epoch)s, scope, %(run)s, digest, {columns}, geom
FROM fresh
