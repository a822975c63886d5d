-- … and open again, as new versions, what was there then and is not open now. Runs after revert_close.sql.
INSERT INTO {data} (gid, feature_id, audience, r0, scope, run_id, digest, source_digest, {columns}, geom)
SELECT gid, feature_id, audience, %(epoch)s, scope, run_id, digest, source_digest, {columns}, geom
FROM {data} AS former
WHERE former.r0 < %(release)s AND former.r1 >= %(release)s AND former.r1 < 2147483647
  AND NOT EXISTS (
      SELECT FROM {data} AS published
      WHERE published.feature_id = former.feature_id AND published.r1 = 2147483647)
