-- The current epoch, for everybody who asks.
SELECT wanted.n, epoch.epoch FROM {epoch} AS epoch CROSS JOIN unnest($1::text[]) WITH ORDINALITY AS wanted (id, n)
ORDER BY wanted.n
