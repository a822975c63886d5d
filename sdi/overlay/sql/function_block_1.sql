    IF {id} = ANY(published) THEN
        RETURN QUERY
        SELECT {id}, 'feature', v.feature_id, {plan}, {decision}, NULL::float8, NULL::float8, ST_Length(piece.geom),
               NULL::int, NULL::float8, piece.geom
        FROM {view} AS v,
             LATERAL (SELECT ST_CollectionExtract(ST_Intersection(polygon, v.geom), 2) AS geom) AS piece
        WHERE ST_Intersects(v.geom, polygon) AND ST_Length(piece.geom) > 0
        ORDER BY v.gid;
    END IF;
