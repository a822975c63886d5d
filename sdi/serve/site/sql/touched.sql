-- Base features on which something of each plan lies, as the planning slips in batch have them.
SELECT plan_id, count(DISTINCT {base})
FROM {view}
WHERE kind = 'feature' AND plan_id IS NOT NULL
GROUP BY 1
