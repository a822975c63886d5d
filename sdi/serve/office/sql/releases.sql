-- Releases of a layer, the newest first. One that stands was not taken back; a reverting one has only taken others back.
SELECT release.epoch, published_at, run_id, added, changed, removed, feature_count, log.actor, log.note,
       withdrawn OR release.epoch > (SELECT current FROM meta.epoch) AS gone,
       EXISTS (SELECT FROM meta.publication AS p WHERE p.epoch = release.epoch AND kind = 'revert') AS reverting
FROM meta.release
LEFT JOIN LATERAL (
    SELECT actor, note FROM meta.publication
    WHERE publication.epoch = release.epoch AND kind <> 'rollback' ORDER BY id LIMIT 1
) AS log ON true
WHERE layer = %(layer)s ORDER BY release.epoch DESC LIMIT %(limit)s
