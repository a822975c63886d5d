-- Whether anything of a layer lies in a commune.
SELECT EXISTS (
    SELECT FROM {communes} AS commune JOIN {view} AS layer
        ON layer.geom && commune.geom AND ST_Intersects(layer.geom, commune.geom)
    WHERE commune.{code} = %(code)s AND commune.r0 <= %(epoch)s AND commune.r1 > %(epoch)s
      AND layer.r0 <= %(epoch)s AND layer.r1 > %(epoch)s
)
