-- Versions that have been delivered again, unchanged, but in other bytes or read in another way: by what they are known
-- from now on. The versions themselves are never changed.
INSERT INTO {sources} (gid, r0, source_digest)
SELECT version.gid, version.r0, staged.source_digest
FROM {stage} AS staged JOIN {public} AS version USING (feature_id, digest)
WHERE version.r1 = 2147483647 AND staged.source_digest IS DISTINCT FROM version.source_digest
  AND staged.source_digest IS NOT NULL
ON CONFLICT (gid, r0) DO UPDATE SET source_digest = excluded.source_digest
