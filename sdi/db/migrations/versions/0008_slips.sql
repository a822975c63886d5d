-- Planning slips: what each audience may know of the log, and the register of what was issued (docs/adr/0020).

-- Append-only: what was issued stays as it was. The content is kept as the bytes that were signed.
CREATE TABLE meta.slip_key (
    id         text PRIMARY KEY,
    public_key bytea NOT NULL,                 -- Ed25519, 32 bytes; the private one never comes here
    since      timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE TABLE meta.slip (
    id          uuid PRIMARY KEY,
    subject     text NOT NULL,                 -- id of the base feature, or what tells a drawn polygon
    audience    text NOT NULL,
    epoch       int NOT NULL,
    matter      text NOT NULL,                 -- SHA-256 of what was asked and answered, without identifier and time
    issued_on   date NOT NULL,
    key_id      text NOT NULL REFERENCES meta.slip_key,
    content     text NOT NULL,
    signature   bytea NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (matter, issued_on, key_id)         -- asked twice on a day, it is the same slip
);
CREATE INDEX ON meta.slip (subject);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meta.slip
    FOR EACH STATEMENT EXECUTE FUNCTION meta.forbid_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meta.slip_key
    FOR EACH STATEMENT EXECUTE FUNCTION meta.forbid_change();

-- What the issuing role may do, and all that it may: add one slip. It reads nothing.
CREATE SCHEMA register;
CREATE FUNCTION register.issue(
    id uuid, subject text, audience text, epoch int, matter text, issued_on date,
    key_id text, public_key bytea, content text, signature bytea
) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_variable
DECLARE
    known uuid;
BEGIN
    INSERT INTO meta.slip_key (id, public_key) VALUES (key_id, public_key) ON CONFLICT DO NOTHING;
    IF NOT EXISTS (SELECT FROM meta.slip_key AS k WHERE k.id = key_id AND k.public_key = issue.public_key) THEN
        RAISE EXCEPTION USING MESSAGE = 'key ' || key_id || ' is another one';
    END IF;
    INSERT INTO meta.slip (id, subject, audience, epoch, matter, issued_on, key_id, content, signature)
    VALUES (id, subject, audience, epoch, matter, issued_on, key_id, content, signature)
    ON CONFLICT ON CONSTRAINT slip_matter_issued_on_key_id_key DO NOTHING;
    SELECT s.id INTO known FROM meta.slip AS s
    WHERE s.matter = issue.matter AND s.issued_on = issue.issued_on AND s.key_id = issue.key_id;
    RETURN known;
END $$;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA register FROM PUBLIC;

-- What each audience may read: the log without people and notes, the releases of its layers, one issued slip by its id
-- (there is no list of what was asked for), and the keys by which slips are verified.
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
        EXECUTE 'CREATE VIEW ' || place.schema || '.publications AS
            SELECT id, kind, publication.epoch, at,
                publication.epoch BETWEEN (SELECT oldest FROM meta.epoch) AND (SELECT current FROM meta.epoch)
                AND NOT EXISTS (SELECT FROM meta.release WHERE release.epoch = publication.epoch AND withdrawn)
                AS readable
            FROM meta.publication';
        EXECUTE 'CREATE VIEW ' || place.schema || '.releases AS
            SELECT release.layer, epoch, published_at FROM meta.release JOIN meta.layer ON layer.id = release.layer
            WHERE NOT withdrawn AND epoch <= (SELECT current FROM meta.epoch)
              AND layer.declaration ->> ''visibility'' = ANY (' || place.sees || ')';
        EXECUTE 'CREATE VIEW ' || place.schema || '.slip_keys AS SELECT id, public_key, since FROM meta.slip_key';
        EXECUTE 'CREATE FUNCTION ' || place.schema || '.issued_slip(wanted uuid)
            RETURNS TABLE (content text, signature bytea, key_id text)
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS
            $f$ SELECT content, signature, key_id FROM meta.slip
                WHERE id = wanted AND audience = ANY (' || place.sees || ') $f$';
        EXECUTE 'REVOKE EXECUTE ON FUNCTION ' || place.schema || '.issued_slip(uuid) FROM PUBLIC';
    END LOOP;
END $$;
