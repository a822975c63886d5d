-- Features of a layer that may meet a geometry, as the audience of the view sees them at an epoch.
SELECT feature_id, {plan}, {decision}, ST_AsBinary(geom) FROM {view}
WHERE r0 <= %(epoch)s AND r1 > %(epoch)s AND geom && ST_Expand(ST_GeomFromWKB(%(box)s, %(srid)s), %(reach)s)
ORDER BY gid
