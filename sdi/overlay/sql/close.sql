-- Close the rows of a partition that no longer hold for its own audience; those above have parted from them.
UPDATE {partition} SET r1 = %(epoch)s
WHERE ctid = ANY(ARRAY(
    SELECT place FROM standing
    WHERE audience = %(lowest)s AND kept >> array_position(%(order)s::text[], audience) - 1 & 1 = 0))
