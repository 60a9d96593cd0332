/** A table of the plan, or a partitioned table with the sums of its partitions. Names are quoted, with their schema. */
export interface MeasuredTable {
  readonly name: string;
  /** The estimate of the last ANALYZE or VACUUM; null when neither ever ran. */
  readonly rows: number | null;
  readonly bytes: number;
  /** The partitions that the plan names; empty for an ordinary table. */
  readonly partitions: readonly string[];
}

export interface MeasuredIndex {
  readonly name: string;
  /** The partitioned index that it belongs to; null for the index of an ordinary table. */
  readonly root: string | null;
  readonly table: string;
  /** Null if it holds a literal, in a predicate or an expression. */
  readonly definition: string | null;
}
