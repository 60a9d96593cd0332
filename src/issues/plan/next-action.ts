import { mostUrgent, type Priority } from "../../core/priority.ts";
import { isLaterRun, type RunStamp } from "../../core/run-stamp.ts";
import { DAY } from "../../lib/time.ts";
import type { ManagedIssue } from "../issue.ts";
import type { StoredFinding } from "../state/schema.ts";

/** A finding that returns within this time after its issue was closed belongs to the same incident. */
const SAME_INCIDENT = 14 * DAY;

/** What this run found about one topic. Of a check with status unknown neither `isWanted` nor `isOver` is true. */
export interface IssueNeeds {
  /** There are findings to report: an issue must be open. */
  readonly isWanted: boolean;
  /** All that the issue reported is resolved. */
  readonly isOver: boolean;
  /** There is a finding that a person who closed the issue had not seen. */
  readonly hasNews: boolean;
}

type NextAction =
  | { readonly kind: "open" }
  | { readonly kind: "update" | "close"; readonly issue: ManagedIssue }
  | { readonly kind: "reopen"; readonly issue: ManagedIssue; readonly why: "came-back" | "new-since-closed" }
  /** A person closed it, and now its findings are resolved: from here on it counts as closed by this action. */
  | { readonly kind: "acknowledge"; readonly issue: ManagedIssue }
  | { readonly kind: "leave"; readonly issue: ManagedIssue | undefined };

/** @param now when this run began */
export function nextAction(issue: ManagedIssue | undefined, needs: IssueNeeds, now: number): NextAction {
  if (issue === undefined) return needs.isWanted ? { kind: "open" } : { kind: "leave", issue };
  if (issue.isOpen) return nextForOpenIssue(issue, needs);
  // An issue with a broken block does not say who closed it: it is treated as closed by this action.
  const closedByPerson = issue.state !== null && issue.state.closed === null;
  return closedByPerson ? nextAfterPerson(issue, needs) : nextAfterOurClosing(issue, needs, now);
}

function nextForOpenIssue(issue: ManagedIssue, { isWanted, isOver }: IssueNeeds): NextAction {
  if (isWanted) return { kind: "update", issue };
  // A person reopened what this action closed, and wants it open.
  const isReopened = issue.state !== null && issue.state.closed !== null;
  return { kind: isOver && !isReopened ? "close" : "leave", issue };
}

function nextAfterPerson(issue: ManagedIssue, { isWanted, isOver, hasNews }: IssueNeeds): NextAction {
  if (isOver) return { kind: "acknowledge", issue };
  return isWanted && hasNews ? { kind: "reopen", issue, why: "new-since-closed" } : { kind: "leave", issue };
}

function nextAfterOurClosing(issue: ManagedIssue, { isWanted }: IssueNeeds, now: number): NextAction {
  if (!isWanted) return { kind: "leave", issue };
  const isRecent = issue.closedAt !== null && now - issue.closedAt < SAME_INCIDENT;
  return isRecent ? { kind: "reopen", issue, why: "came-back" } : { kind: "open" };
}

/** The document's deadlines: immediately (null), within 24 hours, 1 week, 1 month. */
const TIME_TO_FIX: Record<Priority, number | null> = {
  critical: null,
  high: DAY,
  medium: 7 * DAY,
  low: 30 * DAY,
  info: 30 * DAY,
};

interface Urgency {
  readonly priority: Priority;
  /** When the oldest finding was first seen. */
  readonly firstSeen: number;
  /** Counted from the oldest finding of the most urgent priority. Null means immediately. */
  readonly due: number | null;
}

/** @param otherwise used when there are no findings */
export function urgencyOf(
  findings: readonly Pick<StoredFinding, "priority" | "firstSeen">[],
  otherwise: { readonly priority: Priority; readonly at: number },
): Urgency {
  const priority =
    findings.length === 0 ? otherwise.priority : mostUrgent(findings.map((finding) => finding.priority));
  const oldest = (times: readonly { readonly firstSeen: number }[]): number =>
    times.reduce((least, { firstSeen }) => Math.min(least, firstSeen), otherwise.at);
  const time = TIME_TO_FIX[priority];
  const since = oldest(findings.filter((finding) => finding.priority === priority));
  return { priority, firstSeen: oldest(findings), due: time === null ? null : since + time };
}

/**
 * Whether a later run has already written this. A stamp more than a day ahead is ignored: a runner's clock that was
 * a year ahead would stop every run from writing for a year.
 */
export function isSupersededBy(written: RunStamp, run: RunStamp): boolean {
  return isLaterRun(written, run) && written.at - run.at <= DAY;
}
