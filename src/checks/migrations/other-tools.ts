/** A migration tool whose history table this check does not read. */
interface OtherTool {
  readonly title: string;
  readonly table: string;
  /** Where the table's name is not the tool's alone. */
  readonly schema?: string;
  readonly columns?: readonly string[];
}

/** By their default tables. */
const OTHER_TOOLS: readonly OtherTool[] = [
  { title: "Alembic", table: "alembic_version" },
  { title: "Atlas", table: "atlas_schema_revisions" },
  { title: "Diesel", table: "__diesel_schema_migrations" },
  { title: "Django", table: "django_migrations" },
  { title: "Doctrine", table: "doctrine_migration_versions" },
  { title: "Ecto", table: "schema_migrations", columns: ["inserted_at"] },
  { title: "EF Core", table: "__EFMigrationsHistory" },
  { title: "goose", table: "goose_db_version" },
  { title: "graphile-migrate", table: "migrations", schema: "graphile_migrate" },
  { title: "Hasura", table: "hdb_version", schema: "hdb_catalog" },
  { title: "Hasura", table: "schema_migrations", schema: "hdb_catalog" },
  { title: "Knex", table: "knex_migrations" },
  { title: "Kysely", table: "kysely_migration" },
  { title: "Laravel", table: "migrations", columns: ["migration", "batch"] },
  { title: "Liquibase", table: "databasechangelog" },
  { title: "MikroORM", table: "mikro_orm_migrations" },
  { title: "node-pg-migrate", table: "pgmigrations" },
  { title: "pgroll", table: "migrations", schema: "pgroll" },
  { title: "Phinx", table: "phinxlog" },
  { title: "refinery", table: "refinery_schema_history" },
  { title: "SeaORM", table: "seaql_migrations" },
  { title: "Sequel", table: "schema_migrations", columns: ["filename"] },
  { title: "Sequelize", table: "SequelizeMeta" },
  { title: "sql-migrate", table: "gorp_migrations" },
  { title: "Sqitch", table: "changes", columns: ["change_id", "planned_at"] },
  { title: "sqlx", table: "_sqlx_migrations" },
  { title: "TypeORM", table: "migrations", columns: ["timestamp", "name"] },
  { title: "TypeORM", table: "typeorm_migrations" },
];

/** The name of the tool that made this table; undefined when it is none of these. */
export function otherToolOf(relation: {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly string[];
}): string | undefined {
  return OTHER_TOOLS.find(
    ({ table, schema, columns = [] }) =>
      table === relation.name &&
      (schema === undefined || schema === relation.schema) &&
      columns.every((name) => relation.columns.includes(name)),
  )?.title;
}
