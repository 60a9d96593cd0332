-- The same as windows.sql for a login that may not list the WAL directory: a promotion is seen by the
-- timeline's number, its time is not.
select
    extract(epoch from (select d.stats_reset from pg_catalog.pg_stat_database as d where d.datname = pg_catalog.current_database())) * 1000
        as database_reset_ms,
    extract(epoch from (select a.stats_reset from pg_catalog.pg_stat_archiver as a)) * 1000 as archiver_reset_ms,
    extract(epoch from (select b.stats_reset from pg_catalog.pg_stat_bgwriter as b)) * 1000 as bgwriter_reset_ms,
    case
        when pg_catalog.pg_is_in_recovery() then null
        else pg_catalog.substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8)
    end as timeline,
    null::float8 as promoted_ms
order by 1
