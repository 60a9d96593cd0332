import { appliedEntries, compareTexts, type MigrationTool, numbered } from "./tool.ts";

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
