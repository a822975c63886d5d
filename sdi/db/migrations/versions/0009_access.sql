-- Who may come in, and what was done (docs/adr/0021).

-- API keys. Only digests are kept: a key has 256 random bits, so that a plain SHA-256 cannot be searched.
CREATE TABLE meta.access_key (
    id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest     bytea NOT NULL UNIQUE CHECK (length(digest) = 32),
    audience   text NOT NULL CHECK (audience IN ('agency', 'internal')),
    scopes     text[] NOT NULL CHECK (cardinality(scopes) > 0),
    owner      text NOT NULL CHECK (owner <> ''),
    purpose    text NOT NULL CHECK (purpose <> ''),
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz,
    revoked_at timestamptz,
    revoked_by text
);

-- Personal logins of planners' own PostGIS connections. What makes a role again is kept, not what opens it.
CREATE TABLE meta.login (
    name       text PRIMARY KEY,
    audience   text NOT NULL CHECK (audience IN ('public', 'agency', 'internal')),
    verifier   text NOT NULL CHECK (starts_with(verifier, 'SCRAM-SHA-256$')),
    owner      text NOT NULL CHECK (owner <> ''),
    purpose    text NOT NULL,
    created_by text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at timestamptz,
    revoked_at timestamptz,
    revoked_by text
);

-- Sessions that their people ended before their time was over.
CREATE TABLE meta.ended_session (
    id    text PRIMARY KEY,
    until timestamptz NOT NULL
);

-- Append-only. "times": a web worker tells what one reader asked within a second as one row.
CREATE TABLE meta.audit (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor    text NOT NULL,
    audience text,
    action   text NOT NULL,
    object   text NOT NULL,
    outcome  text,
    times    int NOT NULL DEFAULT 1,
    address  text
);
CREATE INDEX ON meta.audit (at);
CREATE INDEX ON meta.audit (actor, at);
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meta.audit
    FOR EACH STATEMENT EXECUTE FUNCTION meta.forbid_change();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON meta.access_key
    FOR EACH STATEMENT EXECUTE FUNCTION meta.forbid_change();
CREATE TRIGGER never_deleted BEFORE DELETE OR TRUNCATE ON meta.login
    FOR EACH STATEMENT EXECUTE FUNCTION meta.forbid_change();

-- A key that was revoked stays so, and is never changed into another.
CREATE FUNCTION meta.only_revoked() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.revoked_at IS NOT NULL
       OR to_jsonb(NEW) - ARRAY['revoked_at', 'revoked_by'] <> to_jsonb(OLD) - ARRAY['revoked_at', 'revoked_by'] THEN
        RAISE EXCEPTION USING MESSAGE = 'meta.' || TG_TABLE_NAME || ' can be revoked, not changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER only_revoked BEFORE UPDATE ON meta.access_key
    FOR EACH ROW EXECUTE FUNCTION meta.only_revoked();
CREATE TRIGGER only_revoked BEFORE UPDATE ON meta.login
    FOR EACH ROW EXECUTE FUNCTION meta.only_revoked();

-- What changes the data, or who may see them, is told by the tables themselves: no code can forget it.
CREATE FUNCTION meta.tell_key() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO meta.audit (actor, audience, action, object)
    SELECT CASE TG_OP WHEN 'INSERT' THEN NEW.created_by ELSE NEW.revoked_by END, NEW.audience,
           CASE TG_OP WHEN 'INSERT' THEN 'key created' ELSE 'key revoked' END,
           'key ' || NEW.id || ' · ' || NEW.owner || ' · ' || array_to_string(NEW.scopes, ' ');
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT OR UPDATE ON meta.access_key FOR EACH ROW EXECUTE FUNCTION meta.tell_key();

CREATE FUNCTION meta.tell_login() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO meta.audit (actor, audience, action, object)
    SELECT CASE TG_OP WHEN 'INSERT' THEN NEW.created_by ELSE NEW.revoked_by END, NEW.audience,
           CASE TG_OP WHEN 'INSERT' THEN 'login created' ELSE 'login revoked' END,
           'login ' || NEW.name || ' · ' || NEW.owner;
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT OR UPDATE ON meta.login FOR EACH ROW EXECUTE FUNCTION meta.tell_login();

CREATE FUNCTION meta.tell_run() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO meta.audit (actor, action, object, outcome)
    SELECT NEW.actor, 'load', 'run ' || NEW.id || ' · ' || NEW.profile || ' · ' || name, NEW.state
    FROM meta.delivery WHERE id = NEW.delivery_id;
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON meta.run FOR EACH ROW EXECUTE FUNCTION meta.tell_run();
CREATE TRIGGER told_state AFTER UPDATE OF state ON meta.run
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION meta.tell_run();

CREATE FUNCTION meta.tell_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO meta.audit (actor, action, object, outcome)
    VALUES (NEW.actor, NEW.kind, array_to_string(NEW.layers, ' '), 'epoch ' || NEW.previous || ' → ' || NEW.epoch);
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON meta.publication FOR EACH ROW EXECUTE FUNCTION meta.tell_publication();

CREATE FUNCTION meta.tell_slip() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO meta.audit (actor, audience, action, object, outcome)
    VALUES (session_user, NEW.audience, 'slip', 'slip ' || NEW.id || ' · ' || NEW.subject, 'epoch ' || NEW.epoch);
    RETURN NULL;
END $$;
CREATE TRIGGER told AFTER INSERT ON meta.slip FOR EACH ROW EXECUTE FUNCTION meta.tell_slip();

-- What the doorkeeper of the web workers may do, and all that it may.
CREATE SCHEMA gate;
CREATE FUNCTION gate.keys()
    RETURNS TABLE (id int, digest bytea, audience text, scopes text[], owner text, expires_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT id, digest, audience, scopes, owner, expires_at FROM meta.access_key
    WHERE revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())
$$;
CREATE FUNCTION gate.ended_sessions() RETURNS SETOF text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
    SELECT id FROM meta.ended_session WHERE until > now()
$$;
CREATE FUNCTION gate.end_session(id text, until timestamptz) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    DELETE FROM meta.ended_session AS e WHERE e.until <= now();
    INSERT INTO meta.ended_session (id, until)
    VALUES (left(end_session.id, 64), least(end_session.until, now() + interval '1 day')) ON CONFLICT DO NOTHING
$$;
-- A worker tells of what it does itself; it cannot make up loads, publications or keys.
CREATE FUNCTION gate.record(entries jsonb) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
    INSERT INTO meta.audit (at, actor, audience, action, object, outcome, times, address)
    SELECT least(at, clock_timestamp()), actor, audience, action, left(object, 500), outcome, times, address
    FROM jsonb_to_recordset(entries) AS entry (at timestamptz, actor text, audience text, action text, object text,
                                               outcome text, times int, address text)
    WHERE action IN ('read', 'write', 'denied', 'sign-in', 'sign-out')
$$;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA gate FROM PUBLIC;
