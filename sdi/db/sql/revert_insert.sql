-- … and open again, as new versions, what it had closed.
INSERT INTO {data} (gid, feature_id, audience, r0, scope, run_id, digest, {columns}, geom)
SELECT gid, feature_id, audience, %(epoch)s, scope, run_id, digest, {columns}, geom
FROM {data} AS former
WHERE former.r1 = %(release)s
