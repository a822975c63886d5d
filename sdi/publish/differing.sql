-- Features that a held candidate would add, change or remove, as publishing would find them: of many an even share, the
-- first so many of each kind. The digests of all rows are compared; values and geometries are fetched of those alone.
WITH published AS (
    SELECT gid, feature_id, digest FROM {data}
    WHERE r1 > %(epoch)s AND r0 <= %(epoch)s AND (%(scopes)s::text[] IS NULL OR scope = ANY(%(scopes)s))
), different AS MATERIALIZED (
    SELECT CASE WHEN published.digest IS NULL THEN 'added' WHEN staged.digest IS NULL THEN 'removed' ELSE 'changed' END
               AS kind,
           feature_id, published.gid, staged.ctid AS place
    FROM {stage} AS staged FULL JOIN published USING (feature_id)
    WHERE staged.digest IS DISTINCT FROM published.digest
      AND (staged.digest IS NOT NULL OR feature_id NOT IN (
          SELECT feature_id FROM meta.issue
          WHERE run_id = %(run)s AND layer = %(layer)s AND action = 'quarantined' AND feature_id IS NOT NULL))
), chosen AS MATERIALIZED (
    (SELECT * FROM different WHERE kind = 'removed' AND (hashtext(feature_id) & 1048575) %% %(removed)s = 0 LIMIT %(most)s)
    UNION ALL
    (SELECT * FROM different WHERE kind = 'changed' AND (hashtext(feature_id) & 1048575) %% %(changed)s = 0 LIMIT %(most)s)
    UNION ALL
    (SELECT * FROM different WHERE kind = 'added' AND (hashtext(feature_id) & 1048575) %% %(added)s = 0 LIMIT %(most)s)
), after AS (
    SELECT feature_id, {after}, {new_geom} AS geom FROM {stage} AS one
    WHERE ctid = ANY (ARRAY(SELECT place FROM chosen WHERE place IS NOT NULL))
), before AS (
    SELECT feature_id, {before}, {old_geom} AS geom FROM {data} AS one
    WHERE gid = ANY (ARRAY(SELECT gid FROM chosen WHERE gid IS NOT NULL)) AND r1 > %(epoch)s AND r0 <= %(epoch)s
)
SELECT kind, feature_id, before.said AS before, after.said AS after, before.geom AS was, after.geom AS becomes
FROM chosen LEFT JOIN before USING (feature_id) LEFT JOIN after USING (feature_id)
ORDER BY kind, feature_id
