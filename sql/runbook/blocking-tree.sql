-- Who blocks whom in this database: each session that waits for a lock stands below the session that it waits for.
-- Start with the sessions at the left margin: they wait for nobody. The last two columns hold the statement that cancels
-- what such a session runs, and the one that ends the session. Cancel first; where `cancel` is empty the session runs
-- nothing, and only ending it releases its locks. Both need the session's own role or pg_signal_backend.
-- It only reads. No text of a query is read. Without pg_read_all_stats most columns are empty.
with recursive waiting as materialized (
    select a.pid, pg_catalog.pg_blocking_pids(a.pid) as blocked_by
    from pg_catalog.pg_stat_activity as a
    where
        a.wait_event_type = 'Lock'
        and a.datname = pg_catalog.current_database()
        and a.leader_pid is null
        and a.pid <> pg_catalog.pg_backend_pid()
),
-- A session can wait for several. It stands below one that waits for nobody itself, if there is one.
parents as materialized (
    select
        w.pid,
        (
            select b.pid
            from pg_catalog.unnest(w.blocked_by) as b (pid)
            order by b.pid in (select o.pid from waiting as o), b.pid
            limit 1
        ) as parent
    from waiting as w
),
tree as (
    select distinct p.parent as pid, 0 as depth, array[p.parent] as path
    from parents as p
    where p.parent not in (select w.pid from waiting as w)
    union all
    select p.pid, t.depth + 1, t.path || p.pid
    from tree as t
    join parents as p on p.parent = t.pid
),
locks as materialized (
    select
        l.pid,
        l.mode || ' on ' || coalesce(
            (
                select pg_catalog.format('%I.%I', n.nspname, c.relname)
                from pg_catalog.pg_class as c
                join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
                where
                    c.oid = l.relation
                    and l.database = (
                        select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
                    )
            ),
            l.locktype
        ) as waits_for
    from pg_catalog.pg_locks as l
    where not l.granted
)
select
    pg_catalog.repeat('    ', t.depth) || case
        when t.pid = 0 then 'a prepared transaction: see pg_prepared_xacts'
        else t.pid::text
    end as session,
    a.usename::text as role,
    a.application_name as application,
    a.state,
    pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.state_change) as in_this_state,
    pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.xact_start) as in_transaction,
    (select min(l.waits_for) from locks as l where l.pid = t.pid) as waits_for,
    (select count(*) from tree as b where t.pid = any (b.path) and b.pid <> t.pid) as sessions_behind,
    case
        when a.backend_type = 'client backend' and a.state = 'active'
            then
                pg_catalog.format(
                    'SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = %s AND backend_start = %L;',
                    a.pid, a.backend_start
                )
    end as cancel,
    case
        when a.backend_type = 'client backend'
            then
                pg_catalog.format(
                    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = %s AND backend_start = %L;',
                    a.pid, a.backend_start
                )
    end as terminate
from tree as t
left join pg_catalog.pg_stat_activity as a on a.pid = t.pid
order by t.path;
