import type { Unknown } from "../core/finding.ts";
import { isAtLeast, type Priority } from "../core/priority.ts";
import type { CheckResult } from "../core/report.ts";
import type { IssueEvidence, ManagedIssue } from "./issue.ts";
import { type FindingIds, hashedIds, PLAIN_IDS } from "./state/refs.ts";
import { checkIn, type IssueState, type StoredCheck } from "./state/schema.ts";

/** Whether an open issue already reports a finding with at least its present priority. */
type IsTracked = (check: string, key: string, priority: Priority) => boolean;

export const NOTHING_TRACKED: IsTracked = () => false;

/** @param system the server's system identifier, for state with hashed names; null when it is not known */
export function trackedFindings({ tracker }: IssueEvidence, system: string | null): IsTracked {
  if (!("value" in tracker)) return NOTHING_TRACKED;
  const open = tracker.value.issues.filter(({ isOpen }) => isOpen);
  if (open.length === 0) return NOTHING_TRACKED;
  const hashed = system === null ? undefined : hashedIds(system);
  const byCheck = new Map<string, readonly TrackedFindings[]>();
  return (check, key, priority) => {
    const tracked = byCheck.get(check) ?? trackedBy(open, check, hashed);
    byCheck.set(check, tracked);
    return tracked.some(({ ids, priorities }) => {
      const before = priorities.get(ids.of(check, key));
      return before !== undefined && isAtLeast(before, priority);
    });
  };
}

/** Findings of one check, and the format of their ids. */
interface TrackedFindings {
  readonly ids: FindingIds;
  readonly priorities: ReadonlyMap<string, Priority>;
}

/**
 * A check's own issue lists the findings of that check. The lists of the other issues mix checks; their suite states
 * have findings by check.
 */
function trackedBy(
  open: readonly ManagedIssue[],
  check: string,
  hashed: FindingIds | undefined,
): TrackedFindings[] {
  const results = open.flatMap(({ state }) => storedResultsOf(state, check));
  // An old finding of one suite is not tracked any more once a later run of another suite did not see it.
  const checkedAt = Math.max(
    0,
    ...results.filter(({ stored }) => wasFullyChecked(stored)).map(({ stored }) => stored.at),
  );
  const lists = [
    ...open.flatMap(({ topic, state }) =>
      state !== null && topic === check ? [{ state, findings: state.findings }] : [],
    ),
    ...results.flatMap(({ state, stored }) =>
      stored.at < checkedAt ? [] : [{ state, findings: stored.findings }],
    ),
  ];
  return lists.flatMap(({ state, findings }) => {
    // Without the system identifier hashes cannot be compared: the findings count as new.
    const ids = state.idFormat === "hashed" ? hashed : PLAIN_IDS;
    if (ids === undefined || findings.length === 0) return [];
    return [{ ids, priorities: new Map(findings.map(({ ref, priority }) => [ref, priority])) }];
  });
}

interface StoredResult {
  readonly state: IssueState;
  readonly stored: StoredCheck;
}

function storedResultsOf(state: IssueState | null, check: string): StoredResult[] {
  if (state === null) return [];
  return Object.values(state.suites).flatMap((suiteState) => {
    const stored = checkIn(suiteState, check);
    return stored === undefined ? [] : [{ state, stored }];
  });
}

/** A check that was skipped or is unknown, even in part, does not show that a finding is resolved. */
function wasFullyChecked({ status, unknownSince }: StoredCheck): boolean {
  return (status === "pass" || status === "fail" || status === "measured") && unknownSince === null;
}

export function markTracked(result: CheckResult, isTracked: IsTracked): CheckResult {
  const { check, findings } = result;
  if (findings === undefined) return result;
  return {
    ...result,
    findings: findings.map((finding) => ({
      ...finding,
      known: isTracked(check, finding.key, finding.priority),
    })),
  };
}

/** Notices about issues: some were left alone, or they could not be read. */
export function issueNotices({ tracker, notices = [] }: IssueEvidence): string[] {
  if ("value" in tracker) return [...notices, ...tracker.value.notices];
  if ("skipped" in tracker) return [...notices];
  return [...notices, describeUnread(tracker.unknown)];
}

export function describeUnread({ detail, fix }: Unknown): string {
  const reason = detail.replace(/\.$/, "");
  const remedy = fix === undefined ? "" : `; add to the workflow: \`${fix.text}\``;
  return `Our issues could not be read, so no finding counts as known and no issue is written: ${reason}${remedy}.`;
}
