-- The affected base features of an epoch.
SELECT feature_id, base.audience, ST_AsBinary(geom)
FROM affected JOIN {base} AS base USING (feature_id)
WHERE base.r0 <= %(epoch)s AND base.r1 > %(epoch)s AND {within}
