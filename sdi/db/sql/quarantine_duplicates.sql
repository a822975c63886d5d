-- Rows of a staged layer that share their key. Of exact copies the first stays; of different ones none does,
-- because nothing says which is right. Every row that goes becomes an issue with its geometry.
WITH grouped AS (
    SELECT ctid AS row, feature_id, digest, source_layer, feature_no, geom,
           row_number() OVER (PARTITION BY feature_id, digest ORDER BY source_layer, feature_no) AS copy,
           min(digest::text) OVER (PARTITION BY feature_id) <> max(digest::text) OVER (PARTITION BY feature_id) AS differs
    FROM {stage}
    WHERE feature_id IN (SELECT feature_id FROM {stage} GROUP BY feature_id HAVING count(*) > 1)
), gone AS (
    DELETE FROM {stage} AS staged USING grouped
    WHERE staged.ctid = grouped.row AND (grouped.differs OR grouped.copy > 1)
    RETURNING grouped.source_layer, grouped.feature_no, grouped.feature_id, grouped.differs, grouped.geom
)
INSERT INTO meta.issue (run_id, layer, source_layer, feature_no, feature_id, rule, severity, action, reason,
                        geom_before, responsible)
SELECT %(run)s, %(layer)s, source_layer, feature_no, feature_id,
       CASE WHEN differs THEN 'CAD-1' ELSE 'DUP-2' END,
       CASE WHEN differs THEN 'error' ELSE 'warning' END,
       'quarantined',
       CASE WHEN differs THEN 'Trùng khóa ' || feature_id || ' với đối tượng khác nội dung'
            ELSE 'Bản sao y hệt của ' || feature_id END,
       geom, 'sender'
FROM gone
