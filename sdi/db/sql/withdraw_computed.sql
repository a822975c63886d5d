-- Rows that were computed from what is withdrawn can be computed again: nothing to archive.
DELETE FROM {data} WHERE r0 > %(current)s
