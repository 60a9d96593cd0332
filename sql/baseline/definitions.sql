-- What is run though a statement does not say so: the definitions of the views that it names and of those behind them, the
-- row-level policies of their tables and of those that policies read, and what its types' domains check. Each as a SELECT.
-- $1 and $2: schemas (null: whichever the path finds) and names of relations; $3: the path; $4: the role, null for the
-- login; $5: every name that may be a type's; $6: the types' names; $7 and $8: schemas and names of functions.
-- Left out: materialized views, which a query reads as a table.
with recursive seen as (
    select c.oid, r.oid as reader
    from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as w (schema_name, name)
    join pg_catalog.pg_class as c on c.relname = w.name
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    join pg_catalog.pg_roles as r on r.rolname = coalesce($4::text, current_user)
    where
        c.relkind in ('r', 'p', 'v')
        and (n.nspname = w.schema_name or w.schema_name is null and n.nspname = any ($3::text[]))
    union
    select c.oid, behind.reader
    from (
        select s.oid, s.reader, o.relowner
        from seen as s
        join pg_catalog.pg_class as o on o.oid = s.oid
    ) as s
    cross join lateral (
        -- A view reads as its owner, or, when it is declared so, as who reads it.
        select d.refobjid, as_whom.reader
        from pg_catalog.pg_rewrite as w
        join pg_catalog.pg_depend as d on
            d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
            and d.objid = w.oid
            and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        cross join lateral (values (s.reader), (s.relowner)) as as_whom (reader)
        where w.ev_class = s.oid
        union all
        select d.refobjid, s.reader
        from pg_catalog.pg_policy as p
        join pg_catalog.pg_depend as d on
            d.classid = 'pg_catalog.pg_policy'::pg_catalog.regclass
            and d.objid = p.oid
            and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
        where p.polrelid = s.oid and p.polcmd in ('r', '*')
    ) as behind (oid, reader)
    join pg_catalog.pg_class as c on c.oid = behind.oid
    where c.relkind in ('r', 'p', 'v')
),
-- Whoever makes a value of a type makes those within it. The row of a table holds what was checked when it was written,
-- and counts where its type is named alone.
reached as (
    select t.oid, t.typrelid
    from pg_catalog.pg_type as t
    left join pg_catalog.pg_class as c on c.oid = t.typrelid
    where
        t.typname = any ($6::text[])
        or (c.oid is null or c.relkind = 'c')
        and (
            t.typname = any ($5::text[])
            or t.oid in (
                select pg_catalog.unnest(f.proargtypes)
                from rows from (pg_catalog.unnest($7::text[]), pg_catalog.unnest($8::text[])) as w (schema_name, name)
                join pg_catalog.pg_proc as f on f.proname = w.name
            )
        )
    union
    select t.oid, t.typrelid
    from reached as r
    cross join lateral (
        values
        ('pg_catalog.pg_type'::pg_catalog.regclass, r.oid),
        ('pg_catalog.pg_class'::pg_catalog.regclass, r.typrelid)
    ) as holder (classid, objid)
    join pg_catalog.pg_depend as d on d.classid = holder.classid and d.objid = holder.objid
    join pg_catalog.pg_type as t on t.oid = d.refobjid
    where d.refclassid = 'pg_catalog.pg_type'::pg_catalog.regclass
)
select pg_catalog.pg_get_viewdef(s.oid) as definition
from seen as s
join pg_catalog.pg_class as c on c.oid = s.oid
where c.relkind = 'v'
union
select pg_catalog.format('SELECT %s', pg_catalog.pg_get_expr(p.polqual, p.polrelid))
from seen as s
join pg_catalog.pg_class as c on c.oid = s.oid
join pg_catalog.pg_roles as r on r.oid = s.reader
join pg_catalog.pg_policy as p on p.polrelid = s.oid
where
    c.relrowsecurity
    and p.polqual is not null
    and p.polcmd in ('r', '*')
    and not (r.rolsuper or r.rolbypassrls)
    and (c.relforcerowsecurity or not pg_catalog.pg_has_role(s.reader, c.relowner, 'usage'))
    and exists (
        select
        from pg_catalog.unnest(p.polroles) as whom (oid)
        where whom.oid = 0 or pg_catalog.pg_has_role(s.reader, whom.oid, 'usage')
    )
union
select pg_catalog.format('SELECT %s', pg_catalog.pg_get_expr(k.conbin, 0))
from reached as r
join pg_catalog.pg_constraint as k on k.contypid = r.oid
where k.conbin is not null
order by 1
