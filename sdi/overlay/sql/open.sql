-- … and open what was computed and does not stand there yet; counted likewise. Runs after close.sql.
WITH opened AS (
    INSERT INTO {table} (r0, {columns})
    SELECT %(epoch)s, {columns} FROM fresh
    WHERE NOT EXISTS (
          SELECT FROM {table} AS stored
          WHERE stored.r1 = 2147483647 AND stored.layer = ANY(%(layers)s) AND {affected}
            AND fresh.{base_id} = stored.{base_id} AND fresh.layer = stored.layer AND fresh.kind = stored.kind
            AND ({fresh}) IS NOT DISTINCT FROM ({stored}))
    RETURNING audience, single_m2
)
SELECT audience, count(*) + count(single_m2) FROM opened GROUP BY audience
