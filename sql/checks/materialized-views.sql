-- Materialized views of all schemas (a declared one may lie outside of those that are looked at), but none that an
-- extension brought. One row. PostgreSQL keeps no time of a refresh. What comes nearest is the transaction that last
-- changed the view's row in the catalogue, where the server keeps the times of transactions (track_commit_timestamp):
-- a refresh does that, CONCURRENTLY too, but so does an ALTER or a GRANT.
-- has_key: REFRESH … CONCURRENTLY needs a unique index on plain columns of all rows.
with recursive views as (
    select
        c.oid,
        pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
        n.nspname || '.' || c.relname as bare_name,
        c.relnamespace = any ($1::oid[]) as is_looked_at,
        c.relispopulated as is_populated,
        c.relpages::int8 * pg_catalog.current_setting('block_size')::int8 as bytes,
        exists (
            select
            from pg_catalog.pg_index as i
            where
                i.indrelid = c.oid
                and i.indisunique
                and i.indisvalid
                and i.indimmediate
                and i.indpred is null
                and i.indexprs is null
        ) as has_key,
        case
            when
                pg_catalog.current_setting('track_commit_timestamp')::boolean
                and not pg_catalog.pg_is_in_recovery()
                then extract(epoch from pg_catalog.pg_xact_commit_timestamp(c.xmin))::float8
        end as changed
    from pg_catalog.pg_class as c
    join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
    where
        c.relkind = 'm'
        and not exists (
            select
            from pg_catalog.pg_depend as d
            where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass and d.objid = c.oid and d.deptype = 'e'
        )
),
-- What the unpopulated ones read, through views too: REFRESH fails while one of these is not populated.
read_by as (
    select v.oid as reader, v.oid as source, 0 as depth
    from views as v
    where not v.is_populated
    union
    select b.reader, c.oid, b.depth + 1
    from read_by as b
    join pg_catalog.pg_rewrite as r on r.ev_class = b.source
    join pg_catalog.pg_depend as d
        on d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass
        and d.objid = r.oid
        and d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
    join pg_catalog.pg_class as c on c.oid = d.refobjid and (c.relkind = 'v' or not c.relispopulated)
    -- A view's rule depends on the view itself. No chain is longer in practice.
    where c.oid <> b.source and b.depth < 32
),
sources as (
    select s.reader, pg_catalog.json_agg(s.name order by s.depth desc, s.name) as names
    from (
        select b.reader, v.name, max(b.depth) as depth
        from read_by as b
        join views as v on v.oid = b.source
        where not v.is_populated and b.source <> b.reader
        group by b.reader, v.name
    ) as s
    group by s.reader
)
select
    (
        select
            coalesce(
                pg_catalog.json_agg(
                    pg_catalog.json_build_object(
                        'name', v.name,
                        'bareName', v.bare_name,
                        'isLookedAt', v.is_looked_at,
                        'isPopulated', v.is_populated,
                        'bytes', v.bytes,
                        'hasKey', v.has_key,
                        'changed', v.changed,
                        'unpopulatedSources', coalesce(s.names, '[]')
                    )
                    order by v.name
                ),
                '[]'
            )
        from views as v
        left join sources as s on s.reader = v.oid
    ) as views,
    pg_catalog.current_setting('track_commit_timestamp') as keeps_times
order by 2
