-- What an epoch affects; what was computed for it; what stands there, and in which row of a partition.
DROP TABLE IF EXISTS pg_temp.affected, pg_temp.fresh, pg_temp.standing;
CREATE TEMP TABLE affected (feature_id text COLLATE "C", audience text, geom geometry) ON COMMIT DROP;
CREATE TEMP TABLE fresh ON COMMIT DROP AS SELECT {columns}, 0 AS readers FROM {table} WITH NO DATA;
CREATE TEMP TABLE standing (
    place tid, gid bigint, audience text, held int, kept int, shown int, fresh tid
) ON COMMIT DROP
