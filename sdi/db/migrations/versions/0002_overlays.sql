-- Overlays follow the publications: which pairs of layers are computed since when, and by which rules.

CREATE TABLE meta.overlay (
    base  text NOT NULL,
    layer text NOT NULL,
    epoch int NOT NULL,                        -- rows are computed by these rules from this epoch on
    rules jsonb,                               -- what of both declarations decides about rows; NULL: no longer computed
    PRIMARY KEY (base, layer, epoch)
);

-- 'derive': the declarations changed, and what is computed from the data follows.
ALTER TABLE meta.publication DROP CONSTRAINT publication_kind_check;
ALTER TABLE meta.publication ADD CONSTRAINT publication_kind_check
    CHECK (kind IN ('publish', 'rollback', 'revert', 'derive'));
