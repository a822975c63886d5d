-- Land of one plan by phase and function; areas in m².
SELECT {phase}, {by}, count(*), coalesce(sum({area}), 0)::float8
FROM {view}
WHERE {plan} = %(plan)s
GROUP BY 1, 2
