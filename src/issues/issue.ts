import type { Priority } from "../core/priority.ts";
import type { Source } from "../core/sources.ts";
import type { BodyFrame, OverviewView } from "./render/model.ts";
import type { IssueState } from "./state/schema.ts";

/** The label by which our issues are found. Only people with triage rights can set labels. */
export const LABEL = "pg-preflight";

export const OVERVIEW = "overview";
export const CHECKLIST = "checklist";
export const INDEX_USAGE = "index-usage";

/** Whose issue it is: `overview`, `checklist`, `index-usage`, or a check's id. */
export type IssueTopic = string;

/** An issue of ours for this target, as GitHub listed it. */
export interface ManagedIssue {
  readonly number: number;
  /** GitHub's own id, which `duplicate_issue_id` wants. */
  readonly id: number;
  readonly topic: IssueTopic;
  readonly isOpen: boolean;
  /** Milliseconds since 1970. */
  readonly closedAt: number | null;
  readonly title: string;
  readonly labels: readonly string[];
  readonly body: string;
  /** What people wrote around our block. */
  readonly before: string;
  readonly after: string;
  /** Null when the block is broken. */
  readonly state: IssueState | null;
}

/** Our issues of this target: open ones, and closed ones too. */
export interface IssueSnapshot {
  /** Lowest number first. */
  readonly issues: readonly ManagedIssue[];
  /** Issues that look like ours and are left alone, one sentence each. */
  readonly notices: readonly string[];
  /** Homes of which an issue of a newer version's is there: this version writes none of them. */
  readonly newerVersionTopics: readonly IssueTopic[];
}

export const EMPTY_SNAPSHOT: IssueSnapshot = { issues: [], notices: [], newerVersionTopics: [] };

/** What is known of the issues before anything is judged. */
export interface IssueEvidence {
  /** May everybody read what we write? Names are kept back then, unless the configuration shows them. */
  readonly showsNames: boolean;
  /** This run opens, updates and closes issues. */
  readonly writes: boolean;
  readonly tracker: Source<IssueSnapshot>;
  /** What the reader should know of the repository: its visibility could not be learned. */
  readonly notices?: readonly string[];
}

/** A run that has nothing to do with issues. */
export const NO_ISSUES: IssueEvidence = {
  showsNames: true,
  writes: false,
  tracker: { skipped: { reason: "not-configured", detail: "This run keeps no issues." } },
};

/** One change to one issue. It is carried out in this order: text and state, labels, comment. */
export interface IssueOperation {
  readonly action: "open" | "update" | "close" | "reopen" | "close-duplicate";
  readonly topic: IssueTopic;
  /** Null for an issue that is to be opened. */
  readonly number: number | null;
  /** Only a new issue gets one: people rename. */
  readonly title?: string;
  /** The whole body. The overview names issues that the same plan opens: bodyOf() writes it with their numbers. */
  readonly body: string | { readonly frame: BodyFrame; readonly view: OverviewView };
  readonly addLabels: readonly string[];
  readonly removeLabels: readonly string[];
  readonly assignees: readonly string[];
  /** GitHub's reason of a closing. */
  readonly reason?: "completed" | "not_planned" | "duplicate";
  /** The issue that stays, of a duplicate. */
  readonly duplicateOf?: { readonly number: number; readonly id: number };
  readonly comment?: string;
  /** For the log and the dry run: "2 new findings, 1 resolved". */
  readonly why: string;
}

/** What was done to one issue, as the output issue-changes has it. */
export interface IssueChange {
  /** A check's id, overview, checklist or index-usage. */
  readonly check: IssueTopic;
  readonly number: number;
  readonly action: IssueOperation["action"];
  readonly why: string;
}

/** What is to be done to the issues, in this order. */
export interface IssuePlan {
  readonly writes: readonly IssueOperation[];
  /** Why something was not done: a newer run has written already. */
  readonly notices: readonly string[];
}

/** The label that says how urgent an issue is. */
export function priorityLabel(priority: Priority): string {
  return `priority: ${priority}`;
}
