-- Whether what a run published still stands: nobody published into its scopes since, or took anything back there.
NOT EXISTS (
    SELECT FROM meta.candidate AS mine
    JOIN meta.candidate AS theirs USING (layer)
    JOIN meta.run AS later ON later.id = theirs.run_id AND later.state = 'published'
    WHERE mine.run_id = run.id AND later.finished_at > run.finished_at
      AND (mine.scopes IS NULL OR theirs.scopes IS NULL OR mine.scopes && theirs.scopes)
) AND NOT EXISTS (
    SELECT FROM meta.publication AS log
    JOIN meta.candidate AS mine ON mine.run_id = run.id AND mine.layer = ANY (log.layers)
    WHERE log.kind IN ('rollback', 'revert') AND log.at > run.finished_at
)
