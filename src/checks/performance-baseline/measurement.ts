import type { Unknown } from "../../core/finding.ts";
import type { Source, SourceKey } from "../../core/sources.ts";
import type { MeasuredIndex, MeasuredTable } from "./plan/measured-objects.ts";
import type { PlanNode } from "./plan/node.ts";

/** The recorded baseline at this path, and the declared queries measured. */
export function baselineSource(file: string): SourceKey<BaselineEvidence> {
  return { provider: "declared-queries", name: file };
}

/** What was read for performance-baseline. */
export interface BaselineEvidence {
  /** The text of the recorded baseline; null when there is no such file. On a pull request it is the base branch's. */
  readonly recorded: Source<string | null>;
  readonly measured: Source<MeasuredQueries>;
}

/** What one run measured. */
export interface MeasuredQueries {
  /** The server of `baseline-database-url`. */
  readonly server: {
    readonly version: string;
    readonly database: string;
    readonly isStandby: boolean;
    /** The cluster's system identifier, which its standbys share; null when it is not available. */
    readonly system?: string | null;
  };
  /** Every declared query, by its name. */
  readonly queries: ReadonlyMap<string, Measured>;
  readonly notices: readonly string[];
}

/**
 * - a measurement;
 * - `stopped`: the server stopped each of its executions after its timeout, in milliseconds;
 * - or why nothing could be measured.
 */
export type Measured =
  | { readonly measurement: Measurement }
  | { readonly stopped: { readonly afterMs: number; readonly times: number } }
  | { readonly unknown: Unknown };

export function measurementIn(measured: Measured | undefined): Measurement | undefined {
  return measured !== undefined && "measurement" in measured ? measured.measurement : undefined;
}

/** The counts are those of the warm run with the fewest blocks: a cold cache or other sessions can only add to them. */
export interface Measurement {
  /** Rows returned. */
  readonly rows: number;
  /** Rows that the plan's scans read, those filtered away included. */
  readonly rowsRead: number;
  /** Shared blocks (8 kB), found in the cache or read. */
  readonly blocks: number;
  readonly spilledBytes: number;
  /** Execution times of the warm runs in milliseconds, in their order, as the server measured them. */
  readonly times: readonly number[];
  /** The times of a second round some seconds later, for a query that exceeded `max-time` in the first one. */
  readonly again: readonly number[];
  readonly plan: PlanNode;
  readonly tables: readonly MeasuredTable[];
  readonly indexes: readonly MeasuredIndex[];
}
