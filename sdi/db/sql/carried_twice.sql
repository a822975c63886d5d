-- Carried features whose id a new row has too.
SELECT gid FROM {data} AS version JOIN {carried} USING (gid, r0)
WHERE version.r0 <= %(epoch)s AND version.r1 > %(epoch)s AND version.feature_id IN (SELECT feature_id FROM {stage})
