-- Suspects of the area tolerance: they differ by more than the smallest tolerance there is, and not because of
-- a repeated value that the join of the attributes brought.
SELECT source_layer, feature_no, feature_id, {stated}, ST_Area(geom), {scale}, ST_AsBinary(geom)
FROM {stage}
WHERE abs({stated} - ST_Area(geom)) > %(least)s
  AND NOT ({stated} = ANY (%(repeated)s::float8[]) AND abs({stated} - ST_Area(geom)) > %(differs)s * {stated})
ORDER BY source_layer, feature_no
