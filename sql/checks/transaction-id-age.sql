-- How old the oldest transaction id and multixact are that each database still holds, template databases too;
-- when one is past the server's own freezing age, also this database's five oldest tables and what keeps
-- vacuum from freezing: the oldest session, prepared transaction and replication slot.
with databases as materialized (
    select
        d.oid,
        d.datname,
        pg_catalog.age(d.datfrozenxid) as xid_age,
        pg_catalog.mxid_age(d.datminmxid) as multixact_age,
        pg_catalog.current_setting('autovacuum_freeze_max_age')::bigint as xid_freeze_age,
        pg_catalog.current_setting('autovacuum_multixact_freeze_max_age')::bigint as multixact_freeze_age
    from pg_catalog.pg_database d
),
old as materialized (
    select
        coalesce(pg_catalog.bool_or(d.xid_age > d.xid_freeze_age or d.multixact_age > d.multixact_freeze_age), false) as anywhere,
        coalesce(pg_catalog.bool_or(
            (d.xid_age > d.xid_freeze_age or d.multixact_age > d.multixact_freeze_age)
            and d.datname = pg_catalog.current_database()
        ), false) as here
    from databases d
),
tables as (
    select
        pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
        pg_catalog.age(c.relfrozenxid) as xid_age,
        pg_catalog.mxid_age(c.relminmxid) as multixact_age,
        c.relpersistence = 't' as is_temporary
    from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm', 't')
        and c.relfrozenxid <> '0'::xid
        and (select o.here from old o)
    order by greatest(pg_catalog.age(c.relfrozenxid), pg_catalog.mxid_age(c.relminmxid)) desc, c.oid
    limit 5
),
holders as (
    (
        select
            case a.backend_type when 'walsender' then 'standby' else 'session' end as kind,
            a.pid::text as name,
            pg_catalog.to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as backend_start,
            greatest(pg_catalog.age(a.backend_xmin), pg_catalog.age(a.backend_xid)) as xid_age
        from pg_catalog.pg_stat_activity a
        where (a.backend_xmin is not null or a.backend_xid is not null)
            and a.pid <> pg_catalog.pg_backend_pid()
            -- A vacuum never stands in the way of another, and one that freezes must go on.
            and coalesce(a.leader_pid, a.pid) not in (select v.pid from pg_catalog.pg_stat_progress_vacuum v)
            and (select o.anywhere from old o)
        order by 4 desc nulls last, 2
        limit 1
    )
    union all
    (
        select 'prepared transaction', pg_catalog.quote_literal(p.gid), null, pg_catalog.age(p.transaction)
        from pg_catalog.pg_prepared_xacts p
        where (select o.anywhere from old o)
        order by 4 desc, 2
        limit 1
    )
    union all
    (
        select
            case when s.active then 'replication slot in use' else 'replication slot' end,
            pg_catalog.quote_literal(s.slot_name),
            null,
            greatest(pg_catalog.age(s.xmin), pg_catalog.age(s.catalog_xmin))
        from pg_catalog.pg_replication_slots s
        where (s.xmin is not null or s.catalog_xmin is not null)
            and (select o.anywhere from old o)
        order by 4 desc nulls last, 2
        limit 1
    )
)
select
    'database' as kind,
    pg_catalog.quote_ident(d.datname) as name,
    null as backend_start,
    d.datname = pg_catalog.current_database() as is_here,
    d.xid_age,
    d.multixact_age,
    d.xid_freeze_age,
    d.multixact_freeze_age
from databases d
union all
select case when t.is_temporary then 'temporary table' else 'table' end, t.name, null, true, t.xid_age, t.multixact_age, null, null
from tables t
union all
select h.kind, h.name, h.backend_start, null, h.xid_age, null, null, null
from holders h
order by 1, 5 desc, 2
