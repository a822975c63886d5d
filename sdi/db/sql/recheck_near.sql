-- Rows of the delivery whose boxes meet the zone; all new ones are in it.
CREATE TEMPORARY TABLE {near} ON COMMIT DROP AS
SELECT source_layer, feature_no, feature_id, geom FROM {stage}
UNION ALL
SELECT source_layer, feature_no, feature_id, geom FROM {met} JOIN {carried} USING (gid, r0) JOIN {data} USING (gid, r0)
