-- The ledgers of migration tools that the check migrations does not read, for a database in which it found none that
-- it reads: so it can say what it saw. Names alone, no rows of theirs.
select pg_catalog.format('%I.%I', n.nspname, c.relname) as other_ledger
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where
    c.relname in (
        'pgmigrations', 'knex_migrations', 'typeorm_migrations', 'SequelizeMeta', 'kysely_migration', 'mikro_orm_migrations',
        'alembic_version', 'django_migrations', '__EFMigrationsHistory', 'databasechangelog', 'goose_db_version',
        'atlas_schema_revisions', '_sqlx_migrations', '__diesel_schema_migrations', 'doctrine_migration_versions'
    )
    and c.relkind in ('r', 'p')
order by n.nspname, c.relname
