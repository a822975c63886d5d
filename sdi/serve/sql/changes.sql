-- What a copy of a layer as of "since" lacks to be the layer as of "to", a page of it in the order of ids. A feature
-- that came and went between the two is told to nobody; of what was taken back the base does not know who had it.
WITH noted AS (
    SELECT feature_id FROM {touched}
    WHERE CASE WHEN withdrawn THEN epoch > %(base)s AND epoch <= %(since)s
               ELSE epoch > %(base)s AND epoch <= %(to)s END
), different AS (
    SELECT feature_id, false AS noted FROM {versions} WHERE r0 > %(base)s AND r0 <= %(to)s AND feature_id > %(after)s
    UNION ALL
    SELECT feature_id, false FROM {versions} WHERE r1 > %(base)s AND r1 <= %(to)s AND feature_id > %(after)s
    UNION ALL
    SELECT feature_id, true FROM noted WHERE feature_id > %(after)s
), page AS (
    SELECT feature_id
    FROM (SELECT feature_id, bool_or(noted) AS noted FROM different GROUP BY feature_id) AS once
    WHERE noted
       OR EXISTS (SELECT FROM {versions} AS former
                  WHERE former.feature_id = once.feature_id AND former.r0 <= %(base)s AND former.r1 > %(base)s)
       OR EXISTS (SELECT FROM {versions} AS present
                  WHERE present.feature_id = once.feature_id AND present.r0 <= %(to)s AND present.r1 > %(to)s)
    ORDER BY feature_id
    LIMIT %(limit)s
)
SELECT page.feature_id AS "#id", present.feature_id IS NOT NULL AS "#there", ST_AsBinary(present.geom) AS "#geometry"{columns}
FROM page
LEFT JOIN {versions} AS present
    ON present.feature_id = page.feature_id AND present.r0 <= %(to)s AND present.r1 > %(to)s
ORDER BY page.feature_id
