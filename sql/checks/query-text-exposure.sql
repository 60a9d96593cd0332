-- Which roles may read the statement texts of pg_stat_statements, directly or through its view. One row for each
-- role. Both ways call the function with the reader's own rights, so that right and the schema's decide.
-- Left out: superusers, PostgreSQL's predefined roles.
select
    r.rolname::text as role_name,
    pg_catalog.quote_ident(r.rolname) as quoted_role,
    pg_catalog.has_schema_privilege(r.oid, n.oid, 'usage')
        and pg_catalog.has_function_privilege(r.oid, p.oid, 'execute') as reads_texts,
    pg_catalog.has_table_privilege(r.oid, c.oid, 'select') as reads_view,
    pg_catalog.pg_has_role(r.oid, 'pg_read_all_stats', 'usage') as reads_all_roles,
    pg_catalog.format('%I.%I', n.nspname, c.relname) as view_name,
    pg_catalog.format('%I.%I(%s)', n.nspname, p.proname, pg_catalog.oidvectortypes(p.proargtypes))
        as function_name,
    pg_catalog.pg_get_userbyid(p.proowner)::text as owner_name
from pg_catalog.pg_extension as e
join pg_catalog.pg_namespace as n on n.oid = e.extnamespace
join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = 'pg_stat_statements' and c.relkind = 'v'
join pg_catalog.pg_proc as p on p.pronamespace = n.oid and p.proname = 'pg_stat_statements'
-- Not another's function of that name.
join pg_catalog.pg_depend as d
    on d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
    and d.objid = p.oid
    and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
    and d.refobjid = e.oid
    and d.deptype = 'e'
cross join pg_catalog.pg_roles as r
where
    e.extname = 'pg_stat_statements'
    and not r.rolsuper
    and r.rolname !~ '^pg_'
order by r.rolname
