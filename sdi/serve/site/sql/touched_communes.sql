-- Base features on which something of this plan lies, or this very feature of a layer; by commune.
SELECT base.{commune}, count(*), coalesce(sum(base.{area}), 0)::float8
FROM (
    SELECT DISTINCT {base} AS id FROM {view}
    WHERE kind = 'feature' AND (plan_id = %(plan)s OR (layer = %(layer)s AND feature_id = %(feature)s))
) AS laid
JOIN {base_view} AS base ON base.feature_id = laid.id
GROUP BY 1
ORDER BY 1
