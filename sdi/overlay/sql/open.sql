-- Open what was computed and does not stand there yet; how many rows people see, by readers. Those of lower audiences
-- come first, so that their numbers do not depend on others.
WITH missing AS (
    SELECT fresh.*, fresh.ctid AS place, fresh.readers & ~coalesce(kept.readers, 0) AS wanting
    FROM fresh LEFT JOIN (SELECT fresh, bit_or(kept) AS readers FROM standing GROUP BY fresh) AS kept
        ON kept.fresh = fresh.ctid
), opened AS MATERIALIZED (
    SELECT nextval({sequence}) AS gid, ordered.*
    FROM (
        SELECT run.audience, run.above, run.bits, {columns}
        FROM missing JOIN (VALUES {runs}) AS run (audience, above, bits, around) ON wanting & around = bits
        ORDER BY array_position(%(order)s::text[], run.audience), place
    ) AS ordered
), put AS (
    INSERT INTO {table} (gid, audience, r0, {columns}) SELECT gid, audience, %(epoch)s, {columns} FROM opened
), noted AS (
    INSERT INTO {replaced} (gid, audience) SELECT gid, above FROM opened WHERE above IS NOT NULL
)
SELECT bits, count(*) + count(single_m2) FROM opened GROUP BY bits
