-- Base features whose partition does not add up: by area, by share, or by largest remainder.
WITH part AS (
    SELECT stored.base_id, amount, share_pct, ST_Area(base.geom) AS m2, 100 * amount / nullif(ST_Area(base.geom), 0) AS exact
    FROM stored JOIN base ON base.feature_id = stored.base_id
    WHERE kind IN ('single', 'multiple', 'none', 'suppressed')
), total AS (
    SELECT base_id, sum(amount) AS amount, sum(share_pct::numeric(6, 3)) AS share_pct, max(m2) AS m2,
           max(abs(share_pct - exact)) AS off,
           -- a part that was rounded up lost more than every part that was rounded down
           min(exact - floor(exact * 10) / 10) FILTER (WHERE share_pct > exact) AS least_up,
           max(exact - floor(exact * 10) / 10) FILTER (WHERE share_pct <= exact) AS most_down,
           200 * %(tolerance)s / nullif(max(m2), 0) AS rounding  -- in percent
    FROM part GROUP BY base_id
)
SELECT base.feature_id, total.amount, total.m2, total.share_pct, off, least_up, most_down
FROM base LEFT JOIN total ON total.base_id = base.feature_id
WHERE total.base_id IS NULL OR abs(total.amount - total.m2) > 0.01 OR total.share_pct <> 100
   OR off > 0.1 + rounding OR least_up < most_down - rounding
