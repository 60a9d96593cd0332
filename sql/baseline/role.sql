-- Whether the login may take on a role. One row; $1: the role's name.
select
    pg_catalog.quote_ident($1::text) as quoted_role,
    pg_catalog.quote_ident(current_user) as login,
    r.oid is not null as is_there,
    coalesce(pg_catalog.pg_has_role(current_user, r.oid, 'member'), false) as is_member
from (select 1 as one) as o
left join pg_catalog.pg_roles as r on r.rolname = $1::text
order by 1
