-- What each audience saw of the table before an epoch, beyond the audience below it.
SELECT audience, feature_count FROM meta.release_audience
WHERE layer = %(table)s AND epoch = (
    SELECT max(epoch) FROM meta.release WHERE layer = %(table)s AND epoch < %(epoch)s AND NOT withdrawn)
