import { compareNumbers, type HistoryEntry, type MigrationTool, numbered, withoutZeros } from "./tool.ts";

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
