-- What may do more than read, among the functions, operators and types that a plan or a statement names. One row for each.
-- $1 and $2: schemas (null: whichever the path finds) and names of functions; $3 and $4: of operators; $5: the path;
-- $6: every name that may be a type's; $7: the relations' names.
-- Left out: what no longer shows by a name, such as the comparison inside an index; only superusers make those.
with called as (
    select c.schema_name, c.name
    from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as c (schema_name, name)
),
operated as (
    select o.schema_name, o.name
    from rows from (pg_catalog.unnest($3::text[]), pg_catalog.unnest($4::text[])) as o (schema_name, name)
),
routines as (
    select 'function' as kind, n.nspname, p.proname, p.oid
    from called as c
    join pg_catalog.pg_proc as p on p.proname = c.name
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    where
        p.prokind <> 'p'
        and (n.nspname = c.schema_name or c.schema_name is null and n.nspname = any ($5::text[]))
    union
    -- A function of a row may be written as if it were a column.
    select 'function', n.nspname, p.proname, p.oid
    from pg_catalog.pg_proc as p
    join pg_catalog.pg_namespace as n on n.oid = p.pronamespace
    join pg_catalog.pg_type as t on t.oid = p.proargtypes[0]
    where
        p.proname = any ($6::text[])
        and p.prokind <> 'p'
        and p.pronargs - p.pronargdefaults <= 1
        and (t.typtype in ('c', 'd') or t.typname ~ '^(record$|any)')
        and n.nspname = any ($5::text[])
),
suspects as (
    select r.kind, r.nspname, r.proname as name, r.oid as routine, '{}'::oid[] as types
    from routines as r
    union all
    -- An aggregate is what its parts are.
    select r.kind, r.nspname, r.proname, part.oid, '{}'
    from routines as r
    join pg_catalog.pg_aggregate as a on a.aggfnoid = r.oid
    cross join lateral (
        values
        (a.aggtransfn::oid), (a.aggfinalfn::oid), (a.aggcombinefn::oid), (a.aggserialfn::oid),
        (a.aggdeserialfn::oid), (a.aggmtransfn::oid), (a.aggminvtransfn::oid), (a.aggmfinalfn::oid)
    ) as part (oid)
    union all
    select 'operator', n.nspname, o.oprname, o.oprcode::oid, array[o.oprleft, o.oprright]
    from pg_catalog.pg_operator as o
    join pg_catalog.pg_namespace as n on n.oid = o.oprnamespace
    where
        n.nspname <> 'pg_catalog'
        and exists (
            select
            from operated as w
            where
                w.name = o.oprname
                and (w.schema_name = n.nspname or w.schema_name is null and n.nspname = any ($5::text[]))
        )
    union all
    -- An implicit cast shows by nothing.
    select 'cast', n.nspname, t.typname, c.castfunc, array[c.castsource, c.casttarget]
    from pg_catalog.pg_cast as c
    join pg_catalog.pg_type as t on t.oid = c.casttarget
    join pg_catalog.pg_namespace as n on n.oid = t.typnamespace
    where c.castfunc <> 0 and (c.castcontext = 'i' or t.typname = any ($6::text[]))
)
select distinct
    s.kind,
    s.nspname::text as schema_name,
    s.name::text as name,
    p.proname::text as function_name,
    pn.nspname::text as function_schema,
    pg_catalog.format('%I.%I', pn.nspname, p.proname) as quoted,
    (
        select e.extname::text
        from pg_catalog.pg_depend as d
        join pg_catalog.pg_extension as e on e.oid = d.refobjid
        where
            d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
            and d.objid = p.oid
            and d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
            and d.deptype = 'e'
    ) as extension
from suspects as s
join pg_catalog.pg_proc as p on p.oid = s.routine
join pg_catalog.pg_namespace as pn on pn.oid = p.pronamespace
where
    p.provolatile = 'v'
    -- = is in every query, and an implicit cast may be: of somebody's own type they count where a value of it can be.
    and not exists (
        select
        from pg_catalog.pg_type as t
        where
            t.oid = any (s.types)
            and t.typnamespace <> 'pg_catalog'::pg_catalog.regnamespace
            and t.typname <> all ($6::text[] || $7::text[])
            and not exists (
                select
                from pg_catalog.pg_class as c
                join pg_catalog.pg_attribute as a on a.attrelid = c.oid
                where c.relname = any ($7::text[]) and a.atttypid in (t.oid, t.typarray)
            )
            and not exists (
                select
                from called as c
                join pg_catalog.pg_proc as f on f.proname = c.name
                where f.prorettype in (t.oid, t.typarray)
            )
    )
order by 1, 2, 3, 4, 5
