-- What QGIS looks for when it opens a database: styles and projects. Both are made of the declarations and of what is
-- published (sdi/publish/qgis/store.py) and can be made again at any time.
CREATE TABLE meta.qgis_style (
    audience   text NOT NULL,
    layer      text NOT NULL,
    title      text NOT NULL,
    qml        xml NOT NULL,
    sld        xml NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (audience, layer)
);
CREATE TABLE meta.qgis_project (
    audience   text NOT NULL,
    name       text NOT NULL,
    digest     text NOT NULL,                  -- of what it was made of
    content    bytea NOT NULL,                 -- a .qgz
    updated_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (audience, name)
);

-- QGIS finds layer_styles by the search path and qgis_projects by the schema, with these columns.
DO $$
DECLARE
    place record;
BEGIN
    FOR place IN
        SELECT quote_ident(schema) AS name, quote_literal(schema) AS schema, quote_literal(audience) AS audience FROM (VALUES
            ('pub', 'public'), ('pub_agency', 'agency'), ('pub_internal', 'internal')
        ) AS audience (schema, audience)
    LOOP
        EXECUTE 'CREATE VIEW ' || place.name || '.layer_styles AS
            SELECT row_number() OVER (ORDER BY layer)::int AS id,
                current_database()::varchar AS f_table_catalog, ' || place.schema || '::varchar AS f_table_schema,
                layer::varchar AS f_table_name, ''geom''::varchar AS f_geometry_column, title AS stylename,
                qml AS styleqml, sld AS stylesld, true AS useasdefault, title AS description, ''sdi''::varchar AS owner,
                NULL::xml AS ui, updated_at::timestamp AS update_time, NULL::varchar AS type
            FROM meta.qgis_style WHERE audience = ' || place.audience;
        EXECUTE 'CREATE VIEW ' || place.name || '.qgis_projects AS
            SELECT name, jsonb_build_object(''last_modified_time'', updated_at, ''last_modified_user'', ''sdi'') AS metadata,
                content
            FROM meta.qgis_project WHERE audience = ' || place.audience;
    END LOOP;
END $$;
