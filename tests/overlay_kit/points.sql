-- A layer of points over a base layer: how many of each feature are inside.
CREATE TEMP TABLE plain ON COMMIT DROP AS
SELECT *, amount AS most FROM (
SELECT base.feature_id AS base_id, 'feature' AS kind, other.feature_id,
       ST_NPoints(ST_Intersection(base.geom, other.geom))::double precision AS amount
FROM base JOIN other ON ST_Intersects(base.geom, other.geom)
) AS rows
