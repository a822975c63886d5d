-- The features of a layer at an epoch that affected base features may meet, each once.
SELECT feature_id, audience, ST_AsBinary(geom), {plan}, {decision} FROM {layer}
WHERE r0 <= %(epoch)s AND r1 > %(epoch)s AND {within} AND gid IN (
    SELECT other.gid
    FROM affected JOIN {base} AS base USING (feature_id) JOIN {layer} AS other
         ON other.geom && ST_Expand(base.geom, %(reach)s)
    WHERE base.r0 <= %(epoch)s AND base.r1 > %(epoch)s AND other.r0 <= %(epoch)s AND other.r1 > %(epoch)s)
ORDER BY gid
