-- What each feature of a layer of areas shares with each base feature. OFFSET 0: base feature by base feature, so that
-- PostGIS prepares each once.
CREATE TEMP TABLE piece ON COMMIT DROP AS
SELECT base.feature_id AS base_id, shared.feature_id, ST_Area(base.geom) AS base_m2, shared.other_m2, shared.geom,
       ST_Area(shared.geom) AS m2, ST_Perimeter(shared.geom) AS m
FROM base CROSS JOIN LATERAL (
    SELECT other.feature_id, ST_Area(other.geom) AS other_m2,
           CASE WHEN ST_Covers(base.geom, other.geom) THEN other.geom
                WHEN ST_Covers(other.geom, base.geom) THEN base.geom
                ELSE ST_CollectionExtract(ST_Intersection(base.geom, other.geom), 3) END AS geom
    FROM other WHERE ST_Intersects(base.geom, other.geom) OFFSET 0
) AS shared
WHERE ST_Area(shared.geom) > 0
