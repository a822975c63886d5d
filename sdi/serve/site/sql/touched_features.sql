-- Base features on which each of these features of one layer lies.
SELECT feature_id, count(DISTINCT {base})
FROM {view}
WHERE feature_id = ANY (%(features)s) AND layer = %(layer)s AND kind = 'feature'
GROUP BY 1
