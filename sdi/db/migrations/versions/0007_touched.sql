-- Who follows a layer by its changes must hear of some that no version tells of (docs/adr/0018).
CREATE TABLE meta.touched (
    layer      text NOT NULL,
    epoch      int NOT NULL,
    audience   text NOT NULL,                  -- lowest audience that may hear of it
    feature_id text COLLATE "C" NOT NULL,
    withdrawn  boolean NOT NULL,               -- by an epoch that was taken back; else a declaration moved its rows
    PRIMARY KEY (layer, epoch, audience, feature_id)
);

-- Views are made anew where a declaration is not the one that they were made for.
UPDATE meta.layer SET declaration = declaration || '{"views": 0}';
