import type { Facts, Finding } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { HistoryEntry, MigrationFile, MigrationTool } from "../shared/migration-files/tools/tool.ts";
import type { Difference } from "./compare.ts";

interface Place {
  readonly path: string;
  readonly tool: MigrationTool;
  readonly pending: "expected" | "forbidden";
  readonly priority: Priority;
}

/** A measurement names this many of a list; the rest is counted. */
const MOST_NAMED = 10;

/** One finding for each migration that should not be as it is. The key is its version. */
export function describeDifference(
  difference: Difference,
  { path, tool, pending, priority }: Place,
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
        `${called(entry, file)} was begun and has not ended well, or still runs. ${tool.afterFailure}`,
        { migration: called(entry, file), state: "failed" },
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
        `${called(entry)} is applied to the database and this commit has no file of it.${hint}`,
        { migration: called(entry), state: "only in the database" },
      );
    }),
  ];
}

/** What was compared, and the migrations that are let through because they are expected. */
export function measureDifference({ applied, pending, squashed, last }: Difference): Facts {
  return {
    applied: applied.length,
    last_applied: last?.version ?? null,
    pending: pending.length,
    pending_files: shortened(pending.map(({ file }) => file)),
    ...(squashed.length === 0 ? {} : { older_than_the_oldest_file: squashed.length }),
  };
}

function called(entry: HistoryEntry, file?: MigrationFile): string {
  if (file !== undefined) return file.file;
  return entry.name === undefined ? entry.version : `${entry.version} (${entry.name})`;
}

function shortened(names: readonly string[]): readonly string[] {
  const rest = names.length - MOST_NAMED;
  return rest <= 0 ? names : [...names.slice(0, MOST_NAMED), `and ${rest} more`];
}
