import type { Status } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import type { CheckResult, Report, ReportedFinding } from "../../core/report.ts";
import type { IssueBody } from "../body.ts";
import type { IssueState, StoredRun } from "../state/schema.ts";

/** What each of our issues shows, worked out by the plan. Times are milliseconds since 1970. */

/** The text of an issue's block. */
export interface IssueText {
  /** A change of it is a change of the issue. */
  readonly content: string;
  /** The part that is compared with the last run, where numbers in the text change by themselves. */
  readonly stable?: string;
  /** Which run wrote it, with its link: new in every run, and no reason to write. */
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
  /** As everybody may see it; its findings are those that stand and that this run sees. */
  readonly result: CheckResult;
  readonly priority: Priority;
  /** The oldest finding that stands. */
  readonly firstSeen: number;
  /** Null: at once. */
  readonly due: number | null;
  /** Stand, but this run does not see them; one more run must agree. */
  readonly fading: number;
  /** Seen once; the next run decides. */
  readonly pending: number;
  /** The closed issue that told of the same before. */
  readonly previous: number | null;
  readonly showsNames: boolean;
}

/** One check in the overview: its last state, whichever suite it ran in. */
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
  /** The last run that had it in it. */
  readonly at: number;
  readonly unknownSince: number | null;
  /** What it could not look at, in words; undefined when it was not part of this run. */
  readonly unknownDetail: string | undefined;
  /** Its issue, or the weekly one; null when there is none. */
  readonly issue: number | null;
}

export interface CheckChangesView {
  readonly check: string;
  readonly title: string;
  readonly before: Status | null;
  readonly now: Status;
  /** As everybody may see them. */
  readonly appeared: readonly ReportedFinding[];
  /** Names, or nothing where names are kept back. */
  readonly resolvedNames: readonly string[];
  readonly resolved: number;
}

export interface OverviewView {
  readonly run: RunView;
  /** As everybody may see it. */
  readonly report: Report;
  readonly rows: readonly OverviewRow[];
  /** Null at the first run. */
  readonly previousRun: number | null;
  readonly changes: readonly CheckChangesView[];
  /** Newest first. */
  readonly runs: readonly StoredRun[];
  /** Failing checks whose issue waits for the next run, so that one night does not flood. */
  readonly waiting: readonly string[];
  readonly checklistIssue: number | null;
  readonly indexUsageIssue: number | null;
  /** Findings that memory had no room for. */
  readonly leftOut: number;
  readonly showsNames: boolean;
}

export interface ChecklistIssueView {
  readonly run: RunView;
  /** As everybody may see it. */
  readonly report: Report;
  readonly priority: Priority;
  readonly firstSeen: number;
  readonly due: number | null;
  readonly previous: number | null;
  readonly showsNames: boolean;
}

/** What a comment tells. */
export interface ChangeView {
  readonly run: RunView;
  readonly title: string;
  readonly appeared: readonly ReportedFinding[];
  readonly resolvedNames: readonly string[];
  readonly resolved: number;
  /** Nobody mended these: the configuration ignores them. */
  readonly ignored?: {
    /** Told of before, ignored now. Names only where they are shown. */
    readonly names: readonly string[];
    readonly count: number;
    /** All of this check that it ignores. */
    readonly all: number;
  };
  /** Findings or items that are not resolved. */
  readonly remaining: number;
  /** Set when it became more urgent. */
  readonly raised: { readonly from: Priority; readonly to: Priority } | null;
  readonly showsNames: boolean;
  /** What is counted: findings, or the boxes of the checklist. */
  readonly of?: "findings" | "items";
}
