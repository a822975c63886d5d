-- Whoever has seen a withdrawn epoch must hear of what it had changed. Runs before withdraw_archive.sql.
INSERT INTO meta.touched (layer, epoch, audience, feature_id, withdrawn)
SELECT %(layer)s, r0, audience, feature_id, true FROM {data} WHERE r0 > %(current)s
UNION
SELECT %(layer)s, r1, audience, feature_id, true FROM {data} WHERE r1 > %(current)s AND r1 < 2147483647
