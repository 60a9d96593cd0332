import type { Unknown } from "../../core/finding.ts";
import type { Source, SourceKey } from "../../core/sources.ts";
import type { PlanNode } from "./plan/node.ts";

/** The recorded baseline at this path, and the declared queries measured. */
export function baselineSource(file: string): SourceKey<BaselineEvidence> {
  return { provider: "declared-queries", name: file };
}

/** What was read for performance-baseline. */
export interface BaselineEvidence {
  /** The text of the recorded baseline, of the commit that counts; null when there is none. */
  readonly recorded: Source<string | null>;
  readonly measured: Source<MeasuredQueries>;
}

/** What one run measured. */
export interface MeasuredQueries {
  /** As `baseline-database-url` reaches it. */
  readonly server: {
    readonly version: string;
    readonly database: string;
    readonly isStandby: boolean;
    /** The cluster's system identifier, which its standbys share; null where it is not told. */
    readonly system?: string | null;
  };
  /** By the name of the query: every declared one. */
  readonly queries: ReadonlyMap<string, Measured>;
  readonly notices: readonly string[];
}

/**
 * - a measurement;
 * - `stopped`: the server stopped each of so many executions after its time limit, in milliseconds;
 * - or why nothing could be measured.
 */
export type Measured =
  | { readonly measurement: Measurement }
  | { readonly stopped: { readonly afterMs: number; readonly times: number } }
  | { readonly unknown: Unknown };

/** Counts are those of the warm run that needed the least: a cold cache or a neighbour can only add to them. */
export interface Measurement {
  /** Rows returned. */
  readonly rows: number;
  /** Rows that the plan's scans read, those filtered away included. */
  readonly rowsRead: number;
  /** Shared blocks (8 kB), found in the cache or read. */
  readonly blocks: number;
  readonly spilledBytes: number;
  /** Execution times of the warm runs, milliseconds, in their order: the plan's own, nothing of the network. */
  readonly times: readonly number[];
  /** Of a second round some seconds later, made when the first was over `max-time`. */
  readonly again: readonly number[];
  readonly plan: PlanNode;
  readonly tables: readonly MeasuredTable[];
  readonly indexes: readonly MeasuredIndex[];
}

/** A table of the plan; of partitions, the partitioned table with their sums. Names are quoted, with their schema. */
export interface MeasuredTable {
  readonly name: string;
  /** As ANALYZE and VACUUM left it; null when neither ran. */
  readonly rows: number | null;
  readonly bytes: number;
  /** Those of its partitions that the plan names; empty for an ordinary table. */
  readonly partitions: readonly string[];
}

export interface MeasuredIndex {
  readonly name: string;
  /** Of a partition's index: the partitioned index that it belongs to. */
  readonly root: string | null;
  readonly table: string;
  /** Null where it holds a literal: a predicate, an expression. */
  readonly definition: string | null;
}
