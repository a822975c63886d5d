-- Boxes of what is new and of what it replaces. A row that was read again and is as before is neither, unless the former
-- run had quarantined it and so never judged it.
WITH replaced AS (
    SELECT feature_id, digest, geom FROM {data} JOIN {gone} USING (gid, r0)
), different AS (
    SELECT staged.geom AS new, replaced.geom AS old FROM {stage} AS staged FULL JOIN replaced USING (feature_id)
    WHERE staged.digest IS DISTINCT FROM replaced.digest OR feature_id IN ({unjudged})
)
SELECT ST_XMin(geom), ST_YMin(geom), ST_XMax(geom), ST_YMax(geom)
FROM different, LATERAL (VALUES (new), (old)) AS shapes (geom) WHERE geom IS NOT NULL
