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
    -- The narrowest one of each sequence; a partitioned table is older than its partitions.
    select distinct on (k.sequence_oid) k.sequence_oid, k.table_oid, k.attnum, y.type_limit
    from takers k
    join pg_catalog.pg_attribute a on a.attrelid = k.table_oid and a.attnum = k.attnum
    join integers y on y.oid = a.atttypid
    order by k.sequence_oid, y.type_limit, k.table_oid, k.attnum
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
    (100 * (r.numbers - r.numbers_left) / nullif(r.numbers, 0))::float8 as used_percent
from counts r
join pg_catalog.pg_namespace n on n.oid = r.relnamespace
left join pg_catalog.pg_class t on t.oid = r.table_oid
left join pg_catalog.pg_namespace m on m.oid = t.relnamespace
left join pg_catalog.pg_attribute a on a.attrelid = r.table_oid and a.attnum = r.attnum
where 2 * r.numbers_left <= r.numbers
union all
select pg_catalog.quote_ident(n.nspname), null, count(*), null, null, null, null, null, null, null, null, null, null, null
from readings r
join pg_catalog.pg_namespace n on n.oid = r.relnamespace
where not r.readable
group by n.nspname
order by schema_name, sequence_name
