-- All map sheets by commune, by stepping from one to the next along the index of both.
WITH RECURSIVE step AS (
    (SELECT {commune} AS commune, {sheet} AS sheet FROM {view} ORDER BY {commune}, {sheet} LIMIT 1)
    UNION ALL
    SELECT following.* FROM step, LATERAL (
        SELECT {commune}, {sheet} FROM {view} WHERE ({commune}, {sheet}) > (step.commune, step.sheet)
        ORDER BY {commune}, {sheet} LIMIT 1
    ) AS following
)
SELECT commune::text, array_agg(sheet::text ORDER BY sheet) FROM step GROUP BY commune
