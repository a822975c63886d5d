-- What is public in the scopes of a delivery (NULL: the whole layer) and not carried: replaced by a new row, or gone.
INSERT INTO {gone} (gid, r0)
SELECT gid, r0 FROM {data} AS version
WHERE r0 <= %(epoch)s AND r1 > %(epoch)s AND (%(scopes)s::text[] IS NULL OR scope = ANY(%(scopes)s))
  AND NOT EXISTS (SELECT FROM {carried} AS carried WHERE carried.gid = version.gid)
