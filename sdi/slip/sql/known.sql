-- Which of these ids are there, at an epoch.
SELECT feature_id FROM {view} WHERE feature_id = ANY (%(ids)s) AND r0 <= %(epoch)s AND r1 > %(epoch)s ORDER BY feature_id
