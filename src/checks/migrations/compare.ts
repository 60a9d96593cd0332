import type { HistoryEntry, MigrationFile, MigrationTool } from "../shared/migration-files/tools/tool.ts";

/** How a commit's files and a database's history table differ. Each migration is in at most one list. */
export interface Difference<File extends MigrationFile = MigrationFile> {
  /** Started and not finished, with the file when there is one. */
  readonly failed: readonly { readonly entry: HistoryEntry; readonly file: File | undefined }[];
  /** Files with a version that another file has too. */
  readonly doubled: readonly File[];
  /** Not applied although newer ones are. */
  readonly late: readonly File[];
  /** Not applied, newer than all that are. */
  readonly pending: readonly File[];
  /** Applied, but this commit has no file of it. */
  readonly remoteOnly: readonly HistoryEntry[];
  /** Applied, without a file, and older than a hundred that have theirs. */
  readonly longGone: readonly HistoryEntry[];
  /** Applied, without a file, and older than the oldest file of a tool whose users squash migrations. */
  readonly squashed: readonly HistoryEntry[];
  /** Files that are applied. */
  readonly applied: readonly File[];
  readonly last: HistoryEntry | undefined;
}

/** So many newer migrations show that the tool has long gone on without a file. */
export const LONG_AGO = 100;

export function compareMigrations<File extends MigrationFile>(
  tool: MigrationTool,
  files: readonly File[],
  entries: readonly HistoryEntry[],
): Difference<File> {
  const byOrder = (a: { version: string }, b: { version: string }): number =>
    tool.compare(a.version, b.version);
  const inOrder = [...files].sort(
    (a, b) => Number(a.isRepeatable ?? false) - Number(b.isRepeatable ?? false) || byOrder(a, b),
  );
  const byVersion = new Map<string, File>();
  const doubled: File[] = [];
  for (const file of inOrder) {
    if (byVersion.has(file.version)) doubled.push(file);
    else byVersion.set(file.version, file);
  }

  // A version may have a row for each attempt. One that succeeded is enough.
  const applied = new Map(
    entries.filter(({ state }) => state === "applied").map((entry) => [entry.version, entry]),
  );
  const failed = new Map(
    entries
      .filter(({ state, version }) => state === "failed" && !applied.has(version))
      .map((entry) => [entry.version, entry]),
  );
  const ordered = entries.filter(({ isRepeatable }) => isRepeatable !== true).sort(byOrder);
  const last = ordered.at(-1);
  const covering = ordered.filter(({ coversOlder }) => coversOlder === true).at(-1);
  const isCovered = (file: File): boolean =>
    applied.has(file.version) ||
    (covering !== undefined && file.isRepeatable !== true && byOrder(file, covering) < 0);

  const single = [...byVersion.values()];
  const open = single.filter((file) => !isCovered(file) && !failed.has(file.version));
  const isLate = (file: File): boolean =>
    file.isRepeatable !== true && last !== undefined && byOrder(file, last) < 0;
  const oldest = single.find(({ isRepeatable }) => isRepeatable !== true);
  const missing = [...applied.values()].filter(
    ({ version, needsNoFile }) => needsNoFile !== true && !byVersion.has(version),
  );
  const isSquashed = (entry: HistoryEntry): boolean =>
    tool.mayBeSquashed && oldest !== undefined && byOrder(entry, oldest) < 0;
  const appliedFiles = single.filter(isCovered);
  const isLongGone = (entry: HistoryEntry): boolean =>
    tool.mayBeSquashed &&
    appliedFiles.filter((file) => file.isRepeatable !== true && byOrder(file, entry) > 0).length >= LONG_AGO;
  const lost = missing.filter((entry) => !isSquashed(entry)).sort(byOrder);
  return {
    failed: [...failed.values()].map((entry) => ({ entry, file: byVersion.get(entry.version) })),
    doubled,
    late: open.filter(isLate),
    pending: open.filter((file) => !isLate(file)),
    remoteOnly: lost.filter((entry) => !isLongGone(entry)),
    longGone: lost.filter(isLongGone),
    squashed: missing.filter(isSquashed),
    applied: appliedFiles,
    last,
  };
}
