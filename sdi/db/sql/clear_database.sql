-- Everything that the owner has made in this database and no extension needs.
DO $$
DECLARE
    place record;
BEGIN
    FOR place IN
        SELECT nspname AS name FROM pg_namespace
        WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')
          AND NOT EXISTS (SELECT FROM pg_depend
                          WHERE classid = 'pg_namespace'::regclass AND objid = pg_namespace.oid AND deptype = 'e')
    LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', place.name);
    END LOOP;
    FOR place IN
        SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
          AND NOT EXISTS (SELECT FROM pg_depend
                          WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
    LOOP
        EXECUTE format('DROP TABLE public.%I CASCADE', place.name);
    END LOOP;
    FOR place IN
        SELECT oid::regprocedure AS name FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace
          AND NOT EXISTS (SELECT FROM pg_depend
                          WHERE classid = 'pg_proc'::regclass AND objid = pg_proc.oid AND deptype = 'e')
    LOOP
        EXECUTE format('DROP ROUTINE %s CASCADE', place.name);
    END LOOP;
END $$;
