-- Which messages the server logs for a new session of each role in this database, and where that comes from.
-- The row without a role is for roles without values of their own; other roles are there when they have some.
-- Left out: PostgreSQL's predefined roles. Where the log goes is a fact, not a measure.
with stored as (
    select
        s.setrole as role_oid,
        s.setdatabase <> 0 as is_for_database,
        pg_catalog.split_part(e.entry, '=', 1) as name,
        pg_catalog.substr(e.entry, pg_catalog.strpos(e.entry, '=') + 1) as value
    from pg_catalog.pg_db_role_setting as s
    cross join lateral pg_catalog.unnest(s.setconfig) as e (entry)
    where
        s.setdatabase = 0
        or s.setdatabase = (
            select d.oid from pg_catalog.pg_database as d where d.datname = pg_catalog.current_database()
        )
),
settings as (
    select
        s.name,
        -- What our own session started with is the server's value, unless one is stored for our login.
        case
            when not exists (
                select
                from stored as o
                left join pg_catalog.pg_roles as r on r.oid = o.role_oid
                where o.name = s.name and (o.role_oid = 0 or r.rolname = session_user)
            ) then s.reset_val
        end as server_value
    from pg_catalog.pg_settings as s
    where s.name in ('log_min_messages', 'log_min_error_statement', 'log_destination', 'logging_collector')
),
chosen as materialized (
    -- One value a role and setting, the one for this database first; without a role, everybody's. Joined by what is
    -- equal, for servers with thousands of roles.
    select distinct on (o.role_oid, o.name) o.role_oid, o.name, o.value, o.is_for_database
    from stored as o
    order by o.role_oid, o.name, o.is_for_database desc
),
roles as (
    select 0::pg_catalog.oid as role_oid, null::text as role_name, false as can_login
    union all
    select r.oid, r.rolname::text, r.rolcanlogin
    from pg_catalog.pg_roles as r
    where r.rolname !~ '^pg_'
)
select
    r.role_name,
    pg_catalog.quote_ident(r.role_name) as quoted_role,
    r.can_login,
    s.name as setting,
    coalesce(o.value, e.value, s.server_value) as value,
    case
        when o.value is not null then case when o.is_for_database then 'role in database' else 'role' end
        when e.value is not null then case when e.is_for_database then 'database' else 'all roles' end
        else 'server'
    end as level
from roles as r
cross join settings as s
left join chosen as o on o.role_oid = r.role_oid and o.name = s.name and r.role_oid <> 0
left join chosen as e on e.role_oid = 0 and e.name = s.name
where r.role_oid = 0 or o.role_oid is not null
order by r.role_name nulls first, s.name
