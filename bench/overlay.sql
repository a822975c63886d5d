-- name: published
-- Parcels and zones as if published at epoch 1; the overlays are not computed yet.
INSERT INTO data.parcels (gid, feature_id, audience, r0, scope, run_id, digest, parcel_id, geom)
SELECT gid, '21025-1-' || gid, 'public', 1, '21025', 0, gen_random_uuid(), '21025-1-' || gid, ST_Multi(geom)
FROM parcels ORDER BY gid;
INSERT INTO data.planning_zones (gid, feature_id, audience, r0, scope, run_id, digest, zone_id, plan_id, function, geom)
SELECT gid, 'QH-' || gid, 'public', 1, 'QH', 0, gen_random_uuid(), 'QH-' || gid, 'QH', 'NO', ST_Multi(geom)
FROM zones ORDER BY gid;
INSERT INTO meta.release (layer, epoch, added, changed, removed, feature_count)
SELECT 'parcels', 1, count(*), 0, 0, count(*) FROM parcels
UNION ALL SELECT 'planning_zones', 1, count(*), 0, 0, count(*) FROM zones;
INSERT INTO meta.release_audience (layer, epoch, audience, feature_count, storage_bbox, bbox)
SELECT layer, 1, 'public', feature_count, '{580000,1670000,620000,1710000}', '{108.8,15.1,109.1,15.4}' FROM meta.release;
INSERT INTO meta.publication (kind, epoch, previous, layers, actor)
VALUES ('publish', 1, 0, '{parcels,planning_zones}', 'bench');
UPDATE meta.epoch SET current = 1, last = 1;

-- name: plain
CREATE TABLE plain AS
SELECT p.gid AS parcel, z.gid AS zone, ST_Area(ST_Intersection(p.geom, z.geom)) AS area
FROM parcels AS p JOIN zones AS z ON ST_Intersects(p.geom, z.geom);

-- name: clipped
CREATE TABLE clipped AS
SELECT parcel, zone, ST_Area(piece) AS area, piece FROM (
    SELECT p.gid AS parcel, z.gid AS zone, ST_Intersection(p.geom, z.geom) AS piece
    FROM parcels AS p JOIN zones AS z ON ST_Intersects(p.geom, z.geom)
    OFFSET 0
) AS pieces;

-- name: materialised
-- Rows, pairs of the plain join that are no rows, those of them that are no slivers either (0.51 m wide, 0.1 m²),
-- and the largest difference of an area.
WITH stored AS (
    SELECT split_part(parcel_id, '-', 3)::bigint AS parcel, split_part(feature_id, '-', 2)::bigint AS zone, area_m2
    FROM pub.parcel_overlays WHERE kind = 'feature'
), compared AS (
    SELECT parcel, zone, area, area_m2 FROM (SELECT * FROM plain WHERE area > 1e-6) AS plain
    FULL JOIN stored USING (parcel, zone)
), missing AS (
    SELECT area, ST_Perimeter(ST_Intersection(p.geom, z.geom)) AS perimeter
    FROM compared JOIN parcels AS p ON p.gid = parcel JOIN zones AS z ON z.gid = zone
    WHERE area_m2 IS NULL
)
SELECT count(area_m2),
       (SELECT count(*) FROM missing),
       (SELECT count(*) FROM missing WHERE area >= 0.1 AND 2 * area >= 0.51 * perimeter),
       coalesce(max(abs(area_m2 - coalesce(area, 0))), 0)
FROM compared
