-- Which plans a feature of another layer lies in, and how much of each it covers; areas in m².
SELECT plan.{plan}, plan.{name}, ST_Area(ST_Intersection(plan.geom, wanted.geom))
FROM (SELECT geom FROM {view} WHERE {id} = %(wanted)s) AS wanted
JOIN {base_view} AS plan ON ST_Intersects(plan.geom, wanted.geom)
ORDER BY 3 DESC, 1
