-- The first features of a delivery, staged or carried.
SELECT ST_AsBinary(geom) FROM (
    (SELECT source_layer, feature_no, geom FROM {stage} ORDER BY source_layer, feature_no LIMIT {most})
    UNION ALL
    SELECT source_layer, feature_no, geom
    FROM (SELECT * FROM {carried} ORDER BY source_layer, feature_no LIMIT {most}) AS first JOIN {data} USING (gid, r0)
) AS features
ORDER BY source_layer, feature_no LIMIT {most}
