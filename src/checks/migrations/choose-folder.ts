import type { CommitFile, Folder } from "../shared/migration-files/directory.ts";
import type { HistoryEntry, HistoryRow } from "../shared/migration-files/tools/tool.ts";
import { compareMigrations, type Difference } from "./compare.ts";

interface ComparedFolder {
  readonly folder: Folder;
  readonly entries: readonly HistoryEntry[];
  readonly difference: Difference<CommitFile>;
}

/**
 * The folder whose migrations this database gets: of the expected ones the one that fits best. Another one of the commit
 * only where it holds every migration that is applied, as the folder of a second database does.
 *
 * @param others folders that are not declared
 */
export function chooseFolder(
  rows: readonly HistoryRow[],
  expected: readonly Folder[],
  others: readonly Folder[],
): ComparedFolder | undefined {
  const compared = expected.map((folder) => compareWith(folder, rows));
  const best = compared
    .filter(({ folder }) => folder.migrations.length > 0)
    .reduce<ComparedFolder | undefined>(
      (first, next) => (first === undefined || misfits(next) < misfits(first) ? next : first),
      undefined,
    );
  if (best !== undefined && withoutFile(best) === 0) return best;
  const fitting = others
    .map((folder) => compareWith(folder, rows))
    .find((other) => other.difference.applied.length > 0 && withoutFile(other) === 0);
  return fitting ?? best ?? compared[0];
}

function compareWith(folder: Folder, rows: readonly HistoryRow[]): ComparedFolder {
  const { tool, migrations } = folder;
  const entries = tool.entries(rows, migrations);
  return { folder, entries, difference: compareMigrations(tool, migrations, entries) };
}

function withoutFile({ difference: { remoteOnly, squashed, longGone } }: ComparedFolder): number {
  return remoteOnly.length + squashed.length + longGone.length;
}

function misfits(compared: ComparedFolder): number {
  return withoutFile(compared) + compared.difference.late.length;
}
