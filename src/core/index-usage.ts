/** One index; a partitioned one with the sums of its partitions'. */
export interface IndexRow {
  /** Quoted: `public.orders_idx`. */
  readonly name: string;
  readonly table: string;
  readonly bytes: number;
  readonly scans: number;
  /** Inserts, updates and deletes of its table since the statistics were reset. */
  readonly tableWrites: number;
  readonly isUnique: boolean;
}

/** The indexes of a database. */
export interface IndexInventory {
  /** The largest first. */
  readonly indexes: readonly IndexRow[];
  /** What is beyond them. */
  readonly smaller: { readonly count: number; readonly bytes: number };
}

/** What the state of the `inventory` keeps of one index. Times are milliseconds since 1970. */
export interface IndexRecord {
  readonly ref: string;
  /** The first run that saw it. */
  readonly firstSeen: number;
  /** Its scans at the last run. */
  readonly scans: number;
  /** Since when it has been seen without a scan. */
  readonly quietSince: number;
  /** `[time, bytes]` of the runs that saw it, oldest first. */
  readonly sizes: readonly (readonly [number, number])[];
}

export const NO_INVENTORY: IndexInventory = { indexes: [], smaller: { count: 0, bytes: 0 } };

/**
 * What a check is in the weekly index-usage issue. The state of the `inventory` reads an IndexInventory
 * and stores an IndexRecord of each index.
 * `observedFor` of the `unused`: milliseconds without a scan before an index may be dropped.
 */
export type IndexUsagePart =
  | { readonly part: "invalid" | "duplicate" | "foreign-key" | "inventory" }
  | { readonly part: "unused"; observedFor(options: unknown): number };
