-- What each audience sees of the table; where, says the newest release of the base layer.
INSERT INTO meta.release_audience (layer, epoch, audience, feature_count, storage_bbox, bbox)
SELECT %(table)s, %(epoch)s, seen.audience, seen.count, base.storage_bbox, base.bbox
FROM unnest(%(audiences)s::text[], %(counts)s::bigint[]) AS seen (audience, count)
LEFT JOIN meta.release_audience AS base
    ON base.layer = %(base)s AND base.audience = seen.audience AND base.epoch = (
        SELECT max(epoch) FROM meta.release WHERE layer = %(base)s AND epoch <= %(epoch)s AND NOT withdrawn)
