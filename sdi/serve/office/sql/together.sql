-- What a release of a layer brought: to that layer, and to those that were published together with it.
SELECT layer, added, changed, removed, feature_count, published_at,
       (SELECT feature_count FROM meta.release AS before
        WHERE before.layer = release.layer AND before.epoch < release.epoch AND NOT before.withdrawn
        ORDER BY before.epoch DESC LIMIT 1) AS before
FROM meta.release WHERE epoch = %(epoch)s ORDER BY layer
