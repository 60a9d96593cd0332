-- Tables of which more has changed since their last ANALYZE than brings autovacuum to analyze them (their own
-- settings first, then the server's), or than would bring it by PostgreSQL's own settings where theirs lie beyond all
-- rows; tables that hold something and were never counted or have no statistics; and partitioned tables, which autovacuum never analyzes: of those the change
-- is the difference between their partitions' rows now and the rows the last ANALYZE counted.
-- After a crash, or an upgrade that brings no statistics along, a table has neither rows nor changes on record. Its size
-- then comes from its file. Whether a counted table has statistics is seen where our role may read the table.
-- Left out: temporary tables, foreign ones, those of extensions; partitioned tables that are partitions themselves,
-- and all of them before PostgreSQL 14, where nothing that we may see tells that one was analyzed.
with recursive owned as materialized (
    select d.objid
    from pg_catalog.pg_depend as d
    where
        d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.deptype = 'e'
),
settings as materialized (
    select
        pg_catalog.current_setting('autovacuum_analyze_threshold')::float8 as threshold,
        pg_catalog.current_setting('autovacuum_analyze_scale_factor')::float8 as scale_factor
),
partitions as (
    select c.oid as root, c.oid, c.relkind, 0::float8 as rows
    from pg_catalog.pg_partitioned_table as t
    join pg_catalog.pg_class as c on c.oid = t.partrelid
    where
        not c.relispartition
        and c.relnamespace = any ($1::oid[])
        and pg_catalog.current_setting('server_version_num')::int4 >= 140000
    union all
    select
        p.root,
        c.oid,
        c.relkind,
        case when c.relkind = 'p'
            then 0
            else greatest(least(c.reltuples, 1e15::float4), pg_catalog.pg_stat_get_live_tuples(c.oid), 0)
        end
    from partitions as p
    join pg_catalog.pg_inherits as h on h.inhparent = p.oid
    join pg_catalog.pg_class as c on c.oid = h.inhrelid
    where p.relkind = 'p'
),
parents as (
    select
        c.oid,
        sum(p.rows) as rows,
        s.threshold + s.scale_factor * greatest(least(c.reltuples, 1e15::float4), 0) as trigger,
        pg_catalog.abs(sum(p.rows) - greatest(least(c.reltuples, 1e15::float4), 0)) as changed
    from partitions as p
    join pg_catalog.pg_class as c on c.oid = p.root
    cross join settings as s
    group by c.oid, c.reltuples, s.threshold, s.scale_factor
),
tables as (
    select
        c.oid,
        -- From PostgreSQL 18 on a table's owner can set reltuples to any number.
        greatest(least(c.reltuples, 1e15::float4), pg_catalog.pg_stat_get_live_tuples(c.oid), 0) as rows,
        own.threshold + own.scale_factor * greatest(least(c.reltuples, 1e15::float4), 0) as trigger,
        counters.changed::float8 as changed,
        own.threshold > own.scale_factor * greatest(least(c.reltuples, 1e15::float4), 0) as by_threshold,
        own.own_threshold,
        own.own_scale_factor,
        -- Before 14 a table without rows looks like one that was never counted. Sizes are read of no other table,
        -- because that opens it: it waits for whoever changes it, and costs more blocks than all else here. Where the
        -- counters know of a VACUUM or ANALYZE, the table was empty then, and they count what came since.
        case
            when c.reltuples <= 0
                and c.relpages = 0
                and counters.changed = 0
                and pg_catalog.pg_stat_get_last_analyze_time(c.oid) is null
                and pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid) is null
                and pg_catalog.pg_stat_get_last_vacuum_time(c.oid) is null
                and pg_catalog.pg_stat_get_last_autovacuum_time(c.oid) is null
                then pg_catalog.pg_relation_size(c.oid)
        end as uncounted_bytes,
        c.reltuples > 0
            and pg_catalog.pg_stat_get_last_analyze_time(c.oid) is null
            and pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid) is null
            and pg_catalog.has_table_privilege(c.oid, 'SELECT')
            and not exists (
                select
                from pg_catalog.pg_stats as p
                join pg_catalog.pg_namespace as m on m.nspname = p.schemaname
                where m.oid = c.relnamespace and p.tablename = c.relname
            ) as lacks_statistics
    from pg_catalog.pg_class as c
    cross join settings as s
    cross join lateral (select pg_catalog.pg_stat_get_mod_since_analyze(c.oid) as changed offset 0) as counters
    cross join lateral (
        select
            coalesce(
                max(o.option_value::float8) filter (where o.option_name = 'autovacuum_analyze_threshold'),
                s.threshold
            ) as threshold,
            coalesce(
                max(o.option_value::float8) filter (where o.option_name = 'autovacuum_analyze_scale_factor'),
                s.scale_factor
            ) as scale_factor,
            count(*) filter (where o.option_name = 'autovacuum_analyze_threshold') > 0 as own_threshold,
            count(*) filter (where o.option_name = 'autovacuum_analyze_scale_factor') > 0 as own_scale_factor
        from pg_catalog.pg_options_to_table(c.reloptions) as o
        where o.option_name like 'autovacuum%'
    ) as own
    where
        c.relkind in ('r', 'm')
        and c.relnamespace = any ($1::oid[])
        and c.relpersistence <> 't'
)
select
    pg_catalog.format('%I.%I', n.nspname, c.relname) as table_name,
    c.relkind = 'p' as is_partitioned,
    t.rows::int8 as rows,
    t.changed::int8 as changed_rows,
    t.trigger::int8 as analyze_trigger,
    case when t.by_threshold
        then 'autovacuum_analyze_threshold' else 'autovacuum_analyze_scale_factor'
    end as analyze_setting,
    case when t.by_threshold then t.own_threshold else t.own_scale_factor end as setting_is_own,
    t.uncounted_bytes,
    t.lacks_statistics,
    -- No VACUUM or ANALYZE has ever counted it: certain from PostgreSQL 14 on, and no crash takes it away.
    c.reltuples < 0 as never_counted,
    not coalesce(
        (
            select bool_and(o.option_value::bool)
            from pg_catalog.pg_options_to_table(c.reloptions) as o
            where o.option_name = 'autovacuum_enabled'
        ),
        true
    ) as autovacuum_off,
    extract(epoch from greatest(
        pg_catalog.pg_stat_get_last_analyze_time(c.oid),
        pg_catalog.pg_stat_get_last_autoanalyze_time(c.oid)
    ))::float8 as last_analyze
from (
    select u.*
    from tables as u
    where
        u.changed > u.trigger
        or (u.trigger > u.rows and u.changed > 50 + 0.1 * u.rows)
        or u.uncounted_bytes > 0
        or u.lacks_statistics
    union all
    select p.oid, p.rows, p.trigger, p.changed, false, false, false, null, false
    from parents as p
    where p.changed > p.trigger
) as t
join pg_catalog.pg_class as c on c.oid = t.oid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    c.oid not in (select o.objid from owned as o)
order by t.changed desc, table_name
