-- Close what the candidate changes or removes and insert what is new or changed, found by one comparison; a feature
-- that was there before keeps its gid. A feature whose row was quarantined in this run stays as it is. New gids
-- follow the order of the delivery. Runs under the lock on meta.epoch.
-- How many differ is not known when the plan is made. The arrays make sure that the few are fetched by their places;
-- joined to the tables, every row would be read and hashed twice more.
WITH published AS (
    SELECT gid, feature_id, digest FROM {public}
    WHERE r1 = 2147483647 AND (%(scopes)s::text[] IS NULL OR scope = ANY(%(scopes)s))
), different AS MATERIALIZED (
    SELECT feature_id, published.gid, staged.ctid AS place
    FROM {stage} AS staged FULL JOIN published USING (feature_id)
    WHERE staged.digest IS DISTINCT FROM published.digest
      AND (staged.digest IS NOT NULL OR feature_id NOT IN (
          SELECT feature_id FROM meta.issue
          WHERE run_id = %(run)s AND layer = %(layer)s AND action = 'quarantined' AND feature_id IS NOT NULL))
), closed AS (
    UPDATE {data} AS published SET r1 = %(epoch)s
    WHERE gid = ANY (ARRAY(SELECT gid FROM different WHERE gid IS NOT NULL)) AND r1 = 2147483647
), fresh AS (
    SELECT staged.*, coalesce(different.gid, former.gid) AS gid
    FROM {stage} AS staged
    JOIN different ON different.place = staged.ctid
    LEFT JOIN LATERAL (
        SELECT gid FROM {data} AS versions
        WHERE different.gid IS NULL AND versions.feature_id = staged.feature_id ORDER BY r0 DESC LIMIT 1
    ) AS former ON true
    WHERE staged.ctid = ANY (ARRAY(SELECT place FROM different WHERE place IS NOT NULL))
    ORDER BY staged.source_layer, staged.feature_no
)
INSERT INTO {data} (gid, feature_id, audience, r0, scope, run_id, digest, source_digest, {columns}, geom)
SELECT coalesce(gid, nextval({sequence})), feature_id, {audience}, %(epoch)s, scope, %(run)s, digest, source_digest, {columns}, geom
FROM fresh
