import type { Unknown } from "../core/finding.ts";
import { isAtLeast, type Priority } from "../core/priority.ts";
import type { CheckResult } from "../core/report.ts";
import type { OurIssue, TrackerEvidence } from "./issue.ts";
import { hashedRefs, PLAIN_REFS, type Refs } from "./state/refs.ts";
import { checkIn, type IssueState, type RememberedCheck } from "./state/schema.ts";

/** Whether an open issue of ours holds a finding already, and holds it for as urgent as it is now. */
export type Known = (check: string, key: string, priority: Priority) => boolean;

export const NOTHING_KNOWN: Known = () => false;

/** @param system the server's system identifier, for memory that keeps names back; null when it is not known */
export function knownFindings({ tracker }: TrackerEvidence, system: string | null): Known {
  if (!("value" in tracker)) return NOTHING_KNOWN;
  const open = tracker.value.issues.filter(({ isOpen }) => isOpen);
  if (open.length === 0) return NOTHING_KNOWN;
  const hashed = system === null ? undefined : hashedRefs(system);
  const byCheck = new Map<string, readonly Held[]>();
  return (check, key, priority) => {
    const held = byCheck.get(check) ?? heldBy(open, check, hashed);
    byCheck.set(check, held);
    return held.some(({ refs, priorities }) => {
      const before = priorities.get(refs.of(check, key));
      return before !== undefined && isAtLeast(before, priority);
    });
  };
}

/** Findings of one check, and how they are named. */
interface Held {
  readonly refs: Refs;
  readonly priorities: ReadonlyMap<string, Priority>;
}

/**
 * A check's own issue tells of its findings only. The others' blocks have findings of many checks, and by check
 * only in their slots; their own list does not say whose a key is.
 */
function heldBy(open: readonly OurIssue[], check: string, hashed: Refs | undefined): Held[] {
  const memories = open.flatMap(({ state }) => memoriesOf(state, check));
  // What a suite saw long ago holds nothing any more once another suite has looked since and not seen it.
  const lookedAt = Math.max(
    0,
    ...memories.filter(({ memory }) => sawAll(memory)).map(({ memory }) => memory.at),
  );
  const lists = [
    ...open.flatMap(({ home, state }) =>
      state !== null && home === check ? [{ state, findings: state.findings }] : [],
    ),
    ...memories.flatMap(({ state, memory }) =>
      memory.at < lookedAt ? [] : [{ state, findings: memory.findings }],
    ),
  ];
  return lists.flatMap(({ state, findings }) => {
    // Without the server's identifier nobody can tell which findings the hashes are: they count as new.
    const refs = state.form === "hashed" ? hashed : PLAIN_REFS;
    if (refs === undefined || findings.length === 0) return [];
    return [{ refs, priorities: new Map(findings.map(({ ref, priority }) => [ref, priority])) }];
  });
}

interface Memory {
  readonly state: IssueState;
  readonly memory: RememberedCheck;
}

function memoriesOf(state: IssueState | null, check: string): Memory[] {
  if (state === null) return [];
  return Object.values(state.slots).flatMap((slot) => {
    const memory = checkIn(slot, check);
    return memory === undefined ? [] : [{ state, memory }];
  });
}

/** Whoever was blind, even to a part, or skipped the check has not seen that anything is gone. */
function sawAll({ status, blindSince }: RememberedCheck): boolean {
  return (status === "pass" || status === "fail" || status === "measured") && blindSince === null;
}

export function markKnown(result: CheckResult, known: Known): CheckResult {
  const { check, findings } = result;
  if (findings === undefined) return result;
  return {
    ...result,
    findings: findings.map((finding) => ({
      ...finding,
      known: known(check, finding.key, finding.priority),
    })),
  };
}

/** What the reader should know of our issues: some were set aside, or they could not be read. */
export function trackerNotices({ tracker, notices = [] }: TrackerEvidence): string[] {
  if ("value" in tracker) return [...notices, ...tracker.value.notices];
  if ("skipped" in tracker) return [...notices];
  return [...notices, tellUnread(tracker.unknown)];
}

export function tellUnread({ detail, fix }: Unknown): string {
  const reason = detail.replace(/\.$/, "");
  const remedy = fix === undefined ? "" : `; add to the workflow: \`${fix}\``;
  return `Our issues could not be read, so no finding counts as known and no issue is written: ${reason}${remedy}.`;
}
