-- Rows that differ; what one side lacks is nothing there. A feature's share is of the base feature's area.
SELECT base_id, kind, feature_id, stored.amount AS stored, plain.amount AS plain
FROM (SELECT base_id, kind, coalesce(feature_id, '') AS feature_id, amount, share_pct
      FROM stored WHERE kind <> 'nearest') AS stored
FULL JOIN (SELECT base_id, kind, coalesce(feature_id, '') AS feature_id, amount, most FROM plain) AS plain
     USING (base_id, kind, feature_id)
LEFT JOIN (SELECT feature_id AS base_id, ST_Area(geom) AS m2 FROM base) AS base USING (base_id)
WHERE base.m2 IS NULL
   OR coalesce(stored.amount, 0) < coalesce(plain.amount, 0) - %(tolerance)s
   OR coalesce(stored.amount, 0) > coalesce(plain.most, 0) + %(tolerance)s
   OR kind = 'feature' AND abs(share_pct - 100 * plain.amount / base.m2) > 0.0501
