-- Boxes of what is new and of what it replaces, one for both where they lie together. A row that was read again and is as
-- before is neither, unless the former run had quarantined it and so never judged it.
WITH replaced AS (
    SELECT feature_id, digest, geom FROM {data} JOIN {gone} USING (gid, r0)
), different AS (
    SELECT staged.geom AS new, replaced.geom AS old, coalesce(staged.geom && replaced.geom, false) AS together
    FROM {stage} AS staged FULL JOIN replaced USING (feature_id)
    WHERE staged.digest IS DISTINCT FROM replaced.digest OR feature_id IN ({unjudged})
)
SELECT ST_XMin(box), ST_YMin(box), ST_XMax(box), ST_YMax(box) FROM different, LATERAL (
    SELECT ST_Collect(new, old) WHERE together
    UNION ALL SELECT new WHERE NOT together AND new IS NOT NULL
    UNION ALL SELECT old WHERE NOT together AND old IS NOT NULL
) AS shapes (box)
