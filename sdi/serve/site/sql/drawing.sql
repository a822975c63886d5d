-- A plan's zones as one SVG path for each function, in metres of the provincial CRS, the y axis downwards.
SELECT {by}, string_agg(ST_AsSVG(ST_ForcePolygonCW(shape), 1, 1), ' ' ORDER BY ST_Area(shape) DESC)
FROM (
    SELECT {by}, ST_SimplifyPreserveTopology(geom, %(tolerance)s) AS shape
    FROM {view}
    WHERE {plan} = %(plan)s
    ORDER BY ST_Area(geom) DESC
    LIMIT %(most)s
) AS drawn
GROUP BY 1
ORDER BY sum(ST_Area(shape)) DESC
