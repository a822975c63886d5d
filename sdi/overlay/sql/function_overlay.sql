-- What lies on a polygon in the provincial CRS: every layer that is declared and published, for one audience.
CREATE FUNCTION {schema}.overlay(polygon geometry)
RETURNS TABLE (layer text, kind text, feature_id text, plan_id text, decision_no text, area_m2 float8,
               share_pct float8, length_m float8, count int, distance_m float8, geom geometry)
LANGUAGE plpgsql STABLE SECURITY INVOKER SET search_path = {schema}, public, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
    published text[] := ARRAY(SELECT c.layer FROM collections AS c WHERE c.epoch IS NOT NULL);
BEGIN
    IF ST_SRID(polygon) <> {srid} THEN
        RAISE EXCEPTION 'Đa giác phải ở hệ tọa độ EPSG:%, không phải EPSG:%.', {srid}, ST_SRID(polygon);
    END IF;
    IF ST_IsEmpty(polygon) OR ST_Dimension(polygon) <> 2 THEN
        RAISE EXCEPTION 'Chỉ chồng lớp được lên đa giác không rỗng.';
    END IF;
    polygon := ST_CollectionExtract(ST_MakeValid(polygon, 'method=structure'), 3);
{blocks}
END
$function$
