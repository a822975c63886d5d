    IF {id} = ANY(published) THEN
        RETURN QUERY
        SELECT {id}, 'feature', v.feature_id, {plan}, {decision}, NULL::float8, NULL::float8, NULL::float8,
               ST_NumGeometries(piece.geom), NULL::float8, piece.geom
        FROM {view} AS v,
             LATERAL (SELECT ST_Collect(part.geom) AS geom FROM ST_Dump(v.geom) AS part
                      WHERE ST_Intersects(part.geom, polygon)) AS piece
        WHERE ST_Intersects(v.geom, polygon)
        ORDER BY v.gid;
    END IF;
