-- Where each release of a layer comes from, for the catalogue (docs/adr/0029): kind of delivery, forms, CRSs, datum
-- operations. No file names, source layers or people. Numbers of features are told only where the declaration keeps no
-- rows of the layer from the audience: they would count what is hidden.
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
        EXECUTE 'CREATE VIEW ' || place.schema || '.provenance AS
            SELECT release.layer, release.epoch, release.published_at, run.profile, delivery.received_at, came.sources,
                tally.read, tally.published, tally.quarantined
            FROM meta.release JOIN meta.layer ON layer.id = release.layer
            LEFT JOIN meta.run ON run.id = release.run_id
            LEFT JOIN meta.delivery ON delivery.id = run.delivery_id
            CROSS JOIN LATERAL (
                SELECT jsonb_agg(DISTINCT jsonb_build_object(
                    ''form'', known.value -> ''format'', ''crs'', known.value #> ''{crs,source}'',
                    ''operations'', known.value #> ''{crs,operation,codes}'',
                    ''operation_name'', known.value #> ''{crs,operation,name}'',
                    ''operation_accuracy_m'', known.value #> ''{crs,operation,accuracy_m}'')) AS sources
                FROM jsonb_each(run.evidence -> ''layers'') AS known
                WHERE EXISTS (
                    SELECT FROM meta.tally AS part
                    WHERE part.run_id = run.id AND part.source_layer = known.key AND part.layer = release.layer
                      AND part.outcome = ''staged'')
            ) AS came
            CROSS JOIN LATERAL (
                SELECT sum(features) FILTER (WHERE outcome = ''read'')::bigint AS read,
                    coalesce(sum(features) FILTER (WHERE outcome = ''staged''), 0)::bigint AS published,
                    coalesce(sum(features) FILTER (WHERE outcome = ''quarantined''), 0)::bigint AS quarantined
                FROM meta.tally WHERE tally.run_id = release.run_id AND tally.layer = release.layer
                  AND NOT EXISTS (
                    SELECT FROM jsonb_array_elements(layer.declaration -> ''restrict'') AS rule
                    WHERE rule ->> ''visibility'' <> ALL (' || place.sees || '))
            ) AS tally
            WHERE NOT release.withdrawn AND release.epoch <= (SELECT current FROM meta.epoch)
              AND layer.declaration ->> ''visibility'' = ANY (' || place.sees || ')';
    END LOOP;
END $$;
