-- Close the rows that no longer say what was computed.
UPDATE {table} AS stored SET r1 = %(epoch)s
WHERE r1 = 2147483647 AND layer = ANY(%(layers)s) AND {affected}
  AND NOT EXISTS (
      SELECT FROM fresh
      WHERE fresh.{base_id} = stored.{base_id} AND fresh.layer = stored.layer AND fresh.kind = stored.kind
        AND ({fresh}) IS NOT DISTINCT FROM ({stored}))
