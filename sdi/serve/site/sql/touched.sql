-- Base features on which something of each of these plans lies, as the planning slips in batch have them.
SELECT plan_id, count(*)
FROM (
    SELECT plan_id, {base} FROM {view}
    WHERE plan_id = ANY (%(plans)s) AND kind = 'feature'
    GROUP BY 1, 2
) AS laid
GROUP BY 1
