-- Indexes that no query has scanned since the counters began, with what they cost.
-- A partitioned index is one row with the scans and sizes of all its partitions' ones.
-- Left out: what does more than speed up reads (unique, constraints, replica identity, CLUSTER), the only index
-- that supports a foreign key, one that takes over when a duplicate of it is dropped, invalid ones,
-- those of extensions and of temporary tables, and those below 12 pages (96 kB).
with recursive owned as materialized (
    select e.objid
    from pg_catalog.pg_depend e
    where e.refclassid = 'pg_catalog.pg_extension'::regclass
        and e.classid = 'pg_catalog.pg_class'::regclass
        and e.deptype = 'e'
),
leaves as (
    -- The partitions' indexes of a partitioned one; an ordinary index stands for itself.
    select i.oid as root, i.oid, i.relkind, i.relpages, null::oid as partition
    from pg_catalog.pg_class i
    where i.relnamespace = any ($1::oid[])
        and i.relpersistence <> 't'
        and not i.relispartition
        and (i.relkind = 'I' or i.relkind = 'i' and i.relpages >= 12 and pg_catalog.pg_stat_get_numscans(i.oid) = 0)
    union all
    select l.root, i.oid, i.relkind, i.relpages, x.indrelid
    from leaves l
    join pg_catalog.pg_inherits h on h.inhparent = l.oid
    join pg_catalog.pg_class i on i.oid = h.inhrelid
    join pg_catalog.pg_index x on x.indexrelid = h.inhrelid
    where l.relkind = 'I'
),
idle as materialized (
    select
        l.root,
        sum(l.relpages) as pages,
        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans,
        sum(
            pg_catalog.pg_stat_get_tuples_inserted(l.partition)
            + pg_catalog.pg_stat_get_tuples_updated(l.partition)
            + pg_catalog.pg_stat_get_tuples_deleted(l.partition)
        ) as partition_writes
    from leaves l
    where l.relkind = 'i'
    group by l.root
    having sum(l.relpages) >= 12 and sum(pg_catalog.pg_stat_get_numscans(l.oid)) = 0
),
unused as materialized (
    select d.*, x.indrelid, x.indexprs is not null as has_expressions
    from idle d
    join pg_catalog.pg_index x on x.indexrelid = d.root
    where x.indisvalid and x.indisready and x.indislive
        and not (x.indisunique or x.indisprimary or x.indisexclusion or x.indisreplident or x.indisclustered)
        and d.root not in (select o.objid from owned o)
        and x.indrelid not in (select o.objid from owned o)
        -- Supports a foreign key that no other index supports which is sure to stay. A standby checks none.
        and not exists (
            select
            from pg_catalog.pg_constraint f
            where not pg_catalog.pg_is_in_recovery()
                and f.conrelid = x.indrelid
                and f.contype = 'f'
                and x.indnkeyatts >= pg_catalog.cardinality(f.conkey)
                and (x.indkey::int2[])[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey
                and not exists (
                    select
                    from pg_catalog.pg_index o
                    where o.indrelid = x.indrelid
                        and o.indexrelid not in (select e.root from idle e)
                        and o.indisvalid and o.indisready and o.indpred is null
                        and o.indnkeyatts >= pg_catalog.cardinality(f.conkey)
                        and (o.indkey::int2[])[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey
                )
        )
        -- Takes over the scans of a used index that it repeats, once that one is dropped (duplicate-indexes).
        and not exists (
            select
            from pg_catalog.pg_index o
            where o.indrelid = x.indrelid
                and o.indkey[0] = x.indkey[0]
                and o.indclass[0] = x.indclass[0]
                and o.indexrelid not in (select e.root from idle e)
                and o.indisvalid and not o.indisunique
                and (o.indpred is null) = (x.indpred is null)
                and o.indnkeyatts <= x.indnkeyatts
                and (o.indkey::int2[])[0:o.indnkeyatts - 1] = (x.indkey::int2[])[0:o.indnkeyatts - 1]
        )
)
select
    pg_catalog.format('%I.%I', n.nspname, i.relname) as index_name,
    pg_catalog.format('%I.%I', n.nspname, t.relname) as table_name,
    i.relkind = 'I' as partitioned,
    u.has_expressions,
    u.pages * pg_catalog.current_setting('block_size')::bigint as size_bytes,
    u.scans,
    null::float8 as last_scan_s,
    coalesce(
        u.partition_writes,
        pg_catalog.pg_stat_get_tuples_inserted(t.oid)
        + pg_catalog.pg_stat_get_tuples_updated(t.oid)
        + pg_catalog.pg_stat_get_tuples_deleted(t.oid)
    ) as table_writes,
    case
        when pg_catalog.row_number() over (order by u.pages desc, u.root) <= 200 then
            -- ONLY would make a partitioned index without its partitions' ones.
            pg_catalog.replace(
                pg_catalog.pg_get_indexdef(u.root),
                pg_catalog.format(' ON ONLY %I.%I ', n.nspname, t.relname),
                pg_catalog.format(' ON %I.%I ', n.nspname, t.relname)
            )
    end as definition
from unused u
join pg_catalog.pg_class i on i.oid = u.root
join pg_catalog.pg_class t on t.oid = u.indrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
order by u.pages desc, n.nspname, i.relname
