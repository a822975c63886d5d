-- Plans that have zones: their number and area.
SELECT {plan}::text, count(*), coalesce(sum({area}), 0)::float8
FROM {view} WHERE {plan} IS NOT NULL
GROUP BY {plan} ORDER BY 1
