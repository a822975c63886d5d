    IF {id} = ANY(published) THEN
        RETURN QUERY
        SELECT {id}, found.kind, found.feature_id, found.plan_id, found.decision_no, found.area_m2, found.share_pct,
               NULL::float8, NULL::int, NULL::float8, found.geom
        FROM (SELECT array_agg(v.feature_id ORDER BY v.gid) AS ids, array_agg({plan} ORDER BY v.gid) AS plans,
                     array_agg({decision} ORDER BY v.gid) AS decisions, array_agg(v.geom ORDER BY v.gid) AS geoms
              FROM {view} AS v WHERE ST_Intersects(v.geom, polygon)) AS near,
             overlay_areas(polygon, near.ids, near.plans, near.decisions, near.geoms, {min_area}, {min_width}) AS found;
    END IF;
