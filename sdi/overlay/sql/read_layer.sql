-- The features of a layer at an epoch, all of them or those near a box.
SELECT feature_id, audience, ST_AsBinary(geom), {plan}, {decision} FROM {layer}
WHERE r0 <= %(epoch)s AND r1 > %(epoch)s AND {within}
ORDER BY gid
