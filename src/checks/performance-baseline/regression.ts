import { fromIso, toDate } from "../../lib/time.ts";
import type { RecordedQuery } from "./baseline-file.ts";
import type { Measurement } from "./measurement.ts";
import { heapFetchesOf } from "./plan/node.ts";
import { sharesOfTables } from "./plan/shape.ts";
import type { Changes } from "./plan-changes.ts";
import { number, times } from "./text.ts";

/**
 * So many more blocks are never a regression: 800 kB from the cache take a fraction of a millisecond, and 3 blocks
 * become 7 when an index grows by a level or its dead entries wait for vacuum.
 */
export const FLOOR = 100;

/**
 * A plan that lost an index or reads a large table anew has a reason to be worse: so little growth confirms it. Less
 * is what counts differ by from one ANALYZE to the next, and then the other plan is as good.
 */
export const WITH_ANOTHER_PLAN = 1.2;

/**
 * How many times more blocks the growth of its tables explains. Each table's part of the old blocks grows with its
 * rows at most; one that shrank explains nothing.
 */
export function growthOf(old: RecordedQuery, { tables }: Measurement): number {
  const shares = sharesOfTables(old);
  return [...shares].reduce((sum, [name, share]) => {
    const then = old.tables.find((table) => table.name === name)?.rows ?? 0;
    const now = tables.find((table) => table.name === name)?.rows ?? 0;
    return then > 0 && now > then ? sum + share * (now / then - 1) : sum;
  }, 1);
}

/**
 * An index-only scan looks rows up in the table that were written since the last VACUUM, each in a block of its own:
 * a busy queue reads 45 blocks in one hour and 8,900 in the next, by the same plan and for the same rows. That is
 * told, and passes by itself. A plan that reads more rows than it did has another reason.
 */
function isForWantOfVacuum(
  old: RecordedQuery,
  { blocks: now, rowsRead, plan }: Measurement,
  allowed: number,
) {
  const without = Math.max(0, now - heapFetchesOf(plan));
  const then = Math.max(0, old.blocks - (old.heapFetches ?? 0));
  return without <= allowed * then + FLOOR && rowsRead <= allowed * old.rowsRead + FLOOR;
}

/** `read 24 on 2026-11-15 (1,894 times as many)`: how much more it reads than recorded; undefined for no regression. */
export function regressionIn(
  { usable: old, recordedAt }: { readonly usable: RecordedQuery; readonly recordedAt: string },
  measurement: Measurement,
  { maxGrowth, changes }: { readonly maxGrowth: number; readonly changes: Changes },
): string | undefined {
  const growth = growthOf(old, measurement);
  const hasAnotherPlan = changes.lostIndexes.length > 0 || changes.sequential.length > 0;
  const factor = hasAnotherPlan ? Math.min(maxGrowth, WITH_ANOTHER_PLAN) : maxGrowth;
  if (measurement.blocks <= factor * growth * old.blocks + FLOOR) return undefined;
  if (!hasAnotherPlan && isForWantOfVacuum(old, measurement, factor * growth)) return undefined;
  const day = toDate(fromIso(recordedAt) ?? 0);
  const grown = old.blocks === 0 ? "" : ` (${times(measurement.blocks / old.blocks)} as many)`;
  const allowed = factor === maxGrowth ? `, where max-growth is ${number(maxGrowth)}` : "";
  return `read ${number(old.blocks)} on ${day}${grown}${allowed}`;
}
