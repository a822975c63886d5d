-- One feature as an SVG path.
SELECT ST_AsSVG(ST_ForcePolygonCW(ST_SimplifyPreserveTopology(geom, %(tolerance)s)), 1, 1)
FROM {view}
WHERE {id} = %(wanted)s
