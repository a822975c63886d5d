    IF {id} = ANY(published) THEN
        RETURN QUERY
        SELECT {id}, 'nearest', v.feature_id, {plan}, {decision}, NULL::float8, NULL::float8, NULL::float8, NULL::int,
               ST_Distance(v.geom, polygon),
               CASE WHEN ST_Distance(v.geom, polygon) > 0 THEN ST_ShortestLine(polygon, v.geom) END
        FROM {view} AS v WHERE ST_DWithin(v.geom, polygon, {reach})
        ORDER BY ST_Distance(v.geom, polygon), v.gid LIMIT 1;
    END IF;
