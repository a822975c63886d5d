-- The run whose findings still hold for what is public in these scopes: the last one there, judged by the same rules.
SELECT run.id FROM meta.run AS mine
JOIN meta.run AS run USING (profile, declarations)
JOIN meta.candidate AS judged ON judged.run_id = run.id
WHERE mine.id = %(run)s AND run.id <> mine.id AND run.state IN ('published', 'unchanged')
  AND run.evidence ->> 'engine' = mine.evidence ->> 'engine'
  AND judged.layer = %(layer)s AND judged.scopes IS NOT DISTINCT FROM %(scopes)s::text[]
  AND {stands}
ORDER BY run.finished_at DESC LIMIT 1
