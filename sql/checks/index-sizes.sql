-- The 50 tables with the most index, and one row that sums the others: how many indexes, their size and the
-- table's own, and how often the indexes of each of the 50 were scanned.
-- Sizes are the server's own estimates (relpages); a partition is a table of its own. Left out: temporary
-- tables.
with tables as materialized (
    select x.indrelid, count(*) as indexes, sum(i.relpages) as index_pages
    from pg_catalog.pg_index x
    join pg_catalog.pg_class i on i.oid = x.indexrelid
    where i.relkind = 'i'
        and i.relnamespace = any ($1::oid[])
        and i.relpersistence <> 't'
    group by x.indrelid
),
largest as materialized (
    select s.* from tables s order by s.index_pages desc, s.indrelid limit 50
),
listed as (
    select
        pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,
        1::bigint as tables,
        l.indexes,
        l.index_pages,
        t.relpages + coalesce(o.relpages, 0) as table_pages,
        (
            select sum(pg_catalog.pg_stat_get_numscans(x.indexrelid))
            from pg_catalog.pg_index x
            where x.indrelid = l.indrelid
        ) as scans
    from largest l
    join pg_catalog.pg_class t on t.oid = l.indrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    left join pg_catalog.pg_class o on o.oid = t.reltoastrelid
    union all
    select null, count(*), sum(s.indexes)::bigint, sum(s.index_pages), null, null
    from tables s
    where s.indrelid not in (select l.indrelid from largest l)
    having count(*) > 0
)
select
    d.table_name,
    d.tables,
    d.indexes,
    d.index_pages * pg_catalog.current_setting('block_size')::bigint as index_bytes,
    d.table_pages::bigint * pg_catalog.current_setting('block_size')::bigint as table_bytes,
    d.scans
from listed d
order by d.table_name is null, d.index_pages desc, d.table_name
