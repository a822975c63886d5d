-- Features of the base layer that an epoch opened or closed.
INSERT INTO affected (feature_id)
SELECT feature_id FROM {base} WHERE r0 = %(epoch)s
UNION
SELECT feature_id FROM {base} WHERE r1 = %(epoch)s
