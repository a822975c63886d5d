-- name: table
-- What the peers read: the published parcels as a plain table.
CREATE SCHEMA bench;
CREATE TABLE bench.parcels AS
SELECT feature_id, parcel_id, commune_code, map_sheet, parcel_number, land_use, area_registered_m2, area_m2, map_scale,
       place_name, geom
FROM pub.parcels ORDER BY gid;
ALTER TABLE bench.parcels ADD PRIMARY KEY (feature_id);
CREATE INDEX ON bench.parcels USING gist (geom);

-- name: attributes
-- Columns of our indexes that are attributes alone: the peers get the same.
SELECT array_agg(a.attname ORDER BY k.place)
FROM pg_index AS i
CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k (attribute, place)
LEFT JOIN pg_attribute AS a ON a.attrelid = i.indrelid AND a.attnum = k.attribute
WHERE i.indrelid = 'data.parcels__public'::regclass
GROUP BY i.indexrelid
HAVING bool_and(a.attname IN ('commune_code', 'map_sheet', 'parcel_number', 'land_use', 'place_name', 'map_scale'));

-- name: centres
-- Points in parcels all over the land.
SELECT ST_X(p), ST_Y(p) FROM (
    SELECT ST_Transform(ST_PointOnSurface(geom), %(srid)s::int) AS p FROM bench.parcels
    ORDER BY md5(feature_id) LIMIT %(rows)s
) AS points;

-- name: inside
-- How many parcels a box meets.
SELECT count(*) FROM bench.parcels
WHERE ST_Intersects(geom, ST_Transform(ST_MakeEnvelope(%s, %s, %s, %s, %s::int), %s::int));

-- name: ids
SELECT feature_id FROM bench.parcels ORDER BY md5(feature_id || 'id') LIMIT %(rows)s;

-- name: pairs
-- Values of two attributes that about a hundred parcels share.
SELECT commune_code, map_sheet FROM bench.parcels
GROUP BY commune_code, map_sheet HAVING count(*) BETWEEN 90 AND 110
ORDER BY md5(commune_code || map_sheet) LIMIT %(rows)s;

-- name: tiles
-- Numbers of the points' tiles in WebMercatorQuad.
SELECT DISTINCT floor((ST_X(p) / 20037508.342789244 + 1) / 2 * 2 ^ %(zoom)s::int)::int,
                floor((1 - ST_Y(p) / 20037508.342789244) / 2 * 2 ^ %(zoom)s::int)::int
FROM (
    SELECT ST_Transform(ST_PointOnSurface(geom), 3857) AS p FROM bench.parcels
    ORDER BY md5(feature_id || 'tile') LIMIT %(rows)s
) AS points ORDER BY 1, 2;
