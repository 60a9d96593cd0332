-- Indexes that another index of the same table makes superfluous: identical twins, and btree indexes whose
-- columns another btree index begins with. One row for each, with the index that stays.
-- Left out: what must stay (constraints, replica identity, CLUSTER, the only unique one), invalid indexes,
-- indexes attached to a partitioned one (their parent stands for them), temporary and extensions' tables.
with recursive compared_tables as materialized (
    -- Two numbers of each index: only tables with two that begin with the same column are looked at any further.
    select distinct x.indrelid
    from pg_catalog.pg_index x
    where x.indisvalid and x.indisready and x.indislive
    group by x.indrelid, x.indkey[0]
    having count(*) > 1
),
-- include: shared/duplicate-indexes.sql
ranked as (
    select
        c.oid,
        c.kept_oid,
        c.table_oid,
        c.identical,
        c.kept_oid in (select f.conindid from pg_catalog.pg_constraint f) as kept_has_constraint,
        coalesce(m.size_bytes, 0) as size_bytes,
        coalesce(m.scans, 0) as scans,
        row_number() over (order by m.size_bytes desc nulls last, c.oid) as place
    from duplicates c
    left join repeated_sizes m on m.root = c.oid
)
select
    pg_catalog.format('%I.%I', n.nspname, i.relname) as index_name,
    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,
    pg_catalog.format('%I.%I', n.nspname, k.relname) as kept_name,
    r.identical,
    r.kept_has_constraint,
    i.relkind = 'I' as partitioned,
    r.size_bytes,
    coalesce(m.size_bytes, 0) as kept_size_bytes,
    r.scans,
    case
        when r.place <= 200 then
            -- ONLY would make a partitioned index without its partitions' ones.
            pg_catalog.replace(
                pg_catalog.pg_get_indexdef(r.oid),
                pg_catalog.format(' ON ONLY %I.%I ', n.nspname, t.relname),
                pg_catalog.format(' ON %I.%I ', n.nspname, t.relname)
            )
    end as definition
from ranked r
join pg_catalog.pg_class i on i.oid = r.oid
join pg_catalog.pg_class k on k.oid = r.kept_oid
join pg_catalog.pg_class t on t.oid = r.table_oid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
left join repeated_sizes m on m.root = r.kept_oid
order by r.identical desc, r.size_bytes desc, n.nspname, i.relname
