-- The relations that may be the history table of a migration tool, for a database in which the check found none that it
-- reads: by their names, or by columns that only such tables have. Names of relations and columns alone, no rows of theirs.
select
    pg_catalog.format('%I.%I', n.nspname, c.relname) as other_ledger,
    n.nspname::text as schema,
    c.relname::text as name,
    k.columns
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
cross join lateral (
    select coalesce(pg_catalog.array_agg(a.attname::text order by a.attnum), '{}') as columns
    from pg_catalog.pg_attribute as a
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
) as k
where
    c.relkind in ('r', 'p', 'v', 'm', 'f')
    and c.relpersistence <> 't'
    and n.nspname !~ '^pg_'
    and n.nspname <> 'information_schema'
    and not exists (
        select
        from pg_catalog.pg_depend as d
        where
            d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
            and d.objid = c.oid
            and d.objsubid = 0
            and d.deptype = 'e'
    )
    and (
        c.relname ~* '(migration|migrate|schema_?(version|history|info|changes|log)|db_?version|change_?log|^phinxlog$|^hdb_version$|^SequelizeMeta$|^alembic_version$|^atlas_schema_revisions$)'
        or (n.nspname = 'sqitch' and c.relname = 'changes')
        or k.columns @> array['change_id', 'planned_at']
        or k.columns @> array['installed_rank']
        or k.columns @> array['migration_name']
        or k.columns @> array['hash', 'created_at'] and k.columns <@ array['id', 'hash', 'created_at', 'name', 'applied_at', 'version']
        or k.columns @> array['version'] and k.columns <@ array['version', 'dirty']
    )
order by n.nspname, c.relname
