-- Tables of overlays have other partitions (docs/adr/0012). Their rows are computed: the next publication, or the next
-- start, computes them anew.
DO $$
DECLARE
    place record;
BEGIN
    FOR place IN SELECT id FROM meta.layer WHERE declaration ->> 'overlays_of' IS NOT NULL
    LOOP
        EXECUTE 'DROP TABLE IF EXISTS data.' || quote_ident(place.id) || ' CASCADE';
        EXECUTE 'DROP SEQUENCE IF EXISTS data.' || quote_ident(place.id || '__gid');
        DELETE FROM meta.release WHERE layer = place.id;
        DELETE FROM meta.layer WHERE id = place.id;
    END LOOP;
    DELETE FROM meta.overlay;
END $$;
