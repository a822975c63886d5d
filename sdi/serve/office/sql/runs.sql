-- Loads, the newest first: what was delivered, what became of its features, what it would change or has changed.
SELECT run.id, run.profile, run.arguments, run.state, run.actor, run.started_at, run.finished_at,
       delivery.name, delivery.files, delivery.size_bytes,
       tally.*, candidates.list AS candidates, verdicts.list AS verdicts
FROM meta.run JOIN meta.delivery ON delivery.id = delivery_id
CROSS JOIN LATERAL (
    SELECT coalesce(sum(features) FILTER (WHERE outcome = 'read'), 0)::bigint AS read,
           coalesce(sum(features) FILTER (WHERE outcome = 'staged'), 0)::bigint AS staged,
           coalesce(sum(features) FILTER (WHERE outcome = 'quarantined'), 0)::bigint AS quarantined,
           coalesce(sum(features) FILTER (WHERE outcome = 'out_of_scope'), 0)::bigint AS out_of_scope
    FROM meta.tally WHERE run_id = run.id
) AS tally
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('layer', layer, 'scopes', scopes, 'added', added, 'changed', changed,
                                                 'removed', removed, 'unchanged', unchanged) ORDER BY layer), '[]') AS list
    FROM meta.candidate WHERE run_id = run.id
) AS candidates
CROSS JOIN LATERAL (
    SELECT coalesce(jsonb_agg(jsonb_build_object('rule', rule, 'severity', severity, 'features', features)
                              ORDER BY severity = 'block' DESC, severity = 'error' DESC, features DESC, rule), '[]') AS list
    FROM (SELECT rule, severity, sum(features) AS features FROM meta.issue WHERE run_id = run.id GROUP BY 1, 2) AS found
) AS verdicts
WHERE (%(run)s::int IS NULL OR run.id = %(run)s) AND (%(before)s::int IS NULL OR run.id < %(before)s)
  AND (%(state)s::text IS NULL OR run.state = %(state)s)
ORDER BY run.id DESC LIMIT %(limit)s
