-- The definitions of the views that a statement names, and of those behind them: a plan does not show everything of a view.
-- $1 and $2: schemas (null: whichever the path finds) and names of relations; $3: the path.
-- Left out: materialized views, which a query reads as a table.
with recursive seen as (
    select c.oid
    from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as w (schema_name, name)
    join pg_catalog.pg_class as c on c.relname = w.name
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where
        c.relkind = 'v'
        and (n.nspname = w.schema_name or w.schema_name is null and n.nspname = any ($3::text[]))
    union
    select c.oid
    from seen as s
    join pg_catalog.pg_rewrite as r on r.ev_class = s.oid
    join pg_catalog.pg_depend as d on
        d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
        and d.objid = r.oid
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    join pg_catalog.pg_class as c on c.oid = d.refobjid
    where c.relkind = 'v'
)
select pg_catalog.pg_get_viewdef(s.oid) as definition
from seen as s
order by s.oid
