-- Indexes that no query can use because they are not valid, with what tells why: a build that goes on now,
-- what a failed or cancelled one left behind, or a partitioned index that waits for its partitions' ones.
-- Left out: indexes of extensions and of temporary tables.
with invalid as materialized (
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
        x.indkey,
        x.indclass,
        x.indcollation,
        x.indoption,
        x.indexprs::text as expressions,
        x.indpred::text as predicate
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
judged as materialized (
    select
        i.*,
        -- CREATE INDEX and REINDEX keep the table's lock and DROP INDEX the index's over their transactions.
        -- Every login sees these locks and the process numbers of builds in progress.
        exists (
            select
            from pg_catalog.pg_locks l
            where l.locktype = 'relation'
                and l.database = (select d.oid from pg_catalog.pg_database d where d.datname = pg_catalog.current_database())
                and l.mode = 'ShareUpdateExclusiveLock'
                and l.granted
                and (
                    l.relation = i.oid
                    or l.relation = i.table_oid
                    and l.pid in (select p.pid from pg_catalog.pg_stat_progress_create_index p)
                )
        ) as in_progress,
        exists (
            select
            from pg_catalog.pg_index x
            where x.indrelid = i.table_oid
                and x.indisvalid
                and x.indisunique = i.indisunique
                and x.indkey::text = i.indkey::text
                and x.indclass::text = i.indclass::text
                and x.indcollation::text = i.indcollation::text
                and x.indoption::text = i.indoption::text
                and x.indexprs::text is not distinct from i.expressions
                and x.indpred::text is not distinct from i.predicate
        ) as has_valid_twin,
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
    j.has_valid_twin,
    j.relname ~ '_cc(new|old)[0-9]*$' as is_reindex_leftover,
    coalesce(pg_catalog.cardinality(j.lacking), 0) as lacking_count,
    coalesce(j.lacking[1:20], '{}') as lacking,
    case
        when not j.in_progress and pg_catalog.row_number() over (order by j.oid) <= 200
            then pg_catalog.pg_get_indexdef(j.oid)
    end as definition
from judged j
order by j.nspname, j.relname
