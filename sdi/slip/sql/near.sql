-- What of a layer may meet a box, at an epoch.
SELECT feature_id, {columns}, ST_AsBinary(geom) FROM {view}
WHERE r0 <= %(epoch)s AND r1 > %(epoch)s
  AND geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, %(srid)s)
ORDER BY gid
