-- Documents of a plan or of some decisions, or the one with this number, or all.
SELECT id, kind, title, plan_id, decision_no, media_type, size_bytes, pages, file_name, added_at, sha256
FROM {view}
WHERE %(id)s::int IS NULL AND %(plan)s::text IS NULL AND %(decisions)s::text[] IS NULL
   OR id = %(id)s OR plan_id = %(plan)s OR decision_no = ANY (%(decisions)s)
ORDER BY array_position(ARRAY['decision', 'drawing', 'regulation', 'report', 'other'], kind), id
