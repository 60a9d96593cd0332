-- What autovacuum does: the server's switches, the workers at work, and the tables that matter to it.
-- One row a table: those past the number at which autovacuum comes (their own settings first), those where it is off
-- and something changed, those where that number lies beyond all live rows although PostgreSQL's own settings would
-- have brought it, and the 20 with the most dead rows for the dashboard. The switches stand in every row, and
-- alone in one when there is no table. Left out: partitioned and temporary tables, those of extensions.
-- PostgreSQL 18 counts only the not yet frozen part of a table for the insert trigger; here it is the whole table.
with owned as materialized (
    select d.objid
    from pg_catalog.pg_depend as d
    where
        d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
        and d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
        and d.deptype = 'e'
),
settings as materialized (
    select
        pg_catalog.current_setting('autovacuum')::bool as autovacuum,
        pg_catalog.current_setting('track_counts')::bool as track_counts,
        pg_catalog.current_setting('autovacuum_max_workers')::int4 as workers,
        (
            select count(*)::int4
            from pg_catalog.pg_stat_activity as a
            where a.backend_type = 'autovacuum worker'
        ) as workers_busy,
        pg_catalog.current_setting('autovacuum_vacuum_threshold')::float8 as vacuum_threshold,
        pg_catalog.current_setting('autovacuum_vacuum_scale_factor')::float8 as vacuum_scale_factor,
        -- From PostgreSQL 18 on; below 0 there is none.
        coalesce(pg_catalog.current_setting('autovacuum_vacuum_max_threshold', true)::float8, -1) as vacuum_max_threshold,
        pg_catalog.current_setting('autovacuum_vacuum_insert_threshold')::float8 as insert_threshold,
        pg_catalog.current_setting('autovacuum_vacuum_insert_scale_factor')::float8 as insert_scale_factor,
        pg_catalog.current_setting('autovacuum_analyze_threshold')::float8 as analyze_threshold,
        pg_catalog.current_setting('autovacuum_analyze_scale_factor')::float8 as analyze_scale_factor
),
vacuumed as materialized (
    -- A login without pg_monitor sees that a vacuum runs and its lock, but not its table.
    select coalesce(v.relid, l.relation) as relid
    from pg_catalog.pg_stat_progress_vacuum as v
    left join pg_catalog.pg_locks as l
        on v.relid is null and l.pid = v.pid and l.mode = 'ShareUpdateExclusiveLock'
    where v.datname = pg_catalog.current_database() and coalesce(v.relid, l.relation) is not null
),
triggers as (
    select
        c.oid,
        -- From PostgreSQL 18 on a table's owner can set it to any number.
        least(greatest(c.reltuples, 0), 1e15::float4) as planner_rows,
        own.enabled,
        counters.dead,
        counters.inserted,
        counters.changed,
        least(
            own.vacuum_threshold + own.vacuum_scale_factor * least(greatest(c.reltuples, 0), 1e15::float4),
            case when own.vacuum_max_threshold >= 0 then own.vacuum_max_threshold end
        ) as vacuum_trigger,
        -- Below 0 inserts alone never bring a vacuum.
        case when own.insert_threshold >= 0
            then own.insert_threshold + own.insert_scale_factor * least(greatest(c.reltuples, 0), 1e15::float4)
        end as insert_trigger,
        own.analyze_threshold + own.analyze_scale_factor * least(greatest(c.reltuples, 0), 1e15::float4) as analyze_trigger,
        -- What makes up most of each number, and whether the table has set it.
        own.vacuum_threshold > own.vacuum_scale_factor * least(greatest(c.reltuples, 0), 1e15::float4) as vacuum_by_threshold,
        own.analyze_threshold > own.analyze_scale_factor * least(greatest(c.reltuples, 0), 1e15::float4) as analyze_by_threshold,
        own.names
    from pg_catalog.pg_class as c
    cross join settings as s
    cross join lateral (
        select
            pg_catalog.pg_stat_get_dead_tuples(c.oid) as dead,
            pg_catalog.pg_stat_get_ins_since_vacuum(c.oid) as inserted,
            pg_catalog.pg_stat_get_mod_since_analyze(c.oid) as changed
        offset 0
    ) as counters
    cross join lateral (
        select
            coalesce(bool_and(o.value::bool) filter (where o.name = 'autovacuum_enabled'), true) as enabled,
            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_threshold'), s.vacuum_threshold)
                as vacuum_threshold,
            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_scale_factor'), s.vacuum_scale_factor)
                as vacuum_scale_factor,
            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_max_threshold'), s.vacuum_max_threshold)
                as vacuum_max_threshold,
            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_insert_threshold'), s.insert_threshold)
                as insert_threshold,
            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_vacuum_insert_scale_factor'), s.insert_scale_factor)
                as insert_scale_factor,
            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_analyze_threshold'), s.analyze_threshold)
                as analyze_threshold,
            coalesce(max(o.value::float8) filter (where o.name = 'autovacuum_analyze_scale_factor'), s.analyze_scale_factor)
                as analyze_scale_factor,
            coalesce(pg_catalog.array_agg(o.name), '{}') as names
        from (
            select p.option_name as name, p.option_value as value
            from pg_catalog.pg_options_to_table(c.reloptions) as p
            where p.option_name like 'autovacuum%'
        ) as o
    ) as own
    where
        c.relkind in ('r', 'm')
        and c.relnamespace = any ($1::oid[])
        and c.relpersistence <> 't'
        and c.oid not in (select o.objid from owned as o)
),
ranked as (
    select t.*, row_number() over (order by t.dead desc, t.planner_rows desc, t.oid) as place
    from triggers as t
)
select
    s.autovacuum,
    s.track_counts,
    s.workers,
    s.workers_busy,
    case when t.oid is not null then pg_catalog.format('%I.%I', named.nspname, named.relname) end as table_name,
    named.relkind = 'm' as is_materialized_view,
    t.enabled,
    t.place <= 20 as on_dashboard,
    pg_catalog.pg_stat_get_live_tuples(t.oid) as live_rows,
    t.planner_rows::int8 as planner_rows,
    t.dead as dead_rows,
    t.inserted as inserted_rows,
    t.changed as changed_rows,
    t.vacuum_trigger::int8 as vacuum_trigger,
    t.insert_trigger::int8 as insert_trigger,
    t.analyze_trigger::int8 as analyze_trigger,
    case when t.vacuum_by_threshold
        then 'autovacuum_vacuum_threshold' else 'autovacuum_vacuum_scale_factor'
    end as vacuum_setting,
    case when t.vacuum_by_threshold
        then 'autovacuum_vacuum_threshold' = any (t.names)
        else 'autovacuum_vacuum_scale_factor' = any (t.names)
    end as vacuum_setting_is_own,
    case when t.analyze_by_threshold
        then 'autovacuum_analyze_threshold' else 'autovacuum_analyze_scale_factor'
    end as analyze_setting,
    case when t.analyze_by_threshold
        then 'autovacuum_analyze_threshold' = any (t.names)
        else 'autovacuum_analyze_scale_factor' = any (t.names)
    end as analyze_setting_is_own,
    coalesce(t.oid in (select k.relid from vacuumed as k), false) as being_vacuumed,
    extract(epoch from pg_catalog.pg_stat_get_last_vacuum_time(t.oid))::float8 as last_manual_vacuum,
    extract(epoch from pg_catalog.pg_stat_get_last_autovacuum_time(t.oid))::float8 as last_autovacuum,
    pg_catalog.pg_stat_get_autovacuum_count(t.oid) as autovacuums,
    extract(epoch from pg_catalog.pg_stat_get_last_analyze_time(t.oid))::float8 as last_manual_analyze,
    extract(epoch from pg_catalog.pg_stat_get_last_autoanalyze_time(t.oid))::float8 as last_autoanalyze,
    pg_catalog.pg_stat_get_autoanalyze_count(t.oid) as autoanalyzes
from settings as s
left join (
    select r.*
    from ranked as r
    where
        r.place <= 20
        or r.dead > r.vacuum_trigger
        or r.inserted > r.insert_trigger
        or r.changed > r.analyze_trigger
        or (not r.enabled and r.dead + r.inserted + r.changed > 0)
        or (r.vacuum_trigger > r.planner_rows and r.dead > 50 + 0.2 * r.planner_rows)
        or (r.analyze_trigger > r.planner_rows and r.changed > 50 + 0.1 * r.planner_rows)
) as t on true
left join lateral (
    -- One look-up a table that comes back, not a walk over them all.
    select c.relname, c.relkind, n.nspname
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where c.oid = t.oid
    offset 0
) as named on true
order by t.place
