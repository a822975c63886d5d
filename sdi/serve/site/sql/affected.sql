-- By commune: base features, their area, those on which a plan or a project lies, and how much of them plans cover.
WITH laid AS (
    SELECT {base} AS id,
           bool_or(layer = %(plans)s AND kind = 'feature') AS planned,
           bool_or(layer = %(projects)s AND kind = 'feature') AS in_project,
           coalesce(sum(area_m2) FILTER (WHERE layer = %(plans)s AND kind IN ('single', 'multiple')), 0) AS covered_m2
    FROM {view}
    WHERE layer IN (%(plans)s, %(projects)s) AND kind IN ('feature', 'single', 'multiple')
    GROUP BY 1
)
SELECT base.{commune}, count(*), coalesce(sum(base.{area}), 0)::float8,
       count(*) FILTER (WHERE planned), count(*) FILTER (WHERE in_project), coalesce(sum(covered_m2), 0)::float8
FROM {base_view} AS base LEFT JOIN laid ON laid.id = base.feature_id
GROUP BY 1
