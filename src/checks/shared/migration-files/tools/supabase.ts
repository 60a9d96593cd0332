import { appliedEntries, compareTexts, type MigrationTool, numbered } from "./tool.ts";

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
