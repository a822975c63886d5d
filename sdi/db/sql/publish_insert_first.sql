-- The first release of a layer: nothing to compare with.
INSERT INTO {data} (gid, feature_id, audience, r0, scope, run_id, digest, source_digest, {columns}, geom)
SELECT nextval({sequence}), feature_id, {audience}, %(epoch)s, scope, %(run)s, digest, source_digest, {columns}, geom
FROM {stage}
