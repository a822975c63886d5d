-- The frame in which every province works: schemas, the epoch, the log, deliveries and their issues.
-- Tables of layers are derived from the declarations (sdi/db/layers.py), not migrated here.

CREATE EXTENSION IF NOT EXISTS postgis;

CREATE SCHEMA meta;          -- what happened: deliveries, runs, issues, publications
CREATE SCHEMA stage;         -- candidates, one table per run and layer
CREATE SCHEMA data;          -- all versions of all features
CREATE SCHEMA pub;           -- views of the public
CREATE SCHEMA pub_agency;    -- views of agencies with a key
CREATE SCHEMA pub_internal;  -- views of the department itself

-- One clock for everything. Readers see the rows with r0 <= current < r1.
-- "last" is the highest number ever given away: a withdrawn epoch is never used again.
CREATE TABLE meta.epoch (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    current  int NOT NULL DEFAULT 0 CHECK (current >= 0),
    last     int NOT NULL DEFAULT 0,
    oldest   int NOT NULL DEFAULT 0,           -- epochs before this one were pruned: nobody can ask for them
    CHECK (oldest <= current AND current <= last)
);
INSERT INTO meta.epoch DEFAULT VALUES;

CREATE TABLE meta.layer (
    id          text PRIMARY KEY,
    declaration jsonb NOT NULL,
    synced_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE meta.delivery (
    id          int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest      text NOT NULL UNIQUE,          -- SHA-256 over names and contents of all files
    name        text NOT NULL,
    size_bytes  bigint NOT NULL,
    files       text[] NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now()
);

-- One attempt to make a candidate out of a delivery with one profile and one set of arguments.
CREATE TABLE meta.run (
    id             int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    delivery_id    int NOT NULL REFERENCES meta.delivery,
    profile        text NOT NULL,
    arguments      jsonb NOT NULL,             -- crs, communes: what the person said
    declarations   text NOT NULL,              -- digest of profile, layers and code lists used
    state          text NOT NULL DEFAULT 'reading'
                   CHECK (state IN ('reading', 'checked', 'held', 'refused', 'published', 'unchanged', 'dropped')),
    evidence       jsonb,                      -- decisions taken from the sample: encodings, CRS, axis order
    report         jsonb,
    actor          text NOT NULL,
    started_at     timestamptz NOT NULL DEFAULT now(),
    finished_at    timestamptz
);
CREATE INDEX ON meta.run (delivery_id);

-- Batches that are staged for good: a run that was killed goes on after the last one.
CREATE TABLE meta.batch (
    run_id       int NOT NULL REFERENCES meta.run ON DELETE CASCADE,
    source_layer text NOT NULL,
    first        bigint NOT NULL,
    features     int NOT NULL,
    outside      jsonb NOT NULL DEFAULT '{}',  -- layer → [outside the communes, in all], for rule CRS-3
    heights      int NOT NULL DEFAULT 0,       -- geometries that lost a Z
    PRIMARY KEY (run_id, source_layer, first)
);

CREATE TABLE meta.candidate (
    run_id     int NOT NULL REFERENCES meta.run ON DELETE CASCADE,
    layer      text NOT NULL,
    scopes     text[],                         -- what it replaces; NULL: the whole layer
    added      bigint,
    changed    bigint,
    removed    bigint,
    unchanged  bigint,
    PRIMARY KEY (run_id, layer)
);

-- Every feature that was refused or changed, and why. Values of personal fields never stand here.
CREATE TABLE meta.issue (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id       int NOT NULL REFERENCES meta.run ON DELETE CASCADE,
    layer        text,
    source_layer text,
    feature_no   bigint,                       -- position in the source layer, from 0
    feature_id   text,
    rule         text NOT NULL,
    severity     text NOT NULL CHECK (severity IN ('info', 'warning', 'error', 'block')),
    action       text NOT NULL CHECK (action IN ('kept', 'changed', 'quarantined', 'refused')),
    field        text,
    reason       text NOT NULL,
    before       text,
    after        text,
    geom_before  geometry,
    geom_after   geometry,
    features     bigint NOT NULL DEFAULT 1,    -- how many it stands for (systematic changes are one row)
    responsible  text NOT NULL
);
CREATE INDEX ON meta.issue (run_id, rule);

-- Read = published + quarantined + out of scope. Areas in m², lengths in m, provincial CRS.
CREATE TABLE meta.tally (
    run_id       int NOT NULL REFERENCES meta.run ON DELETE CASCADE,
    source_layer text NOT NULL,
    layer        text NOT NULL DEFAULT '',     -- '' for features that no layer takes
    outcome      text NOT NULL CHECK (outcome IN ('read', 'staged', 'quarantined', 'out_of_scope')),
    reason       text NOT NULL DEFAULT '',
    features     bigint NOT NULL,
    area_m2      double precision NOT NULL DEFAULT 0,
    length_m     double precision NOT NULL DEFAULT 0,
    PRIMARY KEY (run_id, source_layer, layer, outcome, reason)
);

-- The log. Append-only; the pointer's history is the answer to "what was public on that day".
CREATE TABLE meta.publication (
    id         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL CHECK (kind IN ('publish', 'rollback', 'revert')),
    epoch      int NOT NULL,                   -- where the pointer stood afterwards
    previous   int NOT NULL,                   -- and before
    layers     text[] NOT NULL,
    runs       int[] NOT NULL DEFAULT '{}',
    actor      text NOT NULL,
    note       text,
    at         timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- A release of a layer is the epoch at which a publication changed it.
CREATE TABLE meta.release (
    layer         text NOT NULL,
    epoch         int NOT NULL,
    run_id        int REFERENCES meta.run,
    published_at  timestamptz NOT NULL DEFAULT now(),
    added         bigint NOT NULL,
    changed       bigint NOT NULL,
    removed       bigint NOT NULL,
    feature_count bigint NOT NULL,             -- of the whole layer, all audiences
    withdrawn     boolean NOT NULL DEFAULT false,
    PRIMARY KEY (layer, epoch)
);

-- What each audience saw of a release: counts differ where rows are restricted.
CREATE TABLE meta.release_audience (
    layer         text NOT NULL,
    epoch         int NOT NULL,
    audience      text NOT NULL,               -- rows of this partition, not cumulated
    feature_count bigint NOT NULL,
    storage_bbox  double precision[],          -- min E, min N, max E, max N; provincial CRS
    bbox          double precision[],          -- west, south, east, north; CRS84
    PRIMARY KEY (layer, epoch, audience),
    FOREIGN KEY (layer, epoch) REFERENCES meta.release ON DELETE CASCADE
);

-- Rows of a withdrawn epoch, taken out of data.* before the next publication, with all their values.
CREATE TABLE meta.withdrawn (
    layer        text NOT NULL,
    epoch        int NOT NULL,
    feature_id   text NOT NULL,
    content      jsonb NOT NULL,
    geom         geometry,
    withdrawn_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON meta.withdrawn (layer, epoch);

CREATE FUNCTION meta.forbid_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'meta.% is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meta.publication
    FOR EACH STATEMENT EXECUTE FUNCTION meta.forbid_change();

-- Serving roles get nothing but what sdi/db/roles.py grants; before PostgreSQL 15 anybody could create here.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
