-- Features with the same shape as an earlier one. Equal boxes find the suspects without comparing shapes;
-- normalised, a ring is the same ring wherever it starts.
WITH box AS (
    SELECT ST_XMin(geom) AS x0, ST_YMin(geom) AS y0, ST_XMax(geom) AS x1, ST_YMax(geom) AS y1
    FROM {stage} GROUP BY 1, 2, 3, 4 HAVING count(*) > 1
), suspect AS (
    SELECT source_layer, feature_no, feature_id, geom, ST_Normalize(geom) AS shape
    FROM {stage} JOIN box ON ST_XMin(geom) = x0 AND ST_YMin(geom) = y0 AND ST_XMax(geom) = x1 AND ST_YMax(geom) = y1
), ranked AS (
    SELECT *, row_number() OVER same AS copy, first_value(feature_id) OVER same AS first
    FROM suspect WINDOW same AS (PARTITION BY shape ORDER BY source_layer, feature_no)
)
SELECT source_layer, feature_no, feature_id, first, ST_AsBinary(geom), count(*) OVER ()
FROM ranked WHERE copy > 1
ORDER BY source_layer, feature_no
LIMIT %(most)s
