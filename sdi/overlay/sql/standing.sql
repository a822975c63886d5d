-- What stands on the affected base features: who holds each row, as bits by position in the order of audiences, and for
-- which of them it still says what was computed.
INSERT INTO standing (place, gid, audience, held, kept, shown, fresh)
SELECT stored.ctid, stored.gid, stored.audience, held.readers, held.readers & coalesce(fresh.readers, 0),
    1 + (stored.single_m2 IS NOT NULL)::int, fresh.ctid
FROM {table} AS stored
CROSS JOIN LATERAL (
    SELECT (1 << coalesce(min(array_position(%(order)s::text[], replaced.audience)) - 1, cardinality(%(order)s::text[])))
        - (1 << array_position(%(order)s::text[], stored.audience) - 1) AS readers
    FROM {replaced} AS replaced
    WHERE replaced.gid = stored.gid
      AND array_position(%(order)s::text[], replaced.audience) > array_position(%(order)s::text[], stored.audience)
) AS held
LEFT JOIN fresh ON fresh.{base_id} = stored.{base_id} AND fresh.layer = stored.layer AND fresh.kind = stored.kind
    AND ({fresh}) IS NOT DISTINCT FROM ({stored})
WHERE stored.r1 = 2147483647 AND stored.layer = ANY(%(layers)s) AND {affected}
