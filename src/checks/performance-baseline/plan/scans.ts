import type { Measurement } from "../measurement.ts";
import { rootsOf } from "./names.ts";
import { nodesOf, type PlanNode } from "./node.ts";

/** From so many rows on a table is large: below it a sequential scan reads some hundred blocks, and is often right. */
export const LARGE_TABLE = 10_000;

export const SEQ_SCAN = "Seq Scan";

/** A table that the plan reads from its beginning to its end. */
export interface SequentialRead {
  readonly table: string;
  /** How many rows it has; of a partitioned one, how many the partitions have that are read so. */
  readonly rows: number;
}

/** The tables that are read sequentially, the largest first. What the plan has and never executed is not read. */
export function sequentialReads({ plan, tables, indexes }: Measurement): SequentialRead[] {
  const roots = rootsOf({ tables, indexes });
  const seen = new Map<string, Map<string, number>>();
  for (const node of nodesOf(plan)) {
    if (node.type !== SEQ_SCAN || node.relation === undefined || node.loops === 0) continue;
    const table = roots.table(node.relation);
    const partitions = seen.get(table) ?? new Map<string, number>();
    partitions.set(node.relation, Math.max(rowsOfOnce(node), partitions.get(node.relation) ?? 0));
    seen.set(table, partitions);
  }
  return [...seen]
    .map(([table, partitions]) => {
      const read = [...partitions.values()].reduce((sum, rows) => sum + rows, 0);
      const known = tables.find(({ name }) => name === table);
      // A partitioned table's rows are those of all its partitions, however few of them are read.
      const whole = known === undefined || known.partitions.length > 0 ? null : known.rows;
      return { table, rows: Math.round(Math.max(read, whole ?? 0)) };
    })
    .sort((a, b) => b.rows - a.rows);
}

/** Workers divide one reading among themselves; a loop of a join reads all anew. */
function rowsOfOnce({ rows, removedRows, loops, manner = "" }: PlanNode): number {
  return (rows + removedRows) / (manner.includes("Parallel") ? 1 : loops);
}
