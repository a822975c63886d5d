-- Versions that are public and came from a delivered row that needed no mending: digest of the row, and how much it is.
SELECT coalesce(again.source_digest, version.source_digest), gid, r0, {amount}
FROM {data} AS version LEFT JOIN {sources} AS again USING (gid, r0)
WHERE r0 <= {epoch} AND r1 > {epoch} AND coalesce(again.source_digest, version.source_digest) IS NOT NULL
  AND ({scopes}::text[] IS NULL OR scope = ANY({scopes}::text[]))
LIMIT {most}
