import {
  appliedEntries,
  compareNumbers,
  compareTexts,
  type HistoryEntry,
  type MigrationTool,
  numbered,
  withoutZeros,
} from "./tool.ts";

/** The tools whose history table is called schema_migrations. Its columns and its schema show which tool made it. */

/** Active Record. */
export const rails: MigrationTool = {
  id: "rails",
  title: "Rails",
  table: "schema_migrations",
  directories: ["db/migrate"],
  // Where the second table that newer versions create is missing, the table may be dbmate's as well.
  owns: ({ schema, columns }) =>
    columns.length === 1 && columns[0] === "version" && schema !== "supabase_migrations",
  statement: () => ({ variant: "version", columns: ["version"] }),
  // Rails reads subfolders too, and stores the version as a number.
  migrations: (files) =>
    numbered(files, /^(?:.*\/)?(?<version>\d+)_(?<name>[_a-z0-9]*)(?:\.[_a-z0-9]*)?\.rb$/).map(
      (migration) => ({ ...migration, version: withoutZeros(migration.version) }),
    ),
  entries: (rows) =>
    appliedEntries(rows).map((entry) => ({ ...entry, version: withoutZeros(entry.version) })),
  compare: compareNumbers,
  late: "`rails db:migrate` will run it after newer ones",
  afterFailure: "Mend the file and migrate again.",
  rollback:
    "`bin/rails db:rollback` undoes the last migration, and `bin/rails db:migrate:down VERSION=<version>` undoes the one that you name.",
  mayBeSquashed: true,
};

/** The CLI ignores a first file `<version>_init.sql` that is older than this, because an early `db dump` made it. */
const FIRST_INIT = "20211209000000";

/** The Supabase CLI, and the dashboard and branches with it. */
export const supabase: MigrationTool = {
  id: "supabase",
  title: "Supabase",
  table: "schema_migrations",
  directories: ["supabase/migrations"],
  // Early history tables have only the version, and a helper view has no column for the statements.
  owns: ({ schema, columns }) => schema === "supabase_migrations" || columns.includes("name"),
  statement: ({ readable }) =>
    readable.includes("name")
      ? { variant: "supabase", columns: ["version", "name"] }
      : { variant: "version", columns: ["version"] },
  migrations(files) {
    const all = numbered(files, /^(?<version>\d+)_(?<name>[^/]*)\.sql$/);
    return all.filter(
      ({ version, name, file }) => !(file === all[0]?.file && name === "init" && version < FIRST_INIT),
    );
  },
  entries: appliedEntries,
  compare: compareTexts,
  late: "`supabase db push` refuses to run it without --include-all",
  afterFailure: "Mend the file and push it again.",
  rollback:
    "The Supabase CLI runs no down files. Run the SQL that undoes the migration, mark the version with `supabase migration repair --status reverted <version>`, and remove its file; otherwise the next `supabase db push` applies it again.",
  mayBeSquashed: false,
};

/** Its history table has the same form as the one of Rails, which also creates ar_internal_metadata. */
export const dbmate: MigrationTool = {
  id: "dbmate",
  title: "dbmate",
  table: "schema_migrations",
  directories: ["db/migrations"],
  hasCommonNames: true,
  owns: ({ schema, columns }, all) =>
    columns.length === 1 &&
    columns[0] === "version" &&
    schema !== "supabase_migrations" &&
    !all.some((other) => other.schema === schema && other.name === "ar_internal_metadata"),
  statement: () => ({ variant: "version", columns: ["version"] }),
  migrations: (files) =>
    numbered(files, /^(?<version>\d+)(?!.*\.(?:up|down)\.sql$)(?<name>[^/]*)\.sql$/).map(withoutSeparator),
  entries: appliedEntries,
  compare: compareTexts,
  late: "`dbmate up` will run it after newer ones, and refuses to with --strict",
  afterFailure: "Mend the file and migrate again.",
  rollback:
    "`dbmate rollback` undoes the last migration with the part `-- migrate:down` of its file. Read that part first, because it can be empty.",
  mayBeSquashed: true,
};

function withoutSeparator<T extends { readonly name: string }>(migration: T): T {
  return { ...migration, name: migration.name.replace(/^[_-]/, "") };
}

/** golang-migrate keeps one row: the last version, and whether it failed. */
export const golangMigrate: MigrationTool = {
  id: "golang-migrate",
  title: "golang-migrate",
  table: "schema_migrations",
  directories: ["migrations", "db/migrations", "migration", "db/migration"],
  hasCommonNames: true,
  owns: ({ columns }) => columns.includes("dirty"),
  statement: () => ({ variant: "golang-migrate", columns: ["version", "dirty"] }),
  migrations: (files) =>
    numbered(files, /^(?<version>\d+)_(?<name>[^/]*)\.up\.[^/]+$/).map((migration) => ({
      ...migration,
      version: withoutZeros(migration.version),
    })),
  entries: (rows) =>
    rows.flatMap(({ version, is_dirty }): HistoryEntry[] =>
      version == null || version.startsWith("-")
        ? []
        : [{ version, state: is_dirty === true ? "failed" : "applied", coversOlder: true }],
    ),
  compare: compareNumbers,
  late: "golang-migrate never runs it",
  afterFailure:
    "Mend what it left behind, then tell golang-migrate with `migrate force` where the database stands.",
  rollback:
    "`migrate down 1`, with your `-path` and `-database`, undoes the last migration with its file that ends in `.down.sql`.",
  mayBeSquashed: false,
};
