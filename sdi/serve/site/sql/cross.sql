-- A cross-table: features, and the sum of a number, by two fields.
SELECT {rows}, {columns}, count(*), coalesce(sum({sum}::float8), 0)
FROM {view}
GROUP BY 1, 2
