-- Client sessions of this database that run a statement or hold a transaction open, and prepared transactions.
-- No text of a query is read. Left out: this session, replication, autovacuum and other background processes,
-- parallel workers (their leader stands for them), VACUUM and indexes built CONCURRENTLY, which are long by nature,
-- and what began less than a second ago. State `disabled`: track_activities is off, and nothing tells what it does.
with expected as (
    select v.pid from pg_catalog.pg_stat_progress_vacuum as v
    union
    select i.pid from pg_catalog.pg_stat_progress_create_index as i where i.command like '%CONCURRENTLY'
)
select
    'session' as kind,
    a.pid,
    coalesce(a.usename::text, 'a role that was dropped') as name,
    a.application_name as application,
    a.state,
    case when a.state = 'active'
        then extract(epoch from pg_catalog.statement_timestamp() - a.query_start)
    end::float8 as query_s,
    case when a.state = 'active' and a.wait_event_type is not null
        then pg_catalog.concat_ws(': ', a.wait_event_type, a.wait_event)
    end as waits_for,
    case when a.state like 'idle in transaction%'
        then extract(epoch from pg_catalog.statement_timestamp() - a.state_change)
    end::float8 as idle_s,
    extract(epoch from pg_catalog.statement_timestamp() - a.xact_start)::float8 as transaction_s,
    -- While it holds one of these, vacuum can't remove what died since.
    coalesce(a.backend_xmin, a.backend_xid) is not null as holds_vacuum_back,
    pg_catalog.to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') || '+00' as backend_start,
    null as quoted_name
from pg_catalog.pg_stat_activity as a
where
    a.datname = pg_catalog.current_database()
    and a.pid <> pg_catalog.pg_backend_pid()
    and a.backend_type = 'client backend'
    and (
        a.state = 'disabled'
        or (
            a.state <> 'idle'
            and coalesce(a.xact_start, a.query_start) < pg_catalog.statement_timestamp() - interval '1 second'
        )
    )
    and a.pid not in (select e.pid from expected as e)
union all
select
    'prepared transaction',
    0,
    p.gid,
    p.owner::text,
    null,
    null,
    null,
    null,
    extract(epoch from pg_catalog.statement_timestamp() - p.prepared)::float8,
    true,
    null,
    pg_catalog.quote_literal(p.gid)
from pg_catalog.pg_prepared_xacts as p
where p.database = pg_catalog.current_database()
order by kind, transaction_s desc, pid, name
