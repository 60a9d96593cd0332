-- Two dashboards in one pass over the indexes, and of each one row more that sums what it leaves out.
-- Rows with `tables`: the 50 tables with the most index: how many indexes, their size and the table's own, and how
-- often they were scanned. A partition is a table of its own here.
-- Rows without: the 500 largest indexes, with their scans and what is written to their tables. A partitioned index
-- is one row with the sums of its partitions' ones, which are not listed apart.
-- Sizes are the server's own estimates (relpages). Left out: temporary tables.
with recursive own as materialized (
    select
        x.indexrelid,
        x.indrelid,
        -- As text it is as short as it is: with 40,000 of them this fits in memory.
        i.relname::text as index_name,
        i.relkind,
        i.relpages,
        i.relispartition,
        x.indisunique or x.indisexclusion as is_unique,
        i.relnamespace = any ($1::oid[]) as in_scope
    from pg_catalog.pg_index x
    join pg_catalog.pg_class i on i.oid = x.indexrelid
    where i.relpersistence <> 't'
        -- A partition's index may stand in another schema than the one it belongs to.
        and (i.relnamespace = any ($1::oid[]) or i.relispartition)
),
parts as (
    select o.indexrelid as root, o.indexrelid as part
    from own o
    where o.relkind = 'I' and not o.relispartition
    union all
    select p.root, h.inhrelid
    from parts p
    join pg_catalog.pg_inherits h on h.inhparent = p.part
),
indexes as materialized (
    select o.indexrelid as root, o.relpages::bigint as pages
    from own o
    where o.relkind = 'i' and not o.relispartition
    union all
    select p.root, sum(o.relpages)
    from parts p
    join own o on o.indexrelid = p.part
    group by p.root
),
largest_indexes as materialized (
    select i.root, i.pages from indexes i order by i.pages desc, i.root limit 500
),
use_of_largest as materialized (
    select
        m.root,
        m.pages,
        sum(pg_catalog.pg_stat_get_numscans(o.indexrelid)) as scans,
        sum(
            pg_catalog.pg_stat_get_tuples_inserted(o.indrelid)
            + pg_catalog.pg_stat_get_tuples_updated(o.indrelid)
            + pg_catalog.pg_stat_get_tuples_deleted(o.indrelid)
        ) as table_writes
    from (
        -- What each index is made of; an ordinary one stands for itself.
        select l.root, l.pages, l.root as part from largest_indexes l
        union
        select l.root, l.pages, p.part from largest_indexes l join parts p on p.root = l.root
    ) m
    join own o on o.indexrelid = m.part
    group by m.root, m.pages
),
tables as materialized (
    select o.indrelid, count(*) as indexes, sum(o.relpages) as pages
    from own o
    where o.relkind = 'i' and o.in_scope
    group by o.indrelid
),
largest_tables as materialized (
    select t.indrelid, t.indexes, t.pages from tables t order by t.pages desc, t.indrelid limit 50
),
use_of_tables as materialized (
    select o.indrelid, sum(pg_catalog.pg_stat_get_numscans(o.indexrelid)) as scans
    from largest_tables l
    join own o on o.indrelid = l.indrelid
    group by o.indrelid
),
shown_tables as materialized (
    select t.oid, n.nspname, t.relname, t.relpages, t.reltoastrelid
    from (
        select o.indrelid from use_of_largest u join own o on o.indexrelid = u.root
        union
        select l.indrelid from largest_tables l
    ) s
    join pg_catalog.pg_class t on t.oid = s.indrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
),
listed as (
    select
        pg_catalog.format('%I.%I', t.nspname, t.relname) as table_name,
        null as index_name,
        1::bigint as tables,
        l.indexes,
        l.pages,
        t.relpages::bigint + coalesce(o.relpages, 0) as table_pages,
        u.scans,
        null::numeric as table_writes,
        null::boolean as is_unique
    from largest_tables l
    join use_of_tables u on u.indrelid = l.indrelid
    join shown_tables t on t.oid = l.indrelid
    left join pg_catalog.pg_class o on o.oid = t.reltoastrelid
    union all
    select null, null, count(*), sum(t.indexes)::bigint, sum(t.pages), null, null, null, null
    from tables t
    where t.indrelid not in (select l.indrelid from largest_tables l)
    having count(*) > 0
    union all
    select
        pg_catalog.format('%I.%I', t.nspname, t.relname),
        -- An index is always in its table's schema.
        pg_catalog.format('%I.%I', t.nspname, o.index_name),
        null,
        1,
        u.pages,
        null,
        u.scans,
        u.table_writes,
        o.is_unique
    from use_of_largest u
    join own o on o.indexrelid = u.root
    join shown_tables t on t.oid = o.indrelid
    union all
    select null, null, null, count(*), sum(i.pages), null, null, null, null
    from indexes i
    where i.root not in (select l.root from largest_indexes l)
    having count(*) > 0
)
select
    d.table_name,
    d.index_name,
    d.tables,
    d.indexes,
    d.pages * pg_catalog.current_setting('block_size')::bigint as index_bytes,
    d.table_pages::bigint * pg_catalog.current_setting('block_size')::bigint as table_bytes,
    d.scans,
    d.table_writes,
    d.is_unique
from listed d
order by d.tables is null, d.table_name is null, d.pages desc, d.table_name, d.index_name
