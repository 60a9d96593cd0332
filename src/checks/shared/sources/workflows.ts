import type { SourceKey } from "../../../core/sources.ts";

/** The repository's scheduled workflows and their runs. */
export const WORKFLOWS: SourceKey<WorkflowsEvidence> = { provider: "workflows", name: "scheduled" };

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
