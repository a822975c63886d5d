-- All features of a layer as the audience of the view sees them at an epoch.
SELECT feature_id, {plan}, {decision}, ST_AsBinary(geom) FROM {view}
WHERE r0 <= %(epoch)s AND r1 > %(epoch)s
ORDER BY gid
