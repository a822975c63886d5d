-- Rows that no longer hold for all of their readers: of which partition, who held and who keeps them, and how many rows
-- people see in them.
SELECT audience, held, kept, sum(shown) FROM standing WHERE held <> kept GROUP BY 1, 2, 3
