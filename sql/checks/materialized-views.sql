-- Materialized views of all schemas (a declared one may lie outside of those that are looked at), but none that an
-- extension brought. One row. PostgreSQL keeps no time of a refresh. What comes nearest is the transaction that last
-- changed the view's row in the catalogue, where the server keeps the times of transactions (track_commit_timestamp):
-- a refresh does that, CONCURRENTLY too, but so does an ALTER or a GRANT.
-- has_key: REFRESH … CONCURRENTLY needs a unique index on plain columns of all rows.
with views as (
    select
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
                        'changed', v.changed
                    )
                    order by v.name
                ),
                '[]'
            )
        from views as v
    ) as views,
    pg_catalog.current_setting('track_commit_timestamp') as keeps_times
order by 2
