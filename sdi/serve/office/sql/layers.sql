-- What is published of every layer, and who published it last.
SELECT layer, collections.epoch, published_at, feature_count, log.actor, log.note,
       (SELECT count(*) FROM meta.candidate JOIN meta.run ON run.id = run_id
        WHERE state = 'held' AND candidate.layer = collections.layer) AS held
FROM pub_internal.collections
LEFT JOIN LATERAL (
    SELECT actor, note FROM meta.publication
    WHERE publication.epoch = collections.epoch ORDER BY id DESC LIMIT 1
) AS log ON true
ORDER BY layer
