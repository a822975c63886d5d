-- Close the rows that no longer say what was computed: of the affected base features, or of all.
UPDATE {table} AS stored SET r1 = %(epoch)s
WHERE r1 = 2147483647 AND layer = ANY(%(layers)s)
  AND (%(whole)s OR {base_id} IN (SELECT feature_id FROM affected))
  AND NOT EXISTS (
      SELECT FROM fresh
      WHERE fresh.{base_id} = stored.{base_id} AND fresh.layer = stored.layer AND fresh.kind = stored.kind
        AND ({fresh}) IS NOT DISTINCT FROM ({stored}))
