-- Carried features that come twice: with one another (the same row stands twice in the delivery), or with a new row.
SELECT gid FROM {carried} GROUP BY gid HAVING count(*) > 1
UNION
SELECT gid FROM {data} AS version JOIN {carried} USING (gid, r0)
WHERE version.r0 <= %(epoch)s AND version.r1 > %(epoch)s AND version.feature_id IN (SELECT feature_id FROM {stage})
