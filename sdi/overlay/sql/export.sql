-- A layer as an audience sees it at an epoch; PostGIS orders geometries along a Hilbert curve.
SELECT gid, feature_id, {plan}, {decision}, ST_AsBinary(geom) FROM {view}
WHERE r0 <= %(epoch)s AND r1 > %(epoch)s
ORDER BY geom, gid
