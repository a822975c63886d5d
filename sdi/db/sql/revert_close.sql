-- Bring one layer back to what it was before a release, although later publications stand: close what is open now
-- and was not there then. Only what was opened since can differ.
UPDATE {data} AS published SET r1 = %(epoch)s
WHERE published.r1 = 2147483647 AND published.r0 >= %(release)s
  AND NOT EXISTS (
      SELECT FROM {data} AS former
      WHERE former.feature_id = published.feature_id AND former.digest = published.digest
        AND former.r0 < %(release)s AND former.r1 >= %(release)s)
