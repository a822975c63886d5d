-- The features of a layer at an epoch that affected base features may meet, each once. Neighbours are looked up
-- together: as a condition on gid, or for each base feature by itself, it takes several times as long.
SELECT feature_id, audience, ST_AsBinary(geom), {plan}, {decision}
FROM (
    SELECT DISTINCT ON (other.gid) other.*
    FROM (
        SELECT ST_Expand(ST_Extent(geom)::geometry, %(reach)s) AS box FROM affected WHERE geom IS NOT NULL
        GROUP BY floor(ST_XMin(geom) / 256), floor(ST_YMin(geom) / 256)  -- metres
    ) AS block JOIN {layer} AS other ON other.geom && block.box
    WHERE other.r0 <= %(epoch)s AND other.r1 > %(epoch)s
    ORDER BY other.gid
) AS near
WHERE {within}
ORDER BY gid
