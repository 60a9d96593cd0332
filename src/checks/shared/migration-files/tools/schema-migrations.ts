import {
  appliedEntries,
  compareNumbers,
  compareTexts,
  type HistoryEntry,
  type MigrationTool,
  numbered,
  withoutZeros,
} from "./tool.ts";

/** The tools whose history table is called schema_migrations, and how its columns and its schema show whose it is. */

/** Active Record. */
export const rails: MigrationTool = {
  id: "rails",
  title: "Rails",
  table: "schema_migrations",
  directories: ["db/migrate"],
  // Without the second table that newer versions leave beside it, it may be dbmate's as well.
  owns: ({ schema, columns }) =>
    columns.length === 1 && columns[0] === "version" && schema !== "supabase_migrations",
  statement: () => ({ variant: "version", columns: ["version"] }),
  // It reads folders below too, and keeps the version as a number.
  migrations: (files) =>
    numbered(files, /^(?:.*\/)?(?<version>\d+)_(?<name>[_a-z0-9]*)(?:\.[_a-z0-9]*)?\.rb$/).map(
      (migration) => ({ ...migration, version: withoutZeros(migration.version) }),
    ),
  entries: (rows) =>
    appliedEntries(rows).map((entry) => ({ ...entry, version: withoutZeros(entry.version) })),
  compare: compareNumbers,
  late: "`rails db:migrate` will run it after newer ones",
  afterFailure: "Mend the file and migrate again.",
  mayBeSquashed: true,
};

/** The CLI leaves out a first file `<version>_init.sql` that is older: it came from an early `db dump`. */
const FIRST_INIT = "20211209000000";

/** The Supabase CLI, and the dashboard and branches with it. */
export const supabase: MigrationTool = {
  id: "supabase",
  title: "Supabase",
  table: "schema_migrations",
  directories: ["supabase/migrations"],
  // Early ledgers have the version alone, and an owner's view no statements.
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
  mayBeSquashed: false,
};

/** Its ledger looks like Rails', which leaves a second table beside it. */
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
    numbered(files, /^(?<version>\d+)(?!.*\.(?:up|down)\.sql$)(?<name>[^/]*)\.sql$/).map(trimmed),
  entries: appliedEntries,
  compare: compareTexts,
  late: "`dbmate up` will run it after newer ones, and refuses to with --strict",
  afterFailure: "Mend the file and migrate again.",
  mayBeSquashed: true,
};

function trimmed<T extends { readonly name: string }>(migration: T): T {
  return { ...migration, name: migration.name.replace(/^[_-]/, "") };
}

/** golang-migrate keeps one row: the last version, and whether it went wrong. */
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
  mayBeSquashed: false,
};
