-- The land-use balance of a plan: area and number of zones of each code.
SELECT {code}::text, count(*), coalesce(sum({area}), 0)::float8
FROM {view} WHERE {plan} = %(plan)s::text
GROUP BY {code} ORDER BY 3 DESC, 1
