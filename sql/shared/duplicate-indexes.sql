-- Valid indexes that another valid one of the same table makes superfluous, with the one that stays. This is the one
-- definition of what duplicate-indexes reports. `compared_tables` holds the tables to look at.
owned as materialized (
    select e.objid
    from pg_catalog.pg_depend e
    where e.refclassid = 'pg_catalog.pg_extension'::regclass
        and e.classid = 'pg_catalog.pg_class'::regclass
        and e.deptype = 'e'
),
compared_indexes as materialized (
    select x.*
    from pg_catalog.pg_index x
    -- As an array the tables are looked up one by one.
    where x.indrelid = any (array(select t.indrelid from compared_tables t))
        and x.indisvalid and x.indisready and x.indislive
),
-- include: shared/index-coverage.sql
repeated as materialized (
    select p.oid, p.kept_oid, p.table_oid, p.identical
    from pairs p
    join pg_catalog.pg_class t on t.oid = p.table_oid
    where t.relnamespace = any ($1::oid[])
        and t.relpersistence <> 't'
        and t.oid not in (select o.objid from owned o)
        and p.oid not in (select o.objid from owned o)
),
repeated_leaves as (
    -- The partitions' indexes of a partitioned one; an ordinary index stands for itself.
    select i.oid as root, i.oid, i.relkind, i.relpages
    from (select p.oid from repeated p union select p.kept_oid from repeated p) c
    join pg_catalog.pg_class i on i.oid = c.oid
    union all
    select l.root, i.oid, i.relkind, i.relpages
    from repeated_leaves l
    join pg_catalog.pg_inherits h on h.inhparent = l.oid
    join pg_catalog.pg_class i on i.oid = h.inhrelid
    where l.relkind = 'I'
),
repeated_sizes as materialized (
    select
        l.root,
        sum(l.relpages) * pg_catalog.current_setting('block_size')::bigint as size_bytes,
        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans
    from repeated_leaves l
    where l.relkind = 'i'
    group by l.root
),
duplicates as materialized (
    -- The one that stays is not superfluous itself. One that queries use already is the best, so that an idle one
    -- beside it can go too.
    select distinct on (p.oid) p.oid, p.kept_oid, p.table_oid, p.identical
    from repeated p
    join pg_catalog.pg_class k on k.oid = p.kept_oid
    left join repeated_sizes m on m.root = p.kept_oid
    where p.kept_oid not in (select q.oid from repeated q)
    order by p.oid, p.identical desc, coalesce(m.scans, 0) > 0 desc, k.relnatts, k.relname
),
