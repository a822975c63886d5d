-- … and open what was computed and does not stand there yet. Runs after close.sql.
INSERT INTO {table} (r0, {columns})
SELECT %(epoch)s, {columns} FROM fresh
WHERE NOT EXISTS (
      SELECT FROM {table} AS stored
      WHERE stored.r1 = 2147483647
        AND fresh.{base_id} = stored.{base_id} AND fresh.layer = stored.layer AND fresh.kind = stored.kind
        AND ({fresh}) IS NOT DISTINCT FROM ({stored}))
