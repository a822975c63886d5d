-- How good the delivery of each release was, in percent of what was delivered.
SELECT layer, epoch, accepted_pct, mended_pct, warned_pct FROM {view} WHERE accepted_pct IS NOT NULL
