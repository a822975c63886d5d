-- What lies around, for orientation: published features that meet a box, as lines or points.
SELECT ST_AsBinary(ST_Simplify(ST_ClipByBox2D({lines}, box), %(tolerance)s)) AS geom
FROM {view}, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, {srid}) AS box
WHERE geom && box LIMIT %(most)s
