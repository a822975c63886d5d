-- How a candidate differs from what is public at an epoch, inside its scopes (NULL: the whole layer), but for the rows
-- that it carries.
-- A feature whose row was quarantined in this run is not counted as removed: it stays as it is.
WITH published AS (
    SELECT feature_id, digest FROM {public}
    WHERE r0 <= %(epoch)s AND r1 > %(epoch)s
      AND (%(scopes)s::text[] IS NULL OR scope = ANY(%(scopes)s))
)
SELECT count(*) FILTER (WHERE published.feature_id IS NULL) AS added,
       count(*) FILTER (WHERE staged.digest <> published.digest) AS changed,
       count(*) FILTER (WHERE staged.digest = published.digest) AS unchanged,
       count(*) FILTER (WHERE staged.feature_id IS NULL AND published.feature_id NOT IN (
               SELECT feature_id FROM meta.issue
               WHERE run_id = %(run)s AND layer = %(layer)s AND action = 'quarantined' AND feature_id IS NOT NULL)) AS removed
FROM {stage} AS staged
FULL JOIN published USING (feature_id)
