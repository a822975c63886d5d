-- Features of the base layer that an epoch opened or closed, with what holds from then on; nothing of those it removed.
WITH opened AS MATERIALIZED (
    SELECT feature_id, audience, geom FROM {base} WHERE r0 = %(epoch)s
)
INSERT INTO affected (feature_id, audience, geom)
SELECT feature_id, audience, geom FROM opened
UNION ALL
SELECT feature_id, NULL, NULL::geometry
FROM (SELECT feature_id FROM {base} WHERE r1 = %(epoch)s EXCEPT SELECT feature_id FROM opened) AS removed
