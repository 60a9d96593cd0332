import {
  compareDotted,
  type HistoryEntry,
  type HistoryRow,
  type MigrationFile,
  type MigrationTool,
  withoutZeros,
} from "./tool.ts";

const REPEATABLE = "R__";

const COLUMNS = ["installed_rank", "version", "type", "script", "success"];

/** Flyway: `V<version>__<name>.sql`, and `R__<name>.sql` for a file that runs again whenever it changes. */
export const flyway: MigrationTool = {
  id: "flyway",
  title: "Flyway",
  table: "flyway_schema_history",
  directories: ["src/main/resources/db/migration", "db/migration", "migrations", "sql", "flyway/sql"],
  patterns: ["**/src/main/resources/db/migration"],
  // refinery and Evolve took over its names of files.
  hasCommonNames: true,
  needs: COLUMNS,
  owns: ({ columns }) => columns.includes("installed_rank"),
  isLike: (columns) => COLUMNS.every((name) => columns.includes(name)),
  statement: () => ({ variant: "flyway", columns: COLUMNS }),
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
  rollback:
    "`flyway undo` undoes the last migration with its file `U<version>__<name>.sql`, in the editions that have it. In the others, deploy a new versioned migration that undoes it.",
  mayBeSquashed: false,
};

const FILE = /^(?:.*\/)?(?<kind>[VR])(?<version>[\d._]*?)__(?<name>.+)\.sql$/;

/** A version may have several rows, of which the last one counts: it may say that the version was undone. */
function entries(rows: readonly HistoryRow[]): HistoryEntry[] {
  const byVersion = new Map<string, HistoryEntry>();
  for (const row of rows) {
    const version = versionOf(row);
    if (version === undefined) continue;
    // An entry's place in the order is that of its last row.
    byVersion.delete(version);
    if (!/^(UNDO|DELETE)/.test(row.type ?? "")) byVersion.set(version, entryOf(version, row));
  }
  return [...byVersion.values()];
}

/** Undefined for the row that says that Flyway created the schema. */
function versionOf({ version, script = "" }: HistoryRow): string | undefined {
  if (version != null) return normal(version);
  return script.split("/").at(-1)?.startsWith(REPEATABLE) ? repeatable(script) : undefined;
}

function entryOf(version: string, row: HistoryRow): HistoryEntry {
  const { type = "", script = "", is_success } = row;
  const isBaseline = type.includes("BASELINE");
  return {
    version,
    state: is_success === false ? "failed" : "applied",
    ...named(script),
    ...(row.version == null ? { isRepeatable: true } : {}),
    ...(isBaseline ? { coversOlder: true } : {}),
    ...(isBaseline || type !== "SQL" ? { needsNoFile: true } : {}),
  };
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
