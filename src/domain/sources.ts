import type { Skipped, Unknown } from "./result.ts";

/** What came of asking a source: a value, a reason why it could not be had, or why it was not asked. */
export type Source<T> = { readonly value: T } | { readonly unknown: Unknown } | { readonly skipped: Skipped };

/** What a check wants besides rows of the database. */
export interface Needs {
  /** Folders of the checked-out commit whose files are to be listed, from the repository's root. */
  readonly directories?: readonly string[];
  /** Files of the checked-out commit whose text is to be read. */
  readonly files?: readonly string[];
  readonly supabase?: readonly SupabaseTopic[];
  /** PgBouncer's admin console. */
  readonly pgbouncer?: true;
  /** The repository's scheduled workflows and their runs. */
  readonly workflows?: true;
}

/** Everything that was asked besides the database. What no check needs is not asked and not here. */
export interface Sources {
  /** By path: the files below it, relative to it, sorted; null when there is no such folder. */
  readonly directories: ReadonlyMap<string, Source<readonly string[] | null>>;
  /** By path: the text; null when there is no such file. */
  readonly files: ReadonlyMap<string, Source<string | null>>;
  readonly supabase: Source<SupabaseEvidence>;
  readonly pgbouncer: Source<PgBouncerEvidence>;
  readonly workflows: Source<WorkflowsEvidence>;
}

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
  readonly settings: Readonly<Record<string, string>>;
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
    readonly name: string;
    readonly poolSize: number;
    readonly mode: string | null;
  }[];
}

/** The repository's workflows, with what GitHub says of their scheduled runs on the default branch. */
export interface WorkflowsEvidence {
  readonly defaultBranch: string;
  readonly workflows: readonly ScheduledWorkflow[];
}

export interface ScheduledWorkflow {
  readonly path: string;
  readonly name: string;
  /** GitHub's word: active, disabled_manually, disabled_inactivity, disabled_fork, deleted. */
  readonly state: string;
  readonly createdAt: number;
  /** The file's text on the default branch: its cron lines and the steps that run this action. */
  readonly text: string | null;
  /** Scheduled runs on the default branch, the newest first. */
  readonly runs: readonly {
    readonly startedAt: number;
    /** Steps of its jobs with the conclusion that GitHub gives them. */
    readonly steps: readonly {
      readonly job: string;
      readonly name: string;
      readonly conclusion: string | null;
    }[];
  }[];
}

/** No source at all: for runs that need none. */
export const NO_SOURCES: Sources = {
  directories: new Map(),
  files: new Map(),
  supabase: notAsked(),
  pgbouncer: notAsked(),
  workflows: notAsked(),
};

function notAsked(): { readonly skipped: Skipped } {
  return { skipped: { reason: "not-configured", detail: "No check of this run asks for it." } };
}
