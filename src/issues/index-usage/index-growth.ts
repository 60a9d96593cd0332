import type { IndexRow } from "../run-facts.ts";
import type { IndexHistory } from "./history.ts";

/**
 * A fifth, as less is what any table in use gains, and 8 MB, as sizes are the server's estimates and a small index
 * doubles without anybody being the worse for it.
 */
const LEAST_SHARE = 0.2;
const LEAST_BYTES = 8 * 1024 * 1024;

export interface GrowingIndex {
  readonly index: IndexRow;
  /** Its oldest size of the last weeks. */
  readonly from: { readonly at: number; readonly bytes: number };
}

/** The ones that grew most first. */
export function growingIndexes(rows: readonly IndexRow[], history: IndexHistory): GrowingIndex[] {
  return rows
    .flatMap((index): GrowingIndex[] => {
      const from = history.oldestSize(index.name);
      return from === null || !grew(from.bytes, index.bytes) ? [] : [{ index, from }];
    })
    .sort((a, b) => grownBy(b) - grownBy(a));
}

function grew(before: number, now: number): boolean {
  return now - before >= LEAST_BYTES && now >= before * (1 + LEAST_SHARE);
}

function grownBy({ index, from }: GrowingIndex): number {
  return index.bytes - from.bytes;
}
