-- What is being built, rebuilt or dropped right now. CREATE INDEX and REINDEX keep the table's lock and DROP INDEX
-- the index's over their transactions. Every login sees these locks and the process numbers of builds in progress.
index_builds as materialized (
    select l.relation, l.pid in (select p.pid from pg_catalog.pg_stat_progress_create_index p) as is_build
    from pg_catalog.pg_locks l
    where l.locktype = 'relation'
        and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
        and l.mode = 'ShareUpdateExclusiveLock'
        and l.granted
),
