-- The first release of a layer: nothing to compare with.
INSERT INTO {data} (gid, feature_id, audience, r0, scope, run_id, digest, {columns}, geom)
SELECT nextval({sequence}), staged.feature_id, {audience}, %(epoch)s, staged.scope, %(run)s,
       staged.digest, {staged_columns}, staged.geom
FROM (SELECT * FROM {stage} ORDER BY source_layer, feature_no) AS staged
