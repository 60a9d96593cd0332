-- The indexes of a plan, each with the partitioned index that it belongs to, its table, and its definition.
-- One row for each. $1 and $2: their schemas and names.
-- Left out: a definition whose expression or condition holds a literal, or what may be one.
with recursive ancestors as (
    select
        c.oid as leaf,
        c.oid,
        c.relispartition
    from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as w (schema_name, name)
    join pg_catalog.pg_namespace as n on n.nspname = w.schema_name
    join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = w.name
    where c.relkind in ('i', 'I')
    union all
    select
        a.leaf,
        p.oid,
        p.relispartition
    from ancestors as a
    join pg_catalog.pg_inherits as h on h.inhrelid = a.oid
    join pg_catalog.pg_class as p on p.oid = h.inhparent
    where a.relispartition
),
roots as (
    select
        a.leaf,
        a.oid as root
    from ancestors as a
    where not a.relispartition
),
table_ancestors as (
    select
        r.leaf,
        t.oid,
        t.relispartition
    from roots as r
    join pg_catalog.pg_index as x on x.indexrelid = r.root
    join pg_catalog.pg_class as t on t.oid = x.indrelid
    union all
    -- An index that one partition alone has is still one of its partitioned table.
    select
        a.leaf,
        p.oid,
        p.relispartition
    from table_ancestors as a
    join pg_catalog.pg_inherits as h on h.inhrelid = a.oid
    join pg_catalog.pg_class as p on p.oid = h.inhparent
    where a.relispartition
)
select
    n.nspname::text as schema_name,
    i.relname::text as name,
    pg_catalog.format('%I.%I', n.nspname, i.relname) as quoted,
    case when r.root <> r.leaf then pg_catalog.format('%I.%I', rn.nspname, ri.relname) end as root,
    pg_catalog.format('%I.%I', tn.nspname, t.relname) as table_name,
    case
        when
            pg_catalog.concat(
                pg_catalog.pg_get_expr(x.indexprs, x.indrelid),
                ' ',
                pg_catalog.pg_get_expr(x.indpred, x.indrelid)
            ) !~ '''|(^|[^[:alnum:]_])[0-9]'
            then
                pg_catalog.replace(
                    pg_catalog.pg_get_indexdef(r.root),
                    pg_catalog.format(' ON ONLY %I.%I ', rtn.nspname, rt.relname),
                    pg_catalog.format(' ON %I.%I ', rtn.nspname, rt.relname)
                )
    end as definition
from roots as r
join pg_catalog.pg_class as i on i.oid = r.leaf
join pg_catalog.pg_namespace as n on n.oid = i.relnamespace
join pg_catalog.pg_class as ri on ri.oid = r.root
join pg_catalog.pg_namespace as rn on rn.oid = ri.relnamespace
join pg_catalog.pg_index as x on x.indexrelid = r.root
join pg_catalog.pg_class as rt on rt.oid = x.indrelid
join pg_catalog.pg_namespace as rtn on rtn.oid = rt.relnamespace
join table_ancestors as ta on ta.leaf = r.leaf and not ta.relispartition
join pg_catalog.pg_class as t on t.oid = ta.oid
join pg_catalog.pg_namespace as tn on tn.oid = t.relnamespace
order by 1, 2
