-- Close the rows that no longer say what was computed; returns how many people saw, by span of audiences.
WITH closed AS (
    UPDATE {table} AS stored SET r1 = %(epoch)s
    WHERE r1 = 2147483647 AND layer = ANY(%(layers)s) AND {affected}
      AND NOT EXISTS (
          SELECT FROM fresh
          WHERE fresh.{base_id} = stored.{base_id} AND fresh.layer = stored.layer AND fresh.kind = stored.kind
            AND ({fresh}) IS NOT DISTINCT FROM ({stored}))
    RETURNING audience, single_m2
)
SELECT audience, count(*) + count(single_m2) FROM closed GROUP BY audience
