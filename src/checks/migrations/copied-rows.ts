import type { HistoryRow } from "../shared/migration-files/tools/tool.ts";

/** The columns of a tool's table as text. */
type CopiedColumns = Readonly<Record<string, string | null>>;

/**
 * The rows of a history table in the form of the tools' statements. A table that was copied gives its columns as they are,
 * in no order: they get the order and the names that sql/checks/migrations.*.sql gives them.
 */
export function historyRows(
  rows: readonly (HistoryRow & { readonly copied?: CopiedColumns | undefined })[],
): readonly HistoryRow[] {
  const copied = rows.flatMap(({ copied }) => (copied === undefined ? [] : [copied]));
  if (copied.length === 0) return rows;
  return copied.toSorted(byRank).map(rowOf);
}

/** Flyway's order is that of its rank; the other tools give theirs to the entries. */
function byRank(
  { installed_rank: a = null }: CopiedColumns,
  { installed_rank: b = null }: CopiedColumns,
): number {
  return Number(a) - Number(b);
}

function rowOf(columns: CopiedColumns): HistoryRow {
  const { version, name, migration_name, created_at, type, script, success, dirty } = columns;
  return {
    version: version ?? migration_name ?? created_at ?? null,
    ...(name === undefined ? {} : { name }),
    ...(type == null ? {} : { type }),
    ...(script == null ? {} : { script }),
    ...(success == null ? {} : { is_success: success === "t" }),
    ...(dirty == null ? {} : { is_dirty: dirty === "t" }),
    ...("finished_at" in columns ? { is_finished: columns.finished_at !== null } : {}),
    ...("rolled_back_at" in columns ? { is_rolled_back: columns.rolled_back_at !== null } : {}),
  };
}
