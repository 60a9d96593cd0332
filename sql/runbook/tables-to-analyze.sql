-- Tables and materialized views that the planner has no statistics of, or old ones: rows that changed since the last
-- ANALYZE are more than twice the number at which autovacuum analyzes. The last column holds the statement for each; it
-- needs the table's owner, or MAINTAIN since PostgreSQL 17. ANALYZE reads a sample and blocks neither reads nor writes.
-- It only reads. After a crash the server has forgotten when it last analyzed a table: then all tables are listed.
select
    pg_catalog.format('%I.%I', n.nspname, c.relname) as table_name,
    greatest(c.reltuples, s.n_live_tup)::int8 as rows,
    s.n_mod_since_analyze as changed_rows,
    greatest(s.last_analyze, s.last_autoanalyze) as last_analyze,
    pg_catalog.format('ANALYZE %I.%I;', n.nspname, c.relname) as analyze_it
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
left join pg_catalog.pg_stat_all_tables as s on s.relid = c.oid
where
    c.relkind in ('r', 'm', 'p')
    and c.relpersistence <> 't'
    and n.nspname not in ('pg_catalog', 'information_schema')
    and n.nspname not like 'pg_toast%'
    and (
        (
            s.last_analyze is null
            and s.last_autoanalyze is null
            -- Nothing counts the rows of a partitioned table until it is analyzed.
            and (c.relkind = 'p' or c.relpages > 0 or s.n_live_tup > 0)
        )
        or s.n_mod_since_analyze > 2 * (
            pg_catalog.current_setting('autovacuum_analyze_threshold')::float8
            + pg_catalog.current_setting('autovacuum_analyze_scale_factor')::float8 * greatest(c.reltuples, 0)
        )
    )
order by s.n_mod_since_analyze desc nulls last, table_name
limit 100;
