-- Close what the candidate changes or removes. Runs under the lock on meta.epoch.
WITH stale AS (
    SELECT published.gid
    FROM {data} AS published
    LEFT JOIN {stage} AS staged USING (feature_id)
    WHERE published.r1 = 2147483647
      AND (%(scopes)s::text[] IS NULL OR published.scope = ANY(%(scopes)s))
      AND (staged.digest <> published.digest
           OR staged.feature_id IS NULL AND published.feature_id NOT IN (
               SELECT feature_id FROM meta.issue
               WHERE run_id = %(run)s AND layer = %(layer)s AND action = 'quarantined' AND feature_id IS NOT NULL))
)
UPDATE {data} AS published SET r1 = %(epoch)s
FROM stale
WHERE published.gid = stale.gid AND published.r1 = 2147483647
