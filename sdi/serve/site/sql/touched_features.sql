-- Base features on which each feature of one layer lies.
SELECT feature_id, count(DISTINCT {base})
FROM {view}
WHERE kind = 'feature' AND layer = %(layer)s
GROUP BY 1
