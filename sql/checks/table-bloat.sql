-- Tables, materialized views and their TOAST tables with more dead rows than autovacuum leaves: beyond the number at
-- which it starts (their own settings first, then the server's), or where it is off or that number lies beyond all
-- live rows. With what holds vacuum back, if anything.
-- Left out: partitioned tables (they hold no rows themselves), temporary ones, those of extensions.
-- Dead rows are the counters' estimate. Free space inside a table is not measured: that takes reading it.
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
        pg_catalog.current_setting('autovacuum')::bool
            and pg_catalog.current_setting('track_counts')::bool as autovacuum,
        pg_catalog.current_setting('autovacuum_vacuum_threshold')::float8 as threshold,
        pg_catalog.current_setting('autovacuum_vacuum_scale_factor')::float8 as scale_factor,
        -- From PostgreSQL 18 on; below 0 there is none.
        coalesce(pg_catalog.current_setting('autovacuum_vacuum_max_threshold', true)::float8, -1) as max_threshold,
        pg_catalog.current_setting('block_size')::int8 as block_size
),
vacuumed as materialized (
    -- A login without pg_monitor sees that a vacuum runs and its lock, but not its table.
    select coalesce(v.relid, l.relation) as relid
    from pg_catalog.pg_stat_progress_vacuum as v
    left join pg_catalog.pg_locks as l
        on v.relid is null and l.pid = v.pid and l.mode = 'ShareUpdateExclusiveLock'
    where v.datname = pg_catalog.current_database() and coalesce(v.relid, l.relation) is not null
),
holders as (
    -- Whoever may still read a row that is dead by now. Sessions of other databases don't count, standbys do.
    select
        'session' as kind,
        a.usename::text as name,
        a.xact_start as since,
        greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid)) as transactions
    from pg_catalog.pg_stat_activity as a
    where
        a.datname = pg_catalog.current_database()
        and a.pid <> pg_catalog.pg_backend_pid()
        and a.usename is not null
        and (a.backend_type is null or a.backend_type <> 'walsender')
        and (a.backend_xmin is not null or a.backend_xid is not null)
        -- A vacuum never stands in the way of another.
        and a.pid not in (select v.pid from pg_catalog.pg_stat_progress_vacuum as v)
    union all
    select 'standby', r.application_name, null, pg_catalog.age(r.backend_xmin)
    from pg_catalog.pg_stat_replication as r
    where r.backend_xmin is not null
    union all
    select 'prepared transaction', p.gid, p.prepared, pg_catalog.age(p.transaction)
    from pg_catalog.pg_prepared_xacts as p
    where p.database = pg_catalog.current_database()
    union all
    select 'replication slot', s.slot_name::text, null, pg_catalog.age(s.xmin)
    from pg_catalog.pg_replication_slots as s
    where s.xmin is not null
),
holder as materialized (
    select h.kind, h.name, h.since, h.transactions
    from holders as h
    order by h.transactions desc, h.kind, h.name
    limit 1
),
stores as (
    -- The counters first: without dead rows a TOAST table need not be searched in the catalog.
    select c.oid, c.oid as table_oid, false as is_toast, c.reloptions as options
    from pg_catalog.pg_class as c
    where
        c.relkind in ('r', 'm')
        and c.relnamespace = any ($1::oid[])
        and c.relpersistence <> 't'
        and pg_catalog.pg_stat_get_dead_tuples(c.oid) > 0
    union all
    -- Autovacuum takes the table's settings where the TOAST table has none at all.
    select t.oid, c.oid, true, coalesce(t.reloptions, c.reloptions)
    from pg_catalog.pg_class as c
    join pg_catalog.pg_class as t on t.oid = c.reltoastrelid
    where
        c.relkind in ('r', 'm')
        and c.relnamespace = any ($1::oid[])
        and c.relpersistence <> 't'
        and pg_catalog.pg_stat_get_dead_tuples(c.reltoastrelid) > 0
)
select
    pg_catalog.format('%I.%I', n.nspname, c.relname) as table_name,
    t.is_toast,
    dead.rows as dead_rows,
    live.rows as live_rows,
    -- Since the counters began, VACUUM or ANALYZE has counted the live rows.
    pg_catalog.pg_stat_get_vacuum_count(t.oid) + pg_catalog.pg_stat_get_autovacuum_count(t.oid)
        + pg_catalog.pg_stat_get_analyze_count(t.oid) + pg_catalog.pg_stat_get_autoanalyze_count(t.oid) > 0 as counted,
    -- From PostgreSQL 18 on a table's owner can set it to any number.
    least(greatest(r.reltuples, 0), 1e15::float4)::int8 as planner_rows,
    start.rows::int8 as autovacuum_starts_at,
    case when own.threshold > own.scale_factor * least(greatest(r.reltuples, 0), 1e15::float4)
        then 'autovacuum_vacuum_threshold'
        else 'autovacuum_vacuum_scale_factor'
    end as start_setting,
    case when own.threshold > own.scale_factor * least(greatest(r.reltuples, 0), 1e15::float4)
        then own.own_threshold
        else own.own_scale_factor
    end as setting_is_own,
    s.autovacuum and own.enabled as autovacuum,
    r.relpages * s.block_size as table_bytes,
    case when t.is_toast then 0 else pg_catalog.pg_stat_get_dead_tuples(c.reltoastrelid) end as toast_dead_rows,
    t.oid in (select k.relid from vacuumed as k) or t.table_oid in (select k.relid from vacuumed as k) as being_vacuumed,
    extract(epoch from greatest(
        pg_catalog.pg_stat_get_last_vacuum_time(t.oid),
        pg_catalog.pg_stat_get_last_autovacuum_time(t.oid)
    ))::float8 as last_vacuum,
    h.kind as holder_kind,
    h.name as holder_name,
    extract(epoch from h.since)::float8 as holder_since,
    h.transactions as holder_transactions
from stores as t
join pg_catalog.pg_class as r on r.oid = t.oid
join pg_catalog.pg_class as c on c.oid = t.table_oid
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
cross join settings as s
cross join lateral (select pg_catalog.pg_stat_get_dead_tuples(t.oid) as rows offset 0) as dead
cross join lateral (select pg_catalog.pg_stat_get_live_tuples(t.oid) as rows offset 0) as live
cross join lateral (
    select
        coalesce(bool_and(o.option_value::bool) filter (where o.option_name = 'autovacuum_enabled'), true) as enabled,
        coalesce(
            max(o.option_value::float8) filter (where o.option_name = 'autovacuum_vacuum_threshold'),
            s.threshold
        ) as threshold,
        coalesce(
            max(o.option_value::float8) filter (where o.option_name = 'autovacuum_vacuum_scale_factor'),
            s.scale_factor
        ) as scale_factor,
        coalesce(
            max(o.option_value::float8) filter (where o.option_name = 'autovacuum_vacuum_max_threshold'),
            s.max_threshold
        ) as max_threshold,
        count(*) filter (where o.option_name = 'autovacuum_vacuum_threshold') > 0 as own_threshold,
        count(*) filter (where o.option_name = 'autovacuum_vacuum_scale_factor') > 0 as own_scale_factor
    from pg_catalog.pg_options_to_table(t.options) as o
    where o.option_name like 'autovacuum%'
) as own
cross join lateral (
    select least(
        own.threshold + own.scale_factor * least(greatest(r.reltuples, 0), 1e15::float4),
        case when own.max_threshold >= 0 then own.max_threshold end
    ) as rows
) as start
left join holder as h on true
where
    (
        dead.rows > start.rows
        or not (s.autovacuum and own.enabled)
        or start.rows > greatest(r.reltuples, live.rows)
    )
    and t.table_oid not in (select o.objid from owned as o)
order by dead.rows desc, table_name, t.is_toast
