-- Sessions of this database that wait for a lock, and the sessions they wait for: one row each, with who blocks whom.
-- No text of a query is read. How long a session has waited is told by pg_locks from PostgreSQL 14 on; before that it
-- is at most as long as its query has run. A prepared transaction that blocks has the process id 0 and no row.
-- Left out: this session, and parallel workers, whose leader waits for them.
with waiting as materialized (
    select a.pid, pg_catalog.pg_blocking_pids(a.pid) as blocked_by
    from pg_catalog.pg_stat_activity as a
    where
        a.wait_event_type = 'Lock'
        and a.datname = pg_catalog.current_database()
        and a.leader_pid is null
        and a.pid <> pg_catalog.pg_backend_pid()
),
locks as materialized (
    select
        l.pid,
        l.granted,
        l.locktype,
        l.mode,
        case when l.database = d.oid then l.relation end as relation,
        (pg_catalog.to_jsonb(l) ->> 'waitstart')::timestamptz as wait_start
    from pg_catalog.pg_locks as l
    join pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()
    -- Who waits for a row holds a lock on that row's place in the queue: it tells the table.
    where l.pid in (select w.pid from waiting as w) and (not l.granted or l.locktype = 'tuple')
),
sessions as (
    select w.pid from waiting as w
    union
    select b.pid
    from waiting as w
    cross join lateral pg_catalog.unnest(w.blocked_by) as b (pid)
)
select
    a.pid,
    coalesce(w.blocked_by, '{}') as blocked_by,
    a.usename::text as role_name,
    a.application_name as application,
    a.backend_type,
    a.state,
    extract(epoch from pg_catalog.statement_timestamp() - a.state_change)::float8 as state_s,
    extract(epoch from pg_catalog.statement_timestamp() - a.xact_start)::float8 as transaction_s,
    extract(
        epoch from pg_catalog.statement_timestamp() - case
            when pg_catalog.current_setting('server_version_num')::int4 >= 140000 then waited.wait_start
            else a.query_start
        end
    )::float8 as waiting_s,
    waited.locktype as lock_type,
    waited.mode as lock_mode,
    (
        select pg_catalog.format('%I.%I', n.nspname, c.relname)
        from pg_catalog.pg_class as c
        join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
        where c.oid = coalesce(
            waited.relation,
            (select max(t.relation) from locks as t where t.pid = a.pid and t.granted)
        )
    ) as relation_name,
    pg_catalog.to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as backend_start
from sessions as s
join pg_catalog.pg_stat_activity as a on a.pid = s.pid
left join waiting as w on w.pid = a.pid
left join lateral (
    select l.locktype, l.mode, l.relation, l.wait_start
    from locks as l
    where l.pid = a.pid and not l.granted
    order by l.wait_start
    limit 1
) as waited on true
order by a.pid
