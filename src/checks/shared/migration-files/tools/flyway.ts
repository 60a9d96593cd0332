import {
  compareDotted,
  type HistoryEntry,
  type HistoryRow,
  type MigrationFile,
  type MigrationTool,
  withoutZeros,
} from "./tool.ts";

const REPEATABLE = "R__";

/** Flyway: `V<version>__<name>.sql`, and `R__<name>.sql` for what runs again whenever it changes. */
export const flyway: MigrationTool = {
  id: "flyway",
  title: "Flyway",
  table: "flyway_schema_history",
  directories: ["src/main/resources/db/migration", "db/migration", "migrations", "sql", "flyway/sql"],
  owns: ({ columns }) => columns.includes("installed_rank"),
  statement: () => ({
    variant: "flyway",
    columns: ["installed_rank", "version", "type", "script", "success"],
  }),
  migrations: (files) =>
    files.flatMap((file): MigrationFile[] => {
      const { kind, version = "", name = "" } = FILE.exec(file)?.groups ?? {};
      if (kind === "R" && version === "") {
        return [{ version: REPEATABLE + name, name, file, isRepeatable: true }];
      }
      return kind === "V" && version !== "" ? [{ version: normal(version), name, file }] : [];
    }),
  entries,
  compare: compareDotted,
  late: "`flyway migrate` refuses to run with it unless outOfOrder is set",
  afterFailure: "Mend what it left behind, run `flyway repair`, and migrate again.",
  mayBeSquashed: false,
};

const FILE = /^(?:.*\/)?(?<kind>[VR])(?<version>[\d._]*?)__(?<name>.+)\.sql$/;

/** Several rows may tell of one version: the last of them counts. */
function entries(rows: readonly HistoryRow[]): HistoryEntry[] {
  const byVersion = new Map<string, HistoryEntry>();
  for (const { version = null, type = "", script = "", is_success } of rows) {
    const isRepeatable = version === null;
    // The row that says that Flyway made the schema.
    if (isRepeatable && !script.split("/").at(-1)?.startsWith(REPEATABLE)) continue;
    const key = isRepeatable ? repeatable(script) : normal(version);
    byVersion.delete(key);
    if (/^(UNDO|DELETE)/.test(type)) continue;
    const isBaseline = type.includes("BASELINE");
    byVersion.set(key, {
      version: key,
      state: is_success === false ? "failed" : "applied",
      ...named(script),
      ...(isRepeatable ? { isRepeatable: true } : {}),
      ...(isBaseline ? { coversOlder: true } : {}),
      ...(isBaseline || !/^SQL$/.test(type) ? { needsNoFile: true } : {}),
    });
  }
  return [...byVersion.values()];
}

function named(script: string): { readonly name?: string } {
  const name = FILE.exec(script)?.groups?.name;
  return name === undefined ? {} : { name };
}

function repeatable(script: string): string {
  return (script.split("/").at(-1) ?? script).replace(/\.sql$/, "");
}

/** `1_0`, `1.0` and `01` are the same version to Flyway. */
function normal(version: string): string {
  const parts = version.split(/[._]/).map(withoutZeros);
  while (parts.length > 1 && parts.at(-1) === "0") parts.pop();
  return parts.join(".");
}
