import type { RunFacts } from "../../domain/run-facts.ts";
import type { Settings } from "../../domain/settings.ts";
import type { IssueWrite, TrackerEvidence } from "../../domain/tracker.ts";

/** What was done to one issue, as the output issue-changes has it. */
export interface IssueChange {
  /** A check's id, overview, checklist or index-usage. */
  readonly check: string;
  readonly number: number;
  readonly action: IssueWrite["action"];
  readonly why: string;
}

export interface PublishedIssues {
  readonly changes: readonly IssueChange[];
  /** What could not be done, one sentence each, with the permission to add where one is missing. */
  readonly problems: readonly string[];
}

/** Brings the issues in line with what this run found. It never throws: what went wrong is told. */
export async function publishIssues(
  _facts: RunFacts,
  _tracking: TrackerEvidence,
  _settings: Settings,
): Promise<PublishedIssues> {
  return { changes: [], problems: [] };
}
