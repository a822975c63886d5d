-- The decisions by which the features of one plan hold, and for how many.
SELECT {columns}, count(*)
FROM {view}
WHERE {plan} = %(plan)s
GROUP BY 1, 2, 3, 4, 5
