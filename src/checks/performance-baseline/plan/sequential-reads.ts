import type { Measurement } from "../measurement.ts";
import { nodesOf, type PlanNode, rootsOf } from "./node.ts";

/** Rows. A sequential scan of a smaller table reads some hundred blocks, and is often the right plan. */
export const LARGE_TABLE = 10_000;

export const SEQ_SCAN = "Seq Scan";

/** A table that the plan reads from its beginning to its end. */
export interface SequentialRead {
  readonly table: string;
  /** The rows of the table; of a partitioned table, the rows of the partitions that are read this way. */
  readonly rows: number;
}

/** The tables that the execution read sequentially, the largest first. */
export function sequentialReads({ plan, tables, indexes }: Measurement): SequentialRead[] {
  const roots = rootsOf({ tables, indexes });
  const rowsByTable = new Map<string, Map<string, number>>();
  for (const node of nodesOf(plan)) {
    if (node.type !== SEQ_SCAN || node.relation === undefined || node.loops === 0) continue;
    const table = roots.table(node.relation);
    const partitions = rowsByTable.get(table) ?? new Map<string, number>();
    partitions.set(node.relation, Math.max(rowsOfOneScan(node), partitions.get(node.relation) ?? 0));
    rowsByTable.set(table, partitions);
  }
  return [...rowsByTable]
    .map(([table, partitions]) => {
      const read = [...partitions.values()].reduce((sum, rows) => sum + rows, 0);
      const known = tables.find(({ name }) => name === table);
      // A partitioned table's own number counts all its partitions, also those that the plan does not read.
      const whole = known === undefined || known.partitions.length > 0 ? null : known.rows;
      return { table, rows: Math.round(Math.max(read, whole ?? 0)) };
    })
    .sort((a, b) => b.rows - a.rows);
}

/** Workers divide one scan among themselves; each loop of a join is a scan of its own. */
function rowsOfOneScan({ rows, removedRows, loops, strategy = "" }: PlanNode): number {
  return (rows + removedRows) / (strategy.includes("Parallel") ? 1 : loops);
}
