-- Client sessions of every role that could be declared, with the role's own limit. Roles of the system are left out.
-- Whose session it is can be seen without any privilege; a login without pg_read_all_stats can't tell a client from
-- the few background processes that work in a user's name, so those count too.
with sessions as (
    select a.usesysid, count(*)::int4 as sessions
    from pg_catalog.pg_stat_activity as a
    where a.backend_type = 'client backend' or (a.backend_type is null and a.datid is not null)
    group by a.usesysid
)
select
    r.rolname::text as role_name,
    r.rolcanlogin as can_login,
    r.rolconnlimit as role_limit,
    coalesce(s.sessions, 0) as sessions
from pg_catalog.pg_roles as r
left join sessions as s on s.usesysid = r.oid
where r.rolname !~ '^pg_'
order by role_name
