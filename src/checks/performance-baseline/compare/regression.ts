import type { RecordedQuery } from "../baseline-file.ts";
import type { Measurement } from "../measurement.ts";
import { heapFetchesOf } from "../plan/node.ts";
import { sharesOfTables } from "../plan/outline.ts";
import { day, number, times } from "../text.ts";
import type { Comparable } from "./comparison.ts";
import { MIN_GROWTH, type PlanChanges } from "./plan-changes.ts";

/**
 * A plan that lost an index, or now reads a large table sequentially, has a reason to be worse: this growth confirms it.
 * Counts differ by less from one ANALYZE to the next, and then the other plan is as good.
 */
export const GROWTH_OF_OTHER_PLAN = 1.2;

/** `read 24 on 2026-11-15 (1,894 times as many)`, of a query that reads too many more blocks than recorded. */
export function describeRegression(
  { record, recordedAt }: Comparable,
  measurement: Measurement,
  { maxGrowth, changes }: { readonly maxGrowth: number; readonly changes: PlanChanges },
): string | undefined {
  const growth = growthOfTables(record, measurement);
  const hasOtherPlan = changes.lostIndexes.length > 0 || changes.sequential.length > 0;
  const factor = hasOtherPlan ? Math.min(maxGrowth, GROWTH_OF_OTHER_PLAN) : maxGrowth;
  if (measurement.blocks <= factor * growth * record.blocks + MIN_GROWTH) return undefined;
  if (!hasOtherPlan && isExplainedByHeapFetches(record, measurement, factor * growth)) return undefined;
  const grown = record.blocks === 0 ? "" : ` (${times(measurement.blocks / record.blocks)} as many)`;
  const allowed = factor === maxGrowth ? `, where max-growth is ${number(maxGrowth)}` : "";
  return `read ${number(record.blocks)} on ${day(recordedAt)}${grown}${allowed}`;
}

/**
 * The factor by which blocks can grow because the tables grew. Each table's share of the old blocks grows at most with its
 * rows; a table that shrank explains nothing.
 */
export function growthOfTables(record: RecordedQuery, { tables }: Measurement): number {
  const shares = sharesOfTables(record);
  return [...shares].reduce((sum, [name, share]) => {
    const then = record.tables.find((table) => table.name === name)?.rows ?? 0;
    const now = tables.find((table) => table.name === name)?.rows ?? 0;
    return then > 0 && now > then ? sum + share * (now / then - 1) : sum;
  }, 1);
}

/**
 * An index-only scan reads rows in the table that were written since the last VACUUM, each in a block of its own: a busy
 * queue reads 45 blocks in one hour and 8,900 in the next, by the same plan and for the same rows. The report says so,
 * and the next VACUUM ends it. More rows than before have another reason.
 */
function isExplainedByHeapFetches(
  record: RecordedQuery,
  { blocks, rowsRead, plan }: Measurement,
  allowed: number,
): boolean {
  const now = Math.max(0, blocks - heapFetchesOf(plan));
  const then = Math.max(0, record.blocks - (record.heapFetches ?? 0));
  return now <= allowed * then + MIN_GROWTH && rowsRead <= allowed * record.rowsRead + MIN_GROWTH;
}
