import type { SlowdownRule, StatementCounters } from "../checks/slow-queries/slowdown.ts";
import type { Report } from "../core/report.ts";
import type { RunStamp } from "../core/run-stamp.ts";
import type { Window } from "../core/server.ts";

/** One index as the statement of index-sizes gives it; a partitioned one with the sums of its partitions'. */
export interface IndexRow {
  /** Quoted: `public.orders_idx`. */
  readonly name: string;
  readonly table: string;
  readonly bytes: number;
  readonly scans: number;
  /** Inserts, updates and deletes of its table since the counters began. */
  readonly tableWrites: number;
  readonly isUnique: boolean;
}

/** What pg_stat_statements counted until this run. */
export interface StatementsRead {
  /** Those that took the most time first. */
  readonly counters: readonly StatementCounters[];
  /** Since when it counts, milliseconds since 1970; null where nothing tells. */
  readonly window: number | null;
  readonly rule: SlowdownRule;
}

/** What a run knows beyond its report, for memory and for the issues. Names are whole here. */
export interface RunFacts {
  readonly report: Report;
  readonly run: RunStamp;
  /** Ids of the checks whose findings open and close only after two runs agree. */
  readonly needsConfirmation: ReadonlySet<string>;
  /** Ids of the checks whose home is the weekly index-usage issue. */
  readonly indexUsage: ReadonlySet<string>;
  /** Null where the database was not reached or does not tell. */
  readonly system: string | null;
  readonly timeline: string | null;
  /** Undefined where the database was not reached. */
  readonly tablesWindow: Window | undefined;
  /** The largest indexes; empty in a run that did not ask for them. */
  readonly indexes: readonly IndexRow[];
  /** Indexes beyond those: how many, and their bytes. */
  readonly smallerIndexes: { readonly count: number; readonly bytes: number };
  /** Undefined in a run that did not ask slow-queries or got no answer. */
  readonly statements?: StatementsRead | undefined;
  /** Milliseconds of observed silence before an index may be dropped. */
  readonly observedFor: number;
  /** What the checks of this run leave for the team to keep. The dot before `name` keeps it apart from any report. */
  readonly files: readonly { readonly output: string; readonly name: string; readonly text: string }[];
}
