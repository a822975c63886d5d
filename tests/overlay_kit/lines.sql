-- A layer of lines over a base layer: how much of each line is inside; what it runs over twice counts twice. A line that
-- runs along a boundary lies on this or that side of it by its last digit: the most is what is a micrometre around; below
-- a millimetre a line only touches.
-- OFFSET 0: base feature by base feature, so that PostGIS prepares each once.
CREATE TEMP TABLE plain ON COMMIT DROP AS
SELECT base.feature_id AS base_id, 'feature' AS kind, inside.*
FROM (SELECT feature_id, geom, ST_Buffer(geom, 1e-6, 'quad_segs=1') AS wide FROM base) AS base
CROSS JOIN LATERAL (
    SELECT other.feature_id, CASE WHEN part.amount > 0.001 THEN part.amount ELSE 0 END AS amount, part.most
    FROM other, LATERAL (
        SELECT ST_Length(other.geom) AS amount, ST_Length(other.geom) AS most WHERE ST_Covers(base.geom, other.geom)
        UNION ALL
        SELECT sum(ST_Length(ST_Intersection(base.geom, segment.geom))),
               sum(ST_Length(ST_Intersection(base.wide, segment.geom)))
        FROM ST_DumpSegments(other.geom) AS segment
        WHERE segment.geom && base.wide AND NOT ST_Covers(base.geom, other.geom)
    ) AS part
    WHERE ST_Intersects(base.wide, other.geom) AND part.most > 0 OFFSET 0
) AS inside
