import type { Status } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { CheckResult, Report, ReportedFinding } from "../../core/report.ts";
import type { IssueBody } from "../body.ts";
import type { IssueState, StoredRun } from "../state/schema.ts";

/** The data that issues and comments are rendered from. Times are milliseconds since 1970. */

/** The text of an issue's block. */
export interface IssueText {
  /** The issue is updated when this changes. */
  readonly content: string;
  /** The part that is compared with the last run, where numbers in the text change by themselves. */
  readonly stable?: string;
  /** The run that wrote it, with a link. It differs in every run and is no reason to write. */
  readonly footer: string;
}

/** All of an issue's body but its text. */
export interface BodyFrame extends Pick<IssueBody, "target" | "topic" | "before" | "after"> {
  /** Characters for the text and the state together. */
  readonly room: number;
  readonly state: IssueState;
}

/** The run that writes. */
export interface RunView {
  readonly target: string;
  readonly suite: string;
  readonly at: number;
  readonly url: string | null;
  readonly toolVersion: string;
}

export interface CheckIssueView {
  readonly run: RunView;
  /** Redacted where the repository is public. With the confirmed findings that this run sees. */
  readonly result: CheckResult;
  readonly priority: Priority;
  /** When the oldest finding was first seen. */
  readonly firstSeen: number;
  /** Null means immediately. */
  readonly due: number | null;
  /** Findings that this run does not see; one more run must agree that they are resolved. */
  readonly fading: number;
  /** Findings seen once; the next run decides. */
  readonly pending: number;
  /** The closed issue of the same topic. */
  readonly previous: number | null;
  readonly showsNames: boolean;
}

/** One check in the overview, with its last status in any suite. */
export interface OverviewRow {
  readonly check: string;
  readonly title: string;
  readonly status: Status;
  readonly priority: Priority;
  /** Findings that two runs agree on. */
  readonly confirmed: number;
  readonly pending: number;
  /** Since when it has this status. */
  readonly since: number;
  /** When a run last had this check. */
  readonly at: number;
  readonly unknownSince: number | null;
  /** Why it is unknown; undefined when the check was not part of this run. */
  readonly unknownDetail: string | undefined;
  /** Its issue or the weekly one; null when there is none, or it opens with the same plan. */
  readonly issue: number | null;
}

export interface CheckChangesView {
  readonly check: string;
  readonly title: string;
  readonly before: Status | null;
  readonly now: Status;
  /** Redacted where the repository is public. */
  readonly appeared: readonly ReportedFinding[];
  /** Empty where names are redacted. */
  readonly resolvedNames: readonly string[];
  readonly resolved: number;
}

export interface OverviewView {
  readonly run: RunView;
  /** Redacted where the repository is public. */
  readonly report: Report;
  readonly rows: readonly OverviewRow[];
  /** Null at the first run. */
  readonly previousRun: number | null;
  readonly changes: readonly CheckChangesView[];
  /** Newest first. */
  readonly runs: readonly StoredRun[];
  /** Failing checks whose issue one of the next runs opens. */
  readonly waiting: readonly string[];
  readonly checklistIssue: number | null;
  readonly indexUsageIssue: number | null;
  /** Findings that the state had no room for. */
  readonly leftOut: number;
  readonly showsNames: boolean;
}

export interface ChecklistIssueView {
  readonly run: RunView;
  /** Redacted where the repository is public. */
  readonly report: Report;
  readonly priority: Priority;
  readonly firstSeen: number;
  readonly due: number | null;
  readonly previous: number | null;
  readonly showsNames: boolean;
}

/** What a comment reports. */
export interface ChangeView {
  readonly run: RunView;
  readonly title: string;
  readonly appeared: readonly ReportedFinding[];
  readonly resolvedNames: readonly string[];
  readonly resolved: number;
  /** Findings that were not resolved: the configuration ignores them now. */
  readonly ignored?: {
    /** Findings that the issue reported before. Empty where names are redacted. */
    readonly names: readonly string[];
    readonly count: number;
    /** All findings of this check that the configuration ignores. */
    readonly all: number;
  };
  /** Findings or items that are not resolved. */
  readonly remaining: number;
  /** Set when the priority became more urgent. */
  readonly raised: { readonly from: Priority; readonly to: Priority } | null;
  readonly showsNames: boolean;
  /** What is counted: findings, or items of the checklist. */
  readonly of?: "findings" | "items";
}
