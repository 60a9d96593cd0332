import type { BaselineEvidence } from "../checks/performance-baseline/measurement.ts";
import type { Skipped, Unknown } from "./finding.ts";

/** What came of asking a source: a value, a reason why it could not be had, or why it was not asked. */
export type Source<T> = { readonly value: T } | { readonly unknown: Unknown } | { readonly skipped: Skipped };

/** What a check wants besides rows of the database. */
export interface Needs {
  /** Folders of the checked-out commit whose files are to be listed, from the repository's root. */
  readonly directories?: readonly string[];
  /** Files of the checked-out commit whose text is to be read. */
  readonly files?: readonly string[];
  /** Markdown files of the checked-out commit that are to be read as documents. */
  readonly documents?: readonly string[];
  readonly supabase?: readonly SupabaseTopic[];
  /** PgBouncer's admin console. */
  readonly pgbouncer?: true;
  /** The repository's scheduled workflows and their runs. */
  readonly workflows?: true;
  /** The declared queries measured, and the recorded baseline at this path. */
  readonly baseline?: string;
}

/** Everything that was asked besides the database. What no check needs is not asked and not here. */
export interface Sources {
  /** By path: the files below it, relative to it, sorted; null when there is no such folder. */
  readonly directories: ReadonlyMap<string, Source<readonly string[] | null>>;
  /** By path: the text; null when there is no such file. */
  readonly files: ReadonlyMap<string, Source<string | null>>;
  /** By path: the parts in reading order; null when there is no such file. */
  readonly documents: ReadonlyMap<string, Source<readonly DocumentPart[] | null>>;
  readonly supabase: Source<SupabaseEvidence>;
  readonly pgbouncer: Source<PgBouncerEvidence>;
  readonly workflows: Source<WorkflowsEvidence>;
  readonly baseline: Source<BaselineEvidence>;
}

/** A piece of a Markdown document, its form taken away. Comments are left out. */
export type DocumentPart =
  | { readonly heading: string; readonly level: number }
  /**
   * One line of a paragraph or a list. `label` is what stands in bold at its beginning, without its colon, and
   * `text` what follows; `depth` counts the lists around it.
   */
  | { readonly text: string; readonly label?: string; readonly depth: number }
  /** A row of a table: each cell by its column's heading. */
  | { readonly row: Readonly<Record<string, string>> }
  /** A block of code: its lines are never a document's own. */
  | { readonly code: string };

/** A topic is one endpoint of the Management API. */
export const SUPABASE_TOPICS = ["project", "backups", "pooler", "pgbouncer", "postgrest"] as const;
export type SupabaseTopic = (typeof SUPABASE_TOPICS)[number];

/** Each topic that was asked for, on its own: one missing permission does not hide the others. */
export interface SupabaseEvidence {
  readonly project?: Source<{ readonly status: string; readonly createdAt: number }>;
  readonly backups?: Source<SupabaseBackups>;
  /** Supavisor, the shared pooler, of the primary. */
  readonly pooler?: Source<PoolerSettings>;
  /** The dedicated PgBouncer. */
  readonly pgbouncer?: Source<PoolerSettings>;
  readonly postgrest?: Source<{ readonly poolSize: number | null }>;
}

/** Times are milliseconds since 1970. */
export interface SupabaseBackups {
  readonly pitrEnabled: boolean;
  readonly walgEnabled: boolean;
  readonly backups: readonly { readonly status: string; readonly isPhysical: boolean; readonly at: number }[];
  readonly latestPhysicalAt: number | null;
  readonly earliestPhysicalAt: number | null;
}

/** Null where the platform's default counts. */
export interface PoolerSettings {
  readonly mode: string | null;
  readonly poolSize: number | null;
  readonly maxClients: number | null;
}

export interface PgBouncerEvidence {
  readonly version: string;
  /** Those of SHOW CONFIG that a check may need. */
  readonly settings: Readonly<Record<string, string>>;
  /** One for each database and user that has connected since PgBouncer started. Its own console is left out. */
  readonly pools: readonly {
    readonly database: string;
    readonly user: string;
    readonly mode: string;
    readonly clientsWaiting: number;
    readonly serversActive: number;
    readonly serversIdle: number;
    /** Seconds that the first client in the queue has waited. */
    readonly longestWait: number;
  }[];
  readonly databases: readonly {
    /** As clients name it. */
    readonly name: string;
    /** The database's own name at its server. */
    readonly target: string;
    /** Databases of the same server have the same number; its address stays with the collector. */
    readonly server: number;
    readonly poolSize: number;
    readonly reservePool: number;
    /** Server connections that all its pools may have together; null when nothing limits them. */
    readonly maxConnections: number | null;
    /** Null where PgBouncer's own pool_mode counts. */
    readonly mode: string | null;
  }[];
}

/** The workflows of the repository's default branch that run this action, and when GitHub last ran them by schedule. */
export interface WorkflowsEvidence {
  readonly defaultBranch: string;
  /** The label of this run's database. */
  readonly target: string;
  readonly workflows: readonly MonitoringWorkflow[];
  /** Workflow files that were not read, because there are too many. */
  readonly unread: number;
}

export interface MonitoringWorkflow {
  readonly path: string;
  /** GitHub's word: active, disabled_manually, disabled_inactivity, disabled_fork, deleted. */
  readonly state: string;
  /** Since when GitHub knows this workflow, milliseconds since 1970. */
  readonly createdAt: number;
  /** `on.schedule` of its file. */
  readonly schedules: readonly { readonly cron: string; readonly timezone: string | null }[];
  /** Its steps that run this action, those of called workflows among them. */
  readonly steps: readonly MonitoringStep[];
  /** Its scheduled runs on the default branch: how many were looked into, since when, and whether there are older ones. */
  readonly runs: { readonly looked: number; readonly since: number | null; readonly hasOlder: boolean };
}

export interface MonitoringStep {
  readonly job: string;
  readonly name: string;
  /** The label of the database that it looks at; null when its checks are not known either. */
  readonly target: string | null;
  /** Ids of the checks that it runs; null when an expression or another repository's file decides. */
  readonly checks: readonly string[] | null;
  /** Start of the newest scheduled run in which it ran, whatever it found; null when none was seen. */
  readonly lastRanAt: number | null;
}

/** No source at all: for runs that need none. */
export const NO_SOURCES: Sources = {
  directories: new Map(),
  files: new Map(),
  documents: new Map(),
  supabase: notAsked(),
  pgbouncer: notAsked(),
  workflows: notAsked(),
  baseline: notAsked(),
};

function notAsked(): { readonly skipped: Skipped } {
  return { skipped: { reason: "not-configured", detail: "No check of this run asks for it." } };
}
