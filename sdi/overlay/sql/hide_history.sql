-- Closed rows of a layer were made for other readers: what the highest audience did not read goes, it keeps the rest.
WITH others AS (
    DELETE FROM {table} AS stored
    WHERE layer = %(layer)s AND r1 < 2147483647 AND EXISTS (
        SELECT FROM {replaced} AS replaced
        WHERE replaced.gid = stored.gid
          AND array_position(%(order)s::text[], replaced.audience) > array_position(%(order)s::text[], stored.audience))
    RETURNING gid, audience
)
UPDATE {table} AS stored SET audience = %(highest)s
WHERE layer = %(layer)s AND r1 < 2147483647 AND audience <> %(highest)s
  AND NOT EXISTS (SELECT FROM others WHERE others.gid = stored.gid AND others.audience = stored.audience)
