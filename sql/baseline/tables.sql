-- Rows and size of the tables of a plan, as ANALYZE and VACUUM left them; of partitions, those of the whole partitioned
-- table. One row for each table of the plan. $1 and $2: their schemas and names.
-- Left out: TOAST and indexes; children by inheritance, which are tables of their own.
with recursive ancestors as (
    select
        c.oid as leaf,
        c.oid,
        c.relispartition
    from rows from (pg_catalog.unnest($1::text[]), pg_catalog.unnest($2::text[])) as w (schema_name, name)
    join pg_catalog.pg_namespace as n on n.nspname = w.schema_name
    join pg_catalog.pg_class as c on c.relnamespace = n.oid and c.relname = w.name
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
members as (
    select
        r.root,
        r.root as oid
    from (select distinct o.root from roots as o) as r
    union all
    select
        m.root,
        h.inhrelid
    from members as m
    join pg_catalog.pg_class as c on c.oid = m.oid
    join pg_catalog.pg_inherits as h on h.inhparent = m.oid
    where c.relkind = 'p'
),
sums as (
    select
        m.root,
        sum(
            case
                when c.reltuples < 0 then null
                -- Before PostgreSQL 14 a table that was never looked at seems empty.
                when
                    c.reltuples = 0 and c.relpages = 0
                    and pg_catalog.current_setting('server_version_num')::int4 < 140000
                    then null
                else c.reltuples
            end
        )::float8 as row_count,
        sum(c.relpages)::float8 * pg_catalog.current_setting('block_size')::float8 as bytes
    from members as m
    join pg_catalog.pg_class as c on c.oid = m.oid
    where c.relkind <> 'p'
    group by m.root
)
select
    n.nspname::text as schema_name,
    c.relname::text as name,
    pg_catalog.format('%I.%I', n.nspname, c.relname) as quoted,
    pg_catalog.format('%I.%I', rn.nspname, rc.relname) as root,
    s.row_count,
    coalesce(s.bytes, 0) as bytes
from roots as r
join pg_catalog.pg_class as c on c.oid = r.leaf
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_class as rc on rc.oid = r.root
join pg_catalog.pg_namespace as rn on rn.oid = rc.relnamespace
left join sums as s on s.root = r.root
order by 1, 2
