-- What the table of overlays says of one base feature at an epoch.
SELECT layer, kind, feature_id, plan_id, decision_no, area_m2, share_pct, length_m, count, distance_m
FROM {view} WHERE {base_id} = %(id)s AND r0 <= %(epoch)s AND r1 > %(epoch)s
ORDER BY gid
