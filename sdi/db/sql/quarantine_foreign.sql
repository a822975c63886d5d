-- Rows whose id is already published by another delivery scope: taking them over would empty that scope silently.
WITH gone AS (
    DELETE FROM {stage} AS staged USING {data} AS published
    WHERE published.feature_id = staged.feature_id
      AND published.r0 <= %(epoch)s AND published.r1 > %(epoch)s
      AND NOT (published.scope = ANY(%(scopes)s))
    RETURNING staged.source_layer, staged.feature_no, staged.feature_id, published.scope, staged.geom
)
INSERT INTO meta.issue (run_id, layer, source_layer, feature_no, feature_id, rule, severity, action, reason,
                        geom_before, responsible)
SELECT %(run)s, %(layer)s, source_layer, feature_no, feature_id, 'KEY-3', 'error', 'quarantined',
       'Mã ' || feature_id || ' đang thuộc phạm vi ' || scope, geom, 'office'
FROM gone
