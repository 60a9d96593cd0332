-- Indexes that no query has scanned since the counters began, with what they cost, and with what each of them is
-- needed for although no query scans it: the keys that no index supports which is sure to stay, each with the other
-- indexes that support it, and the indexes that duplicate-indexes wants to drop because this one is there.
-- A partitioned index is one row with the scans and sizes of all its partitions' ones.
-- Left out: what does more than speed up reads (unique, constraints, replica identity, CLUSTER), the only index
-- that supports a foreign key, invalid ones, those of extensions and of temporary tables, and those below 12 pages (96 kB).
with recursive leaves as (
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
compared_tables as materialized (
    select x.indrelid
    from leaves l
    join idle d on d.root = l.root
    join pg_catalog.pg_index x on x.indexrelid = l.oid
),
-- include: shared/duplicate-indexes.sql
unused as materialized (
    select d.*, x.indrelid, x.indexprs is not null as has_expressions
    from idle d
    join pg_catalog.pg_index x on x.indexrelid = d.root
    where x.indisvalid and x.indisready and x.indislive
        and not (x.indisunique or x.indisprimary or x.indisexclusion or x.indisreplident or x.indisclustered)
        and d.root not in (select o.objid from owned o)
        and x.indrelid not in (select o.objid from owned o)
),
unused_leaves as materialized (
    select l.root, l.oid from leaves l join unused u on u.root = l.root where l.relkind = 'i'
),
duplicate_leaves as materialized (
    select l.root, l.oid from repeated_leaves l where l.root in (select d.oid from duplicates d) and l.relkind = 'i'
),
foreign_keys as materialized (
    -- A standby checks none, and nothing is looked up for one that is not enforced.
    select c.oid, c.conrelid, c.conkey, c.confrelid, c.confkey, c.conpfeqop
    from pg_catalog.pg_constraint c
    where c.conrelid in (select x.indrelid from unused_leaves l join pg_catalog.pg_index x on x.indexrelid = l.oid)
        and c.contype = 'f'
        and not pg_catalog.pg_is_in_recovery()
        and pg_catalog.to_jsonb(c) ->> 'conenforced' is distinct from 'false'
),
-- include: shared/foreign-key-support.sql
supporting as materialized (
    -- Each supporting index, beside each other one of the same key that finds the rows as well.
    select
        l.root,
        s.key_oid,
        o.indexrelid is not null as has_other,
        coalesce(b.root, d.root, o.indexrelid) as other_root,
        b.root is not null as other_is_unused,
        d.root is not null as other_is_duplicate
    from unused_leaves l
    join key_support s on s.indexrelid = l.oid and s.kind = 'lookup' and s.indisvalid
    left join key_support o on o.key_oid = s.key_oid and o.indexrelid <> s.indexrelid
        and o.kind = 'lookup' and o.indisvalid
        and (o.is_complete or not s.is_complete and o.columns @> s.columns)
    left join unused_leaves b on b.oid = o.indexrelid
    left join duplicate_leaves d on d.oid = o.indexrelid
),
needed as materialized (
    select k.root, pg_catalog.jsonb_agg(distinct k.others) as keys, bool_or(k.others = '[]') as is_alone
    from (
        select
            s.root,
            coalesce(
                pg_catalog.jsonb_agg(distinct pg_catalog.jsonb_build_object(
                    'name', pg_catalog.format('%I.%I', n.nspname, i.relname),
                    'is_duplicate', s.other_is_duplicate
                )) filter (where s.has_other),
                '[]'
            ) as others
        from supporting s
        left join pg_catalog.pg_class i on i.oid = s.other_root
        left join pg_catalog.pg_namespace n on n.oid = i.relnamespace
        group by s.root, s.key_oid
        having not bool_or(s.has_other and not s.other_is_unused and not s.other_is_duplicate)
    ) k
    group by k.root
),
replacing as materialized (
    select
        l.root,
        pg_catalog.jsonb_agg(distinct pg_catalog.jsonb_build_object(
            'name', pg_catalog.format('%I.%I', n.nspname, i.relname),
            'is_scanned', coalesce(m.scans, 0) > 0
        )) as indexes
    from duplicates d
    left join repeated_sizes m on m.root = d.oid
    join leaves l on l.oid = d.kept_oid
    join pg_catalog.pg_class i on i.oid = d.oid
    join pg_catalog.pg_namespace n on n.oid = i.relnamespace
    group by l.root
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
    end as definition,
    coalesce(k.keys, '[]') as needed_for,
    coalesce(r.indexes, '[]') as replaces
from unused u
left join needed k on k.root = u.root
left join replacing r on r.root = u.root
join pg_catalog.pg_class i on i.oid = u.root
join pg_catalog.pg_class t on t.oid = u.indrelid
join pg_catalog.pg_namespace n on n.oid = t.relnamespace
-- The only index that supports a foreign key stays, whatever else is unused.
where k.is_alone is not true
order by u.pages desc, i.relnatts desc, n.nspname, i.relname
