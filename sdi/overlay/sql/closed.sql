-- How many rows people no longer see, by readers.
SELECT held & ~kept, sum(shown) FROM standing WHERE held <> kept GROUP BY 1
