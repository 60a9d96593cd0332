-- Indexes that no query can use because they are not valid, with what tells why: a build that goes on now,
-- what a failed or cancelled one left behind, or a partitioned index that waits for its partitions' ones. And which
-- of them another index makes superfluous, so that a rebuilt one would be one too many.
-- Left out: indexes of extensions and of temporary tables.
with recursive invalid as materialized (
    select
        i.oid,
        i.relname,
        i.relkind,
        n.nspname,
        t.oid as table_oid,
        t.relname as table_name,
        x.indisready,
        x.indislive,
        x.indisunique,
        x.indisexclusion,
        i.relname ~ '_cc(new|old)[0-9]*$' as is_reindex_leftover
    from pg_catalog.pg_index x
    join pg_catalog.pg_class i on i.oid = x.indexrelid
    join pg_catalog.pg_class t on t.oid = x.indrelid
    join pg_catalog.pg_namespace n on n.oid = t.relnamespace
    where not x.indisvalid
        and t.relnamespace = any ($1::oid[])
        and t.relpersistence <> 't'
        and not exists (
            select
            from pg_catalog.pg_depend e
            where e.classid = 'pg_catalog.pg_class'::regclass and e.objid in (i.oid, t.oid) and e.deptype = 'e'
        )
),
-- include: shared/index-builds.sql
judged as materialized (
    select
        i.*,
        exists (
            select
            from index_builds b
            where b.relation = i.oid or b.relation = i.table_oid and b.is_build
        ) as in_progress,
        (
            select pg_catalog.array_agg(pg_catalog.format('%I.%I', n.nspname, c.relname) order by n.nspname, c.relname)
            from pg_catalog.pg_inherits h
            join pg_catalog.pg_class c on c.oid = h.inhrelid and c.relkind <> 'f'
            join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where i.relkind = 'I'
                and h.inhparent = i.table_oid
                and not exists (
                    select
                    from pg_catalog.pg_inherits a
                    join pg_catalog.pg_index x on x.indexrelid = a.inhrelid
                    where a.inhparent = i.oid and x.indrelid = h.inhrelid and x.indisvalid
                )
        ) as lacking
    from invalid i
),
shapes as materialized (
    -- Valid indexes, and those that are valid once they are rebuilt. Twins are one shape; the first of them counts.
    select
        x.indexrelid,
        first_value(x.indexrelid) over (
            partition by
                x.indrelid, c.relam, x.indkey::text, x.indnkeyatts, x.indclass::text, x.indcollation::text,
                x.indoption::text, x.indexprs::text, x.indpred::text, x.indisunique
            order by
                x.indisvalid desc,
                x.indexrelid in (select f.conindid from pg_catalog.pg_constraint f) desc,
                c.relname
        ) as twin
    from pg_catalog.pg_index x
    join pg_catalog.pg_class c on c.oid = x.indexrelid
    left join judged j on j.oid = x.indexrelid
    where x.indrelid = any (array(select i.table_oid from invalid i))
        and (x.indisvalid or x.indislive and not j.in_progress and not j.is_reindex_leftover and j.relkind = 'i')
),
compared_indexes as materialized (
    select x.* from shapes s join pg_catalog.pg_index x on x.indexrelid = s.indexrelid where s.twin = s.indexrelid
),
-- include: shared/index-coverage.sql
repeats as materialized (
    select s.indexrelid as oid, s.twin as kept_oid, true as is_twin from shapes s where s.twin <> s.indexrelid
    union all
    -- What stays is not superfluous itself.
    select p.oid, p.kept_oid, false from pairs p where p.kept_oid not in (select q.oid from pairs q)
),
kept as materialized (
    -- Which index an index repeats, one for each.
    select distinct on (r.oid)
        r.oid,
        k.relname,
        pg_catalog.bool_or(r.is_twin and x.indisvalid) over (partition by r.oid) as has_valid_twin
    from repeats r
    join pg_catalog.pg_class k on k.oid = r.kept_oid
    join pg_catalog.pg_index x on x.indexrelid = r.kept_oid
    order by r.oid, r.is_twin desc, x.indisvalid desc, k.relnatts, k.relname
),
redundant as materialized (
    -- The valid ones that each index repeats.
    select r.kept_oid, pg_catalog.array_agg(k.relname order by k.relname) as names
    from repeats r
    join pg_catalog.pg_class k on k.oid = r.oid
    join pg_catalog.pg_index x on x.indexrelid = r.oid and x.indisvalid
    group by r.kept_oid
)
select
    pg_catalog.format('%I.%I', j.nspname, j.relname) as index_name,
    pg_catalog.format('%I.%I', j.nspname, j.table_name) as table_name,
    j.relkind = 'I' as partitioned,
    j.in_progress,
    j.indisready as is_maintained,
    j.indislive as is_live,
    j.indisunique as is_unique,
    j.indisexclusion as is_exclusion,
    exists (select from pg_catalog.pg_constraint c where c.conindid = j.oid) as has_constraint,
    coalesce(k.has_valid_twin, false) as has_valid_twin,
    case when k.oid is not null then pg_catalog.format('%I.%I', j.nspname, k.relname) end as repeats,
    array(
        select pg_catalog.format('%I.%I', j.nspname, o.name)
        from pg_catalog.unnest(d.names) with ordinality as o (name, place)
        order by o.place
    ) as makes_redundant,
    j.is_reindex_leftover,
    coalesce(pg_catalog.cardinality(j.lacking), 0) as lacking_count,
    coalesce(j.lacking[1:20], '{}') as lacking,
    case
        when not j.in_progress and row_number() over (order by j.oid) <= 200
            then pg_catalog.pg_get_indexdef(j.oid)
    end as definition
from judged j
left join kept k on k.oid = j.oid
left join redundant d on d.kept_oid = j.oid
order by j.nspname, j.relname
