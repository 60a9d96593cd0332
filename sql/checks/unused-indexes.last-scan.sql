-- Indexes that no query has scanned since the counters began, or none for a day (16 and later tell when), with what they cost.
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
plain as materialized (
    select
        i.oid,
        i.relkind,
        i.relpages,
        i.relname,
        i.relam,
        n.nspname,
        t.oid as table_oid,
        t.relname as table_name,
        x.indkey::int2[] as columns,
        x.indnkeyatts,
        x.indexprs is not null as has_expressions,
        x.indpred is not null as is_partial,
        a.amname = 'btree' as is_btree
    from pg_catalog.pg_class i
    join pg_catalog.pg_index x on x.indexrelid = i.oid
    join pg_catalog.pg_class t on t.oid = x.indrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    join pg_catalog.pg_am a on a.oid = i.relam
    where i.relnamespace = any ($1::oid[])
        and i.relpersistence <> 't'
        and not i.relispartition
        and i.oid not in (select o.objid from owned o)
        and t.oid not in (select o.objid from owned o)
        and (i.relkind = 'I' or (
            i.relkind = 'i' and i.relpages >= 12 and (
                pg_catalog.pg_stat_get_numscans(i.oid) = 0
                or pg_catalog.pg_stat_get_lastscan(i.oid) < pg_catalog.now() - interval '1 day'
            )
        ))
        and x.indisvalid and x.indisready and x.indislive
        and not (x.indisunique or x.indisprimary or x.indisexclusion or x.indisreplident or x.indisclustered)
),
leaves as (
    -- The partitions' indexes of a partitioned one; an ordinary index stands for itself.
    select p.oid as root, p.oid, p.relkind, p.relpages, p.table_oid
    from plain p
    union all
    select l.root, i.oid, i.relkind, i.relpages, x.indrelid
    from leaves l
    join pg_catalog.pg_inherits h on h.inhparent = l.oid
    join pg_catalog.pg_class i on i.oid = h.inhrelid
    join pg_catalog.pg_index x on x.indexrelid = i.oid
    where l.relkind = 'I'
),
idle as materialized (
    select
        l.root,
        sum(l.relpages) as pages,
        sum(pg_catalog.pg_stat_get_numscans(l.oid)) as scans,
        max(pg_catalog.pg_stat_get_lastscan(l.oid)) as last_scan,
        sum(
            pg_catalog.pg_stat_get_tuples_inserted(l.table_oid)
            + pg_catalog.pg_stat_get_tuples_updated(l.table_oid)
            + pg_catalog.pg_stat_get_tuples_deleted(l.table_oid)
        ) as table_writes
    from leaves l
    where l.relkind = 'i'
    group by l.root
    having sum(l.relpages) >= 12 and (
        sum(pg_catalog.pg_stat_get_numscans(l.oid)) = 0
        or max(pg_catalog.pg_stat_get_lastscan(l.oid)) < pg_catalog.now() - interval '1 day'
    )
),
unused as materialized (
    select p.*, d.pages, d.scans, d.last_scan, d.table_writes
    from idle d
    join plain p on p.oid = d.root
    where not exists (select from pg_catalog.pg_constraint c where c.conindid = p.oid)
        -- Supports a foreign key that no other index supports which is sure to stay.
        and not exists (
            select
            from pg_catalog.pg_constraint f
            where f.conrelid = p.table_oid
                and f.contype = 'f'
                and p.indnkeyatts >= pg_catalog.cardinality(f.conkey)
                and p.columns[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey
                and not exists (
                    select
                    from pg_catalog.pg_index o
                    where o.indrelid = p.table_oid
                        and o.indexrelid not in (select u.root from idle u)
                        and o.indisvalid and o.indisready and o.indpred is null
                        and o.indnkeyatts >= pg_catalog.cardinality(f.conkey)
                        and (o.indkey::int2[])[0:pg_catalog.cardinality(f.conkey) - 1] @> f.conkey
                )
        )
        -- Takes over the scans of a used index that it repeats, once that one is dropped (duplicate-indexes).
        and not exists (
            select
            from pg_catalog.pg_index o
            join pg_catalog.pg_class i on i.oid = o.indexrelid
            where o.indrelid = p.table_oid
                and i.relam = p.relam
                and o.indexrelid not in (select u.root from idle u)
                and o.indisvalid and not o.indisunique
                and (o.indpred is not null) = p.is_partial
                and o.indnkeyatts <= p.indnkeyatts
                and (p.is_btree or o.indnkeyatts = p.indnkeyatts)
                and (o.indkey::int2[])[0:o.indnkeyatts - 1] = p.columns[0:o.indnkeyatts - 1]
        )
)
select
    pg_catalog.format('%I.%I', u.nspname, u.relname) as index_name,
    pg_catalog.format('%I.%I', u.nspname, u.table_name) as table_name,
    u.relkind = 'I' as partitioned,
    u.has_expressions,
    u.pages * pg_catalog.current_setting('block_size')::bigint as size_bytes,
    u.scans,
    extract(epoch from u.last_scan)::float8 as last_scan_s,
    u.table_writes,
    case
        when pg_catalog.row_number() over (order by u.pages desc, u.oid) <= 200 then
            -- ONLY would make a partitioned index without its partitions' ones.
            pg_catalog.replace(
                pg_catalog.pg_get_indexdef(u.oid),
                pg_catalog.format(' ON ONLY %I.%I ', u.nspname, u.table_name),
                pg_catalog.format(' ON %I.%I ', u.nspname, u.table_name)
            )
    end as definition
from unused u
order by u.pages desc, u.nspname, u.relname
