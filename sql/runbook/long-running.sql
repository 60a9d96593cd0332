-- Client sessions of this database that run a statement or hold a transaction open for a second or more, and prepared
-- transactions: the oldest first. The last two columns hold the statement that cancels what the session runs, and the
-- one that ends the session, or that rolls the prepared transaction back. Cancel first; where `cancel` is empty the
-- session runs nothing. Both need the session's own role or pg_signal_backend.
-- It only reads. No text of a query is read. Without pg_read_all_stats other roles' sessions are missing.
select
    a.pid::text as session,
    a.usename::text as role,
    a.application_name as application,
    a.state,
    case when a.state = 'active'
        then pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.query_start)
    end as statement_runs,
    case when a.state like 'idle in transaction%'
        then pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.state_change)
    end as idle_in_transaction,
    pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - a.xact_start) as in_transaction,
    case when a.state = 'active' then pg_catalog.concat_ws(': ', a.wait_event_type, a.wait_event) end as waits_for,
    case
        when a.state = 'active'
            then
                pg_catalog.format(
                    'SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE pid = %s AND backend_start = %L;',
                    a.pid, a.backend_start
                )
    end as cancel,
    pg_catalog.format(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = %s AND backend_start = %L;',
        a.pid, a.backend_start
    ) as terminate
from pg_catalog.pg_stat_activity as a
where
    a.datname = pg_catalog.current_database()
    and a.pid <> pg_catalog.pg_backend_pid()
    and a.backend_type = 'client backend'
    and a.state <> 'idle'
    and coalesce(a.xact_start, a.query_start) < pg_catalog.clock_timestamp() - interval '1 second'
union all
select
    'a prepared transaction',
    p.owner::text,
    null,
    null,
    null,
    null,
    pg_catalog.date_trunc('second', pg_catalog.clock_timestamp() - p.prepared),
    null,
    null,
    pg_catalog.format('ROLLBACK PREPARED %L;', p.gid)
from pg_catalog.pg_prepared_xacts as p
where p.database = pg_catalog.current_database()
order by in_transaction desc nulls last, session;
