-- The base features of an epoch, all of them.
SELECT feature_id, audience, ST_AsBinary(geom) FROM {base} WHERE r0 <= %(epoch)s AND r1 > %(epoch)s AND {within}
