-- One stated area on many features whose shapes contradict it.
SELECT {stated}, count(*), min(ST_Area(geom)), max(ST_Area(geom)),
       (array_agg(source_layer ORDER BY source_layer, feature_no))[1],
       (array_agg(feature_no ORDER BY source_layer, feature_no))[1],
       (array_agg(feature_id ORDER BY source_layer, feature_no))[1]
FROM {stage}
WHERE abs({stated} - ST_Area(geom)) > %(differs)s * {stated}
GROUP BY {stated}
HAVING count(*) > %(most)s
ORDER BY 2 DESC, 1
