-- What an epoch did to a layer, counted from its rows.
SELECT count(*) FILTER (WHERE closed.feature_id IS NULL) AS added,
       count(*) FILTER (WHERE closed.feature_id = opened.feature_id) AS changed,
       count(*) FILTER (WHERE opened.feature_id IS NULL) AS removed
FROM (SELECT feature_id FROM {data} WHERE r0 = %(epoch)s) AS opened
FULL JOIN (SELECT feature_id FROM {data} WHERE r1 = %(epoch)s) AS closed USING (feature_id)
