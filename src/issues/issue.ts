import type { Priority } from "../core/priority.ts";
import type { Source } from "../core/sources.ts";
import type { BodyFrame, OverviewView } from "./render/model.ts";
import type { IssueState } from "./state/schema.ts";

/** The label by which issues are found. Only people with triage permission can set labels. */
export const LABEL = "pg-preflight";

export const OVERVIEW = "overview";
export const CHECKLIST = "checklist";
export const INDEX_USAGE = "index-usage";

/** `overview`, `checklist`, `index-usage`, or a check's id. */
export type IssueTopic = string;

/** An issue of pg-preflight for this target, as GitHub listed it. */
export interface ManagedIssue {
  readonly number: number;
  /** GitHub's own id, needed for `duplicate_issue_id`. */
  readonly id: number;
  readonly topic: IssueTopic;
  readonly isOpen: boolean;
  /** Milliseconds since 1970. */
  readonly closedAt: number | null;
  readonly title: string;
  readonly labels: readonly string[];
  readonly body: string;
  /** Text of people before and after the block. */
  readonly before: string;
  readonly after: string;
  /** Null when the block is broken. */
  readonly state: IssueState | null;
}

/** The open and the closed issues of this target. */
export interface IssueSnapshot {
  /** Lowest number first. */
  readonly issues: readonly ManagedIssue[];
  /** One sentence for each issue that looks like one of pg-preflight and is left alone. */
  readonly notices: readonly string[];
  /** Topics whose issue a newer version wrote: this version does not write them. */
  readonly newerVersionTopics: readonly IssueTopic[];
}

export const EMPTY_SNAPSHOT: IssueSnapshot = { issues: [], notices: [], newerVersionTopics: [] };

/** The issues as they were loaded before the checks are evaluated. */
export interface IssueEvidence {
  /** False when the repository is public and the configuration does not show names: they are redacted then. */
  readonly showsNames: boolean;
  /** Whether this run opens, updates and closes issues. */
  readonly writes: boolean;
  readonly tracker: Source<IssueSnapshot>;
  /** Notices about the repository, such as that its visibility is not known. */
  readonly notices?: readonly string[];
}

/** For a run without issues. */
export const NO_ISSUES: IssueEvidence = {
  showsNames: true,
  writes: false,
  tracker: { skipped: { reason: "not-configured", detail: "This run keeps no issues." } },
};

/** One change to one issue, applied in this order: text and state, labels, comment. */
export interface IssueOperation {
  readonly action: "open" | "update" | "close" | "reopen" | "close-duplicate";
  readonly topic: IssueTopic;
  /** Null for an issue that is opened. */
  readonly number: number | null;
  /** Set for a new issue only, since people rename issues. */
  readonly title?: string;
  /** The whole body. The overview names issues that the same plan opens: bodyOf() writes it with their numbers. */
  readonly body: string | { readonly frame: BodyFrame; readonly view: OverviewView };
  readonly addLabels: readonly string[];
  readonly removeLabels: readonly string[];
  readonly assignees: readonly string[];
  /** GitHub's reason for closing. */
  readonly reason?: "completed" | "not_planned" | "duplicate";
  /** The issue that a duplicate repeats. */
  readonly duplicateOf?: { readonly number: number; readonly id: number };
  readonly comment?: string;
  /** For the log and the dry run: "2 new findings, 1 resolved". */
  readonly why: string;
}

/** A change that was made to one issue, for the output issue-changes. */
export interface IssueChange {
  /** A check's id, overview, checklist or index-usage. */
  readonly check: IssueTopic;
  readonly number: number;
  readonly action: IssueOperation["action"];
  readonly why: string;
}

/** The operations on the issues, in this order. */
export interface IssuePlan {
  readonly writes: readonly IssueOperation[];
  /** Why something is not done, such as that a newer run has already written. */
  readonly notices: readonly string[];
}

/** The label of an issue's priority. */
export function priorityLabel(priority: Priority): string {
  return `priority: ${priority}`;
}
