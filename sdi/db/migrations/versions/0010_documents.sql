-- Decisions as PDF and scanned drawings (docs/adr/0025). The files lie beside the database, under their SHA-256.

-- Append-only: what was public once stays in the books. What is withdrawn is noted in a table of its own.
CREATE TABLE meta.document (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    sha256      text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    media_type  text NOT NULL CHECK (media_type IN ('application/pdf', 'image/tiff', 'image/png', 'image/jpeg')),
    size_bytes  bigint NOT NULL CHECK (size_bytes > 0),
    pages       int NOT NULL CHECK (pages > 0),
    kind        text NOT NULL CHECK (kind IN ('decision', 'drawing', 'regulation', 'report', 'other')),
    title       text NOT NULL,
    plan_id     text,
    decision_no text,
    audience    text NOT NULL CHECK (audience IN ('public', 'agency', 'internal')),
    file_name   text NOT NULL,
    actor       text NOT NULL,
    added_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (plan_id IS NOT NULL OR decision_no IS NOT NULL)
);
CREATE INDEX ON meta.document (plan_id);
CREATE INDEX ON meta.document (decision_no);
CREATE TABLE meta.document_withdrawal (
    document     int PRIMARY KEY REFERENCES meta.document,
    reason       text,
    actor        text NOT NULL,
    withdrawn_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meta.document
    FOR EACH STATEMENT EXECUTE FUNCTION meta.forbid_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meta.document_withdrawal
    FOR EACH STATEMENT EXECUTE FUNCTION meta.forbid_change();

-- What each audience may read: its documents without people, and how good its deliveries were. The latter in percent to
-- one decimal, so that nobody can count the rows that are hidden from him.
DO $$
DECLARE
    place record;
BEGIN
    FOR place IN
        SELECT quote_ident(schema) AS schema, quote_literal(sees) AS sees FROM (VALUES
            ('pub', ARRAY['public']),
            ('pub_agency', ARRAY['public', 'agency']),
            ('pub_internal', ARRAY['public', 'agency', 'internal'])
        ) AS audience (schema, sees)
    LOOP
        EXECUTE 'CREATE VIEW ' || place.schema || '.documents AS
            SELECT id, sha256, media_type, size_bytes, pages, kind, title, plan_id, decision_no, file_name, added_at
            FROM meta.document
            WHERE audience = ANY (' || place.sees || ')
              AND NOT EXISTS (SELECT FROM meta.document_withdrawal WHERE document = document.id)';
        EXECUTE 'CREATE VIEW ' || place.schema || '.quality AS
            SELECT release.layer, release.epoch,
                round(100.0 * coalesce(tally.staged, 0) / nullif(tally.staged + tally.quarantined, 0), 1)::float8
                    AS accepted_pct,
                round(100.0 * coalesce(issue.changed, 0) / nullif(tally.staged + tally.quarantined, 0), 1)::float8
                    AS mended_pct,
                round(100.0 * coalesce(issue.warned, 0) / nullif(tally.staged + tally.quarantined, 0), 1)::float8
                    AS warned_pct
            FROM meta.release JOIN meta.layer ON layer.id = release.layer
            CROSS JOIN LATERAL (
                SELECT sum(features) FILTER (WHERE outcome = ''staged'') AS staged,
                    coalesce(sum(features) FILTER (WHERE outcome = ''quarantined''), 0) AS quarantined
                FROM meta.tally WHERE tally.run_id = release.run_id AND tally.layer = release.layer
            ) AS tally
            CROSS JOIN LATERAL (
                SELECT count(DISTINCT feature_no) FILTER (WHERE action = ''changed'') AS changed,
                    count(DISTINCT feature_no) FILTER (WHERE action = ''kept'' AND severity = ''warning'') AS warned
                FROM meta.issue
                WHERE issue.run_id = release.run_id AND issue.layer = release.layer AND feature_no IS NOT NULL
            ) AS issue
            WHERE NOT release.withdrawn AND release.epoch <= (SELECT current FROM meta.epoch)
              AND layer.declaration ->> ''visibility'' = ANY (' || place.sees || ')';
    END LOOP;
END $$;
