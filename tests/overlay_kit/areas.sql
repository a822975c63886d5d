-- A layer of areas over a base layer: what each feature covers, and the partition by unions and differences.
CREATE TEMP TABLE plain ON COMMIT DROP AS
WITH judged AS MATERIALIZED (
    SELECT *, (m2 < %(min_area_m2)s OR 2 * m2 < %(min_width_m)s * m)
              AND greatest(m2 / base_m2, m2 / other_m2) < 0.99 AS sliver
    FROM piece
), fact AS MATERIALIZED (
    SELECT * FROM judged WHERE NOT sliver
), rest AS (
    SELECT one.base_id, one.feature_id, ST_Union(other.geom) AS geom
    FROM fact AS one JOIN fact AS other ON other.base_id = one.base_id AND other.feature_id <> one.feature_id
         AND other.geom && one.geom
    GROUP BY 1, 2
), single AS MATERIALIZED (
    SELECT base_id, feature_id, m2 - coalesce(ST_Area(ST_Intersection(fact.geom, rest.geom)), 0) AS m2
    FROM fact LEFT JOIN rest USING (base_id, feature_id)
), covered AS (
    SELECT base_id, ST_Union(geom) FILTER (WHERE NOT sliver) AS facts, ST_Union(geom) AS everything
    FROM judged GROUP BY base_id
), total AS (
    SELECT base.feature_id AS base_id, ST_Area(base.geom) AS m2, coalesce(ST_Area(facts), 0) AS facts_m2,
           coalesce(ST_Area(everything), 0) AS everything_m2, coalesce(singles.m2, 0) AS single_m2
    FROM base LEFT JOIN covered ON covered.base_id = base.feature_id
         LEFT JOIN (SELECT base_id, sum(m2) AS m2 FROM single GROUP BY base_id) AS singles
                   ON singles.base_id = base.feature_id
), part AS (
    SELECT *, m2 - everything_m2 < %(min_area_m2)s AND everything_m2 > 0 AS trifle FROM total
)
SELECT *, amount AS most FROM (
SELECT base_id, 'feature' AS kind, feature_id, m2 AS amount FROM fact
UNION ALL
SELECT base_id, 'single', feature_id, m2 FROM single
UNION ALL
SELECT base_id, 'multiple', NULL, facts_m2 - single_m2 FROM part
UNION ALL
SELECT base_id, 'none', NULL, m2 - everything_m2 FROM part WHERE NOT trifle
UNION ALL
SELECT base_id, 'suppressed', NULL, everything_m2 - facts_m2 + CASE WHEN trifle THEN m2 - everything_m2 ELSE 0 END
FROM part
) AS rows
