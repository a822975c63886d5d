-- What an epoch opened and closed, in rows that people see, by span of audiences.
SELECT audience, sum(opened)::bigint, sum(closed)::bigint
FROM (
    SELECT audience, 1 + (single_m2 IS NOT NULL)::int AS opened, 0 AS closed FROM {table} WHERE r0 = %(epoch)s
    UNION ALL
    SELECT audience, 0, 1 + (single_m2 IS NOT NULL)::int FROM {table} WHERE r1 = %(epoch)s
) AS changes
GROUP BY audience
