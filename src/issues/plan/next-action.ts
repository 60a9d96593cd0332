import { mostUrgent, type Priority } from "../../core/priority.ts";
import { isLaterRun, type RunStamp } from "../../core/run-stamp.ts";
import { DAY } from "../../lib/time.ts";
import type { ManagedIssue } from "../issue.ts";
import type { StoredFinding } from "../state/schema.ts";

/** What comes back so soon after we closed its issue is the same trouble. */
const SAME_INCIDENT = 14 * DAY;

/** What this run has to say to one home. */
export interface IssueNeeds {
  /** There is something to tell: an issue is to be open. */
  readonly isWanted: boolean;
  /** What the issue told of is over. Neither is so while nobody could look. */
  readonly isOver: boolean;
  /** Something that a person who closed the issue had not seen. */
  readonly hasNews: boolean;
}

export type NextAction =
  /** `after`: the closed issue that told of the same. */
  | { readonly kind: "open"; readonly after: ManagedIssue | undefined }
  | { readonly kind: "update" | "close"; readonly issue: ManagedIssue }
  | { readonly kind: "reopen"; readonly issue: ManagedIssue; readonly why: "came-back" | "new-since-closed" }
  /** A person closed it, and now it is over as well: it may come back like any that we closed. */
  | { readonly kind: "settle"; readonly issue: ManagedIssue }
  | { readonly kind: "rest"; readonly issue: ManagedIssue | undefined };

/** @param now when this run began */
export function nextAction(
  issue: ManagedIssue | undefined,
  { isWanted, isOver, hasNews }: IssueNeeds,
  now: number,
): NextAction {
  if (issue === undefined) return isWanted ? { kind: "open", after: undefined } : { kind: "rest", issue };
  if (issue.isOpen) {
    if (isWanted) return { kind: "update", issue };
    // Open though we closed it: a person wants it open.
    return { kind: isOver && !isClosedByUs(issue) ? "close" : "rest", issue };
  }
  if (isClosedByPerson(issue)) {
    if (isOver) return { kind: "settle", issue };
    return isWanted && hasNews ? { kind: "reopen", issue, why: "new-since-closed" } : { kind: "rest", issue };
  }
  if (!isWanted) return { kind: "rest", issue };
  const isRecent = issue.closedAt !== null && now - issue.closedAt < SAME_INCIDENT;
  return isRecent ? { kind: "reopen", issue, why: "came-back" } : { kind: "open", after: issue };
}

function isClosedByUs({ state }: ManagedIssue): boolean {
  return state !== null && state.closed !== null;
}

/** Of an issue whose block is broken nothing tells: it is taken as closed by us. */
function isClosedByPerson({ state }: ManagedIssue): boolean {
  return state !== null && state.closed === null;
}

/** What the document asks for: at once, within 24 hours, 1 week, 1 month. */
const TIME_TO_FIX: Record<Priority, number | null> = {
  critical: null,
  high: DAY,
  medium: 7 * DAY,
  low: 30 * DAY,
  info: 30 * DAY,
};

export interface Urgency {
  readonly priority: Priority;
  /** When the oldest finding was first seen. */
  readonly firstSeen: number;
  /** Null: at once. Counted from the oldest finding of the most urgent priority. */
  readonly due: number | null;
}

/** @param otherwise when nothing stands */
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
 * A later run has written this. Nobody is overtaken by more than a day: a runner's clock that was a year ahead
 * would keep every later run from writing for a year.
 */
export function isSupersededBy(written: RunStamp, run: RunStamp): boolean {
  return isLaterRun(written, run) && written.at - run.at <= DAY;
}
