-- The features of a layer at an epoch, all of them.
SELECT feature_id, audience, {plan}, {decision}, ST_AsBinary(geom) FROM {layer}
WHERE r0 <= %(epoch)s AND r1 > %(epoch)s
ORDER BY gid
