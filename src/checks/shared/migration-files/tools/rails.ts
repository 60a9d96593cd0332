import { appliedEntries, compareNumbers, type MigrationTool, numbered, withoutZeros } from "./tool.ts";

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
