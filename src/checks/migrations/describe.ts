import type { Facts, Finding } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { HistoryEntry, MigrationFile, MigrationTool } from "../shared/migration-files/tools/tool.ts";
import type { Difference } from "./compare.ts";

interface DescribeOptions {
  readonly path: string;
  readonly tool: MigrationTool;
  readonly pending: "expected" | "forbidden";
  readonly priority: Priority;
}

/** Maximum number of names in a measurement; the others are counted. */
const MAX_NAMED = 10;

/** One finding for each migration in a wrong state. The key is its version. */
export function describeDifference(
  difference: Difference,
  { path, tool, pending, priority }: DescribeOptions,
): Finding[] {
  const { failed, doubled, late, remoteOnly } = difference;
  const finding = (key: string, message: string, facts: Facts, file?: MigrationFile): Finding => ({
    key,
    priority,
    message,
    facts,
    ...(file === undefined ? {} : { file: `${path}/${file.file}` }),
  });
  const unapplied = [...late, ...difference.pending];
  return [
    ...failed.map(({ entry, file }) =>
      finding(
        entry.version,
        `${describeMigration(entry, file)} was begun and has not ended well, or still runs. ${tool.afterFailure}`,
        { migration: describeMigration(entry, file), state: "failed" },
        file,
      ),
    ),
    ...doubled.map((file) =>
      finding(
        `${file.version} ${file.file}`,
        `${file.file} has the same version as another file, so ${tool.title} takes it for that one or stops.`,
        { migration: file.file, state: "same version twice" },
        file,
      ),
    ),
    ...late.map((file) =>
      finding(
        file.version,
        `${file.file} is not applied although newer migrations are: ${tool.late}.`,
        { migration: file.file, state: "out of order", last_applied: difference.last?.version ?? null },
        file,
      ),
    ),
    ...(pending === "expected" ? [] : difference.pending).map((file) =>
      finding(file.version, `${file.file} is not applied.`, { migration: file.file, state: "pending" }, file),
    ),
    ...remoteOnly.map((entry) => {
      const twin = unapplied.find(({ name }) => name !== "" && name === entry.name);
      const hint =
        twin === undefined
          ? ""
          : ` ${twin.file} has the same name: the same change may have got another number.`;
      return finding(
        entry.version,
        `${describeMigration(entry)} is applied to the database and this commit has no file of it.${hint}`,
        { migration: describeMigration(entry), state: "only in the database" },
      );
    }),
  ];
}

/** How many migrations were compared, and the pending ones, which are not findings when they are expected. */
export function measureDifference({ applied, pending, squashed, last }: Difference): Facts {
  return {
    applied: applied.length,
    last_applied: last?.version ?? null,
    pending: pending.length,
    pending_files: shortened(pending.map(({ file }) => file)),
    ...(squashed.length === 0 ? {} : { older_than_the_oldest_file: squashed.length }),
  };
}

function describeMigration(entry: HistoryEntry, file?: MigrationFile): string {
  if (file !== undefined) return file.file;
  return entry.name === undefined ? entry.version : `${entry.version} (${entry.name})`;
}

function shortened(names: readonly string[]): readonly string[] {
  const rest = names.length - MAX_NAMED;
  return rest <= 0 ? names : [...names.slice(0, MAX_NAMED), `and ${rest} more`];
}
