-- Scopes of the carried rows: the first carried row of a scope that is public tells, so that few are looked at.
SELECT scope FROM (SELECT DISTINCT scope FROM {data} WHERE r0 <= %(epoch)s AND r1 > %(epoch)s) AS public
WHERE EXISTS (
    SELECT FROM {data} AS version JOIN {carried} USING (gid, r0) WHERE version.scope = public.scope
)
