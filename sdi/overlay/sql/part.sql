-- Where a row still holds for some of its readers only, those above the parting get a row of their own, of the same
-- number and beginning; what the others read stays where it is.
WITH parted AS (
    SELECT place, standing.gid, higher.audience, kept >> higher.n::int - 1 & 1 AS holds
    FROM standing CROSS JOIN unnest(%(order)s::text[]) WITH ORDINALITY AS higher (audience, n)
    WHERE standing.audience = %(lowest)s AND higher.n > 1 AND held >> higher.n::int - 1 & 1 = 1
      AND held >> higher.n::int - 2 & 1 = 1 AND kept >> higher.n::int - 1 & 1 <> kept >> higher.n::int - 2 & 1
), noted AS (
    INSERT INTO {replaced} (gid, audience) SELECT gid, audience FROM parted
)
INSERT INTO {table} (gid, audience, r0, r1, {columns})
SELECT parted.gid, parted.audience, stored.r0, CASE parted.holds WHEN 1 THEN 2147483647 ELSE %(epoch)s END, {stored}
FROM {partition} AS stored JOIN parted ON parted.place = stored.ctid
WHERE stored.ctid = ANY(ARRAY(SELECT place FROM parted))
