-- Client sessions of the whole server by role, with the roles' and this database's own limits: max_connections
-- is shared by all databases. Not counted: autovacuum, replication and other background processes.
-- A login without pg_read_all_stats sees how many sessions a role has, but not what they do: those counts are null.
with clients as materialized (
    select a.usesysid, a.datname, a.state, a.wait_event_type
    from pg_catalog.pg_stat_activity as a
    where
        a.backend_type = 'client backend'
        or (a.backend_type is null and a.datid is not null and a.usesysid is not null)
),
seen as (
    select pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'usage') as everything
)
select
    -- A session that is just logging in has no role yet.
    coalesce(r.rolname, c.usesysid::text, '(logging in)')::text as role_name,
    coalesce(r.rolname = current_user, false) as is_ours,
    c.sessions,
    case when s.everything then c.active end as active,
    case when s.everything then c.idle end as idle,
    case when s.everything then c.idle_in_transaction end as idle_in_transaction,
    case when s.everything then c.waiting_for_lock end as waiting_for_lock,
    -- Superusers are never refused for their role's or database's limit.
    case when r.rolsuper then -1 else coalesce(r.rolconnlimit, -1) end as role_limit,
    d.datconnlimit as database_limit,
    (select count(*)::int4 from clients as h where h.datname = pg_catalog.current_database()) as database_sessions
from (
    select
        l.usesysid,
        count(*)::int4 as sessions,
        count(*) filter (where l.state = 'active')::int4 as active,
        count(*) filter (where l.state = 'idle')::int4 as idle,
        count(*) filter (where l.state like 'idle in transaction%')::int4 as idle_in_transaction,
        count(*) filter (where l.wait_event_type = 'Lock')::int4 as waiting_for_lock
    from clients as l
    group by l.usesysid
) as c
cross join seen as s
join pg_catalog.pg_database as d on d.datname = pg_catalog.current_database()
left join pg_catalog.pg_roles as r on r.oid = c.usesysid
order by c.sessions desc, role_name
