-- Sequences that have used at least half of their numbers: of what the sequence itself allows or of what the
-- columns that take its values can hold, whichever ends first. And for each schema, how many sequences our
-- login may not read (row with a null sequence).
-- A sequence that was not called yet counts from where it starts. Where RESTART or setval(…, false) moved it, that is
-- seen from PostgreSQL 18 on (sequence-exhaustion.position.sql), before it only once a number is drawn.
-- Left out: sequences that start again (CYCLE), temporary ones, those of extensions, and those with more than
-- 2^53 numbers to come, which last for centuries.
with recursive integers as (
    -- The types that end early, and the domains over them, over such a domain too.
    select
        t.oid,
        case t.oid when 'int2'::regtype then 32767 else 2147483647 end as type_limit
    from pg_catalog.pg_type t
    where t.oid in ('int2'::regtype, 'int4'::regtype)
    union all
    select t.oid, i.type_limit
    from integers i
    join pg_catalog.pg_type t on t.typbasetype = i.oid and t.typtype = 'd'
),
takers as materialized (
    -- Columns that own a sequence (serial, identity) or have it in their default.
    select d.objid as sequence_oid, d.refobjid as table_oid, d.refobjsubid as attnum
    from pg_catalog.pg_depend d
    join pg_catalog.pg_sequence s on s.seqrelid = d.objid
    where d.classid = 'pg_catalog.pg_class'::regclass
        and d.refclassid = 'pg_catalog.pg_class'::regclass
        and d.deptype in ('a', 'i')
        and d.refobjsubid > 0
    union all
    select d.refobjid, a.adrelid, a.adnum
    from pg_catalog.pg_depend d
    join pg_catalog.pg_sequence s on s.seqrelid = d.refobjid
    join pg_catalog.pg_attrdef a on a.oid = d.objid
    where d.classid = 'pg_catalog.pg_attrdef'::regclass
        and d.refclassid = 'pg_catalog.pg_class'::regclass
        -- Not the default's own column.
        and d.refobjsubid = 0
),
columns as materialized (
    -- The narrowest one of each sequence, where its type can be changed: not in a partition or an inheriting table.
    select distinct on (k.sequence_oid) k.sequence_oid, k.table_oid, k.attnum, y.type_limit
    from takers k
    join pg_catalog.pg_attribute a on a.attrelid = k.table_oid and a.attnum = k.attnum
    join integers y on y.oid = a.atttypid
    order by k.sequence_oid, y.type_limit, a.attinhcount > 0, k.table_oid, k.attnum
),
limits as materialized (
    select
        c.oid,
        c.relname,
        c.relnamespace,
        c.relpersistence,
        s.seqincrement > 0 as ascending,
        s.seqincrement::numeric as increment,
        s.seqstart,
        case when s.seqincrement > 0 then s.seqmin else s.seqmax end as first_possible,
        case
            when s.seqincrement > 0 then least(s.seqmax, o.type_limit::bigint)
            else greatest(s.seqmin, -o.type_limit::bigint - 1)
        end as last_possible,
        s.seqtypid,
        o.table_oid,
        o.attnum,
        case
            when s.seqincrement > 0 then o.type_limit::bigint < s.seqmax
            else -o.type_limit::bigint - 1 > s.seqmin
        end as column_ends_first
    from pg_catalog.pg_sequence s
    join pg_catalog.pg_class c on c.oid = s.seqrelid
    left join columns o on o.sequence_oid = s.seqrelid
    where not s.seqcycle
        and c.relnamespace = any ($1::oid[])
        and c.relpersistence <> 't'
        and (
            s.seqincrement > 0 and least(s.seqmax, o.type_limit::bigint) < 9007199254740992
            or s.seqincrement < 0 and greatest(s.seqmin, -o.type_limit::bigint - 1) > -9007199254740992
        )
        and c.oid not in (
            select e.objid
            from pg_catalog.pg_depend e
            where e.refclassid = 'pg_catalog.pg_extension'::regclass
                and e.classid = 'pg_catalog.pg_class'::regclass
                and e.deptype = 'e'
        )
),
readings as materialized (
    -- A standby can't read an unlogged sequence. Nothing is asked that the login has no right to.
    select
        l.*,
        pg_catalog.has_sequence_privilege(l.oid, 'USAGE, SELECT') as readable,
        l.relpersistence = 'u' and pg_catalog.pg_is_in_recovery() as lost,
        case
            when pg_catalog.has_sequence_privilege(l.oid, 'USAGE, SELECT')
                and not (l.relpersistence = 'u' and pg_catalog.pg_is_in_recovery())
                then pg_catalog.pg_sequence_last_value(l.oid::regclass)
        end as last_value
    from limits l
),
positions as (
    select
        r.*,
        coalesce(r.last_value, r.seqstart - r.increment) as before_next
    from readings r
    where r.readable and not r.lost
),
counts as (
    -- How many numbers there are, and how many are to come; a step may be wider than one.
    select
        p.*,
        pg_catalog.floor((p.last_possible - p.first_possible) / p.increment) + 1 as numbers,
        greatest(0, pg_catalog.floor((p.last_possible - p.before_next) / p.increment)) as numbers_left
    from positions p
),
used_up as materialized (
    select c.* from counts c where 2 * c.numbers_left <= c.numbers
),
family as (
    -- A change of a column's type reaches the tables that inherit it.
    select u.table_oid, u.attnum, u.table_oid as member_oid from used_up u where u.table_oid is not null
    union
    select f.table_oid, f.attnum, i.inhrelid
    from family f
    join pg_catalog.pg_inherits i on i.inhparent = f.member_oid
),
users as materialized (
    -- What uses the column, and so keeps PostgreSQL from changing its type.
    select
        f.table_oid,
        f.attnum,
        v.oid as view_oid,
        case when g.attnum is null then d.classid else 'pg_catalog.pg_class'::regclass end as classid,
        coalesce(g.attrelid, d.objid) as objid,
        coalesce(g.attnum, 0)::int4 as objsubid
    from family f
    join pg_catalog.pg_attribute o on o.attrelid = f.table_oid and o.attnum = f.attnum
    join pg_catalog.pg_attribute a on a.attrelid = f.member_oid and a.attname = o.attname
    join pg_catalog.pg_depend d
        on d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid = a.attrelid and d.refobjsubid = a.attnum
    left join pg_catalog.pg_rewrite w on d.classid = 'pg_catalog.pg_rewrite'::regclass and w.oid = d.objid
    left join pg_catalog.pg_class v on v.oid = w.ev_class and v.relkind in ('v', 'm')
    left join pg_catalog.pg_attrdef e on d.classid = 'pg_catalog.pg_attrdef'::regclass and e.oid = d.objid
    -- Of generated columns PostgreSQL 13 and 14 record the column itself, later ones its expression.
    left join pg_catalog.pg_attribute g
        on d.classid in ('pg_catalog.pg_attrdef'::regclass, 'pg_catalog.pg_class'::regclass)
        and g.attrelid = coalesce(e.adrelid, d.objid)
        and g.attnum = coalesce(e.adnum, d.objsubid)
        and g.attgenerated <> ''
        and g.attnum <> a.attnum
    where d.classid in (
            'pg_catalog.pg_rewrite'::regclass,
            'pg_catalog.pg_trigger'::regclass,
            'pg_catalog.pg_policy'::regclass,
            'pg_catalog.pg_proc'::regclass,
            'pg_catalog.pg_publication_rel'::regclass
        )
        or g.attnum is not null
),
views as (
    -- Views of such views as well. Two views may use each other.
    select u.table_oid, u.attnum, u.view_oid from users u where u.view_oid is not null
    union
    select s.table_oid, s.attnum, v.oid
    from views s
    join pg_catalog.pg_depend d
        on d.refclassid = 'pg_catalog.pg_class'::regclass
        and d.refobjid = s.view_oid
        and d.classid = 'pg_catalog.pg_rewrite'::regclass
    join pg_catalog.pg_rewrite w on w.oid = d.objid
    join pg_catalog.pg_class v on v.oid = w.ev_class and v.relkind in ('v', 'm')
)
select
    pg_catalog.quote_ident(n.nspname) as schema_name,
    pg_catalog.format('%I.%I', n.nspname, r.relname) as sequence_name,
    0::bigint as hidden,
    pg_catalog.format_type(r.seqtypid, null) as sequence_type,
    case when t.oid is not null then pg_catalog.format('%I.%I', m.nspname, t.relname) end as table_name,
    pg_catalog.quote_ident(a.attname) as column_name,
    pg_catalog.format_type(a.atttypid, a.atttypmod) as column_type,
    coalesce(r.column_ends_first, false) as column_ends_first,
    r.ascending,
    r.last_value,
    (r.before_next + r.increment)::bigint as next_value,
    r.last_possible,
    r.numbers_left::float8 as numbers_left,
    (100 * (r.numbers - r.numbers_left) / nullif(r.numbers, 0))::float8 as used_percent,
    -- A view comes before what it uses, as far as it is younger.
    array(
        select
            pg_catalog.format(
                case c.relkind when 'm' then 'materialized view %I.%I' else 'view %I.%I' end, k.nspname, c.relname
            )
        from views v
        join pg_catalog.pg_class c on c.oid = v.view_oid
        join pg_catalog.pg_namespace k on k.oid = c.relnamespace
        where v.table_oid = r.table_oid and v.attnum = r.attnum
        order by v.view_oid desc
    ) as column_views,
    array(
        select distinct pg_catalog.pg_describe_object(u.classid, u.objid, u.objsubid)
        from users u
        where u.table_oid = r.table_oid and u.attnum = r.attnum and u.view_oid is null
        order by 1
    ) as column_users,
    exists (
        select 1
        from family f
        join pg_catalog.pg_attribute p on p.attrelid = f.member_oid and p.attname = a.attname
        join pg_catalog.pg_partitioned_table y on y.partrelid = f.member_oid and p.attnum = any (y.partattrs::int2[])
        where f.table_oid = r.table_oid and f.attnum = r.attnum
    ) as in_partition_key
from used_up r
join pg_catalog.pg_namespace n on n.oid = r.relnamespace
left join pg_catalog.pg_class t on t.oid = r.table_oid
left join pg_catalog.pg_namespace m on m.oid = t.relnamespace
left join pg_catalog.pg_attribute a on a.attrelid = r.table_oid and a.attnum = r.attnum
union all
select pg_catalog.quote_ident(n.nspname), null, count(*), null, null, null, null, null, null, null, null, null, null, null, null, null, null
from readings r
join pg_catalog.pg_namespace n on n.oid = r.relnamespace
where not r.readable
group by n.nspname
order by schema_name, sequence_name
