-- Which of the relations that a statement names may not be read. One row for each.
-- $1 and $2: schemas (null: whichever the path finds) and names; $3: the path; $4: the role, null for the login.
-- Left out: rights on single columns, and on what is behind a view: they are the view owner's.
select
    pg_catalog.format('%I.%I', n.nspname, c.relname) as quoted,
    pg_catalog.quote_ident(n.nspname) as quoted_schema,
    pg_catalog.has_schema_privilege(r.rolname, n.oid, 'usage') as schema_usable,
    pg_catalog.has_table_privilege(r.rolname, c.oid, 'select') as readable
from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as w (schema_name, name)
join pg_catalog.pg_class as c on c.relname = w.name
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_roles as r on r.rolname = coalesce($4::text, current_user)
where
    c.relkind in ('r', 'p', 'v', 'm', 'f')
    and (n.nspname = w.schema_name or w.schema_name is null and n.nspname = any ($3::text[]))
    and not (
        pg_catalog.has_schema_privilege(r.rolname, n.oid, 'usage')
        and pg_catalog.has_table_privilege(r.rolname, c.oid, 'select')
    )
order by 1
