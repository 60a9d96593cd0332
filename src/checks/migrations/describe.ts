import type { Facts, Finding } from "../../core/finding.ts";
import { atMost, type Priority } from "../../core/priority.ts";
import { count } from "../../lib/format.ts";
import type { CommitFile, Folder } from "../shared/migration-files/directory.ts";
import type { HistoryEntry } from "../shared/migration-files/tools/tool.ts";
import { type Difference, LONG_AGO } from "./compare.ts";

interface DescribeOptions {
  readonly folder: Folder;
  /** Other folders of the commit with migrations of the same tool. */
  readonly elsewhere: readonly Folder[];
  readonly pending: "expected" | "forbidden";
  readonly priority: Priority;
}

/** Maximum number of names in a measurement; the others are counted. */
const MAX_NAMED = 10;

/** One finding for each migration in a wrong state, whose key is its version; one for those whose files are long gone. */
export function describeDifference(
  difference: Difference<CommitFile>,
  { folder, elsewhere, pending, priority }: DescribeOptions,
): Finding[] {
  const { tool } = folder;
  const { failed, doubled, late } = difference;
  const finding = (key: string, message: string, facts: Facts, file?: CommitFile): Finding => ({
    key,
    priority,
    message,
    facts,
    ...(file === undefined ? {} : { file: file.path }),
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
    ...missingIn(difference.remoteOnly, folder, elsewhere).map((entry) => {
      const twin = unapplied.find(({ name }) => name !== "" && name === entry.name);
      const hint =
        twin === undefined
          ? ""
          : ` ${twin.file} has the same name: the same change may have got another number.`;
      const other = fileOf(entry, elsewhere);
      const place =
        other === undefined
          ? "this commit has no file of it"
          : `${folder.path} has no file of it: ${other.path} is of this version`;
      return finding(
        entry.version,
        `${describeMigration(entry)} is applied to the database and ${place}.${hint}`,
        { migration: describeMigration(entry), state: "only in the database" },
      );
    }),
    ...describeLongGone(missingIn(difference.longGone, folder, elsewhere), priority),
  ];
}

function describeLongGone(longGone: readonly HistoryEntry[], priority: Priority): Finding[] {
  if (longGone.length === 0) return [];
  const names = shortened(longGone.map((entry) => describeMigration(entry)));
  const [is, have] = longGone.length === 1 ? ["is", "has"] : ["are", "have"];
  return [
    {
      key: "long without a file",
      priority: atMost(priority, "low"),
      message: `${count(longGone.length, "old migration")} ${is} applied to the database and ${have} no file in this commit. At least ${LONG_AGO} newer ones have theirs.`,
      facts: { migration: names.join(", "), state: "only in the database, long ago" },
    },
  ];
}

/** Rails reads the folders of its engines and plugins too: what has its file there is not missing. */
function missingIn(
  entries: readonly HistoryEntry[],
  { tool }: Folder,
  elsewhere: readonly Folder[],
): readonly HistoryEntry[] {
  return tool.together === undefined
    ? entries
    : entries.filter((entry) => fileOf(entry, elsewhere) === undefined);
}

function fileOf(entry: HistoryEntry, folders: readonly Folder[]): CommitFile | undefined {
  return folders.flatMap(({ migrations }) => migrations).find(({ version }) => version === entry.version);
}

/** How many migrations were compared, and the pending ones, which are not findings when they are expected. */
export function measureDifference(
  difference: Difference<CommitFile>,
  folder: Folder,
  elsewhere: readonly Folder[],
): Facts {
  const { applied, pending, squashed, last } = difference;
  const withoutFile = [...difference.remoteOnly, ...difference.longGone];
  const ofOtherFolders = withoutFile.length - missingIn(withoutFile, folder, elsewhere).length;
  return {
    applied: applied.length,
    last_applied: last?.version ?? null,
    pending: pending.length,
    pending_files: shortened(pending.map(({ file }) => file)),
    ...(ofOtherFolders === 0 ? {} : { applied_with_a_file_in_another_folder: ofOtherFolders }),
    ...(squashed.length === 0 ? {} : { older_than_the_oldest_file: squashed.length }),
  };
}

function describeMigration(entry: HistoryEntry, file?: CommitFile): string {
  if (file !== undefined) return file.file;
  return entry.name === undefined ? entry.version : `${entry.version} (${entry.name})`;
}

function shortened(names: readonly string[]): readonly string[] {
  const rest = names.length - MAX_NAMED;
  return rest <= 0 ? names : [...names.slice(0, MAX_NAMED), `and ${rest} more`];
}
