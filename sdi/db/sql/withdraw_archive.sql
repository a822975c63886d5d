-- Before a new publication builds on an earlier epoch: what was withdrawn is archived and can never come alive.
WITH gone AS (DELETE FROM {data} WHERE r0 > %(current)s RETURNING *)
INSERT INTO meta.withdrawn (layer, epoch, feature_id, content, geom)
SELECT %(layer)s, r0, feature_id, to_jsonb(gone) - 'geom', geom FROM gone
