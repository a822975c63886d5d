-- What lies on a base feature, by its id.
CREATE FUNCTION {name}({parameter} text)
RETURNS TABLE (layer text, kind text, feature_id text, plan_id text, decision_no text, area_m2 float8,
               share_pct float8, length_m float8, count int, distance_m float8, geom geometry)
LANGUAGE plpgsql STABLE SECURITY INVOKER SET search_path = {schema}, public, pg_temp
AS $function$
#variable_conflict use_column
DECLARE
    polygon geometry := (SELECT v.geom FROM {view} AS v WHERE v.feature_id = $1);
BEGIN
    IF polygon IS NULL THEN
        RAISE EXCEPTION 'Không có đối tượng % trong dữ liệu đang công bố.', $1;
    END IF;
    RETURN QUERY SELECT * FROM overlay(polygon);
END
$function$
