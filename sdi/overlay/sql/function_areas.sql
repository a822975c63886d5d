-- What areas cover of a polygon, and its partition, as sdi/overlay/table.py has it: the same rules, by GEOS.
CREATE FUNCTION {schema}.overlay_areas(
    polygon geometry, ids text[], plans text[], decisions text[], geoms geometry[], min_area float8, min_width float8)
RETURNS TABLE (kind text, feature_id text, plan_id text, decision_no text, area_m2 float8, share_pct float8, geom geometry)
LANGUAGE sql STABLE SECURITY INVOKER SET search_path = {schema}, public, pg_temp
AS $function$
WITH whole AS (
    SELECT ST_Area(polygon) AS area,
           1e-6 + 1e-12 * (ST_XMax(polygon) - ST_XMin(polygon)) * (ST_YMax(polygon) - ST_YMin(polygon)) AS rounding
), cut AS (
    SELECT n, ST_CollectionExtract(ST_Intersection(polygon, geoms[n]), 3) AS piece, ST_Area(geoms[n]) AS feature_area
    FROM generate_subscripts(geoms, 1) AS n
), judged AS MATERIALIZED (
    SELECT n, piece, ST_Area(piece) AS area,
           (ST_Area(piece) < min_area OR 2 * ST_Area(piece) < min_width * ST_Perimeter(piece))
           AND ST_Area(piece) < 0.99 * least(whole.area, feature_area) AS sliver
    FROM cut, whole WHERE ST_Area(piece) > whole.rounding
), double AS MATERIALIZED (
    SELECT coalesce(ST_Union(ST_CollectionExtract(ST_Intersection(one.piece, other.piece), 3)),
                    ST_SetSRID('POLYGON EMPTY'::geometry, ST_SRID(polygon))) AS piece
    FROM judged AS one JOIN judged AS other ON one.n < other.n AND one.piece && other.piece
    WHERE NOT one.sliver AND NOT other.sliver
), alone AS MATERIALIZED (
    SELECT n, ST_CollectionExtract(ST_Difference(judged.piece, double.piece), 3) AS piece
    FROM judged, double WHERE NOT sliver
), facts AS MATERIALIZED (
    SELECT coalesce(ST_Union(piece), ST_SetSRID('POLYGON EMPTY'::geometry, ST_SRID(polygon))) AS piece
    FROM judged WHERE NOT sliver
), slivers AS MATERIALIZED (
    SELECT coalesce(ST_CollectionExtract(ST_Difference(ST_Union(judged.piece), min(facts.piece)), 3),
                    ST_SetSRID('POLYGON EMPTY'::geometry, ST_SRID(polygon))) AS piece
    FROM judged, facts WHERE sliver
), sums AS MATERIALIZED (
    SELECT (SELECT coalesce(sum(ST_Area(piece)), 0) FROM alone) + ST_Area(double.piece) AS covered,
           ST_Area(slivers.piece) AS narrow,
           greatest(whole.area - (SELECT coalesce(sum(ST_Area(piece)), 0) FROM alone) - ST_Area(double.piece)
                    - ST_Area(slivers.piece), 0) AS rest
    FROM double, slivers, whole
), parts AS (
    SELECT n AS place, 'single' AS kind, ST_Area(piece) AS area, piece FROM alone, whole
    WHERE ST_Area(piece) > whole.rounding
    UNION ALL
    SELECT 2147483645, 'multiple', ST_Area(piece), piece FROM double, whole WHERE ST_Area(piece) > whole.rounding
    UNION ALL
    SELECT 2147483646, 'none', CASE WHEN trifle THEN 0 ELSE rest END,
           ST_CollectionExtract(ST_Difference(ST_Difference(polygon, facts.piece), slivers.piece), 3)
    FROM facts, slivers, whole, sums, LATERAL (SELECT rest < min_area AND covered + narrow > 0 AS trifle) AS judged
    WHERE (NOT trifle AND rest > whole.rounding) OR covered + narrow = 0
    UNION ALL
    SELECT 2147483647, 'suppressed', narrow + CASE WHEN trifle THEN rest ELSE 0 END,
           CASE WHEN trifle THEN ST_CollectionExtract(ST_Difference(polygon, facts.piece), 3) ELSE slivers.piece END
    FROM facts, slivers, whole, sums, LATERAL (SELECT rest < min_area AND covered + narrow > 0 AS trifle) AS judged
    WHERE narrow + CASE WHEN trifle THEN rest ELSE 0 END > whole.rounding
), exact AS (
    SELECT *, coalesce(1000 * area / nullif(sum(area) OVER (), 0), 1000) AS tenths FROM parts
), shared AS (  -- by largest remainder, so that they add up to 100.0
    SELECT *, (floor(tenths) + CASE WHEN row_number() OVER (ORDER BY floor(tenths) - tenths, place)
                                         <= 1000 - sum(floor(tenths)) OVER () THEN 1 ELSE 0 END) / 10 AS pct
    FROM exact
)
SELECT found.kind, ids[place], plans[place], decisions[place], found.area, found.pct, found.piece
FROM (
    SELECT n AS place, 0 AS turn, 'feature' AS kind, judged.area,
           least(round((100 * judged.area / whole.area)::numeric, 1)::float8, 100) AS pct, piece
    FROM judged, whole WHERE NOT sliver
    UNION ALL
    SELECT place, 1, shared.kind, area, pct, piece FROM shared
) AS found
ORDER BY place, turn
$function$
