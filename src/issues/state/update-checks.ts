import { isAtLeast, type Priority } from "../../core/priority.ts";
import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import type { RunStamp } from "../../core/run-stamp.ts";
import type { FindId } from "./rehash.ts";
import { isConfirmed, type StoredCheck, type StoredFinding } from "./schema.ts";

/** A finding that two runs agreed on, or that needs no second. */
export interface ConfirmedFinding {
  readonly stored: StoredFinding;
  /** Undefined when this run does not see it: it was blind, or one more must agree that it is gone. */
  readonly finding: ReportedFinding | undefined;
}

/** What became of one check since the last run. */
export interface CheckChanges {
  readonly standing: readonly ConfirmedFinding[];
  /** Seen once; the next run decides. */
  readonly pending: readonly ReportedFinding[];
  /** Those of `standing` that did not stand at the last run. */
  readonly appeared: readonly ReportedFinding[];
  /** What stood at the last run and stands no more. */
  readonly resolved: readonly StoredFinding[];
}

interface UpdateContext {
  readonly run: RunStamp;
  /** A schedule started this run. */
  readonly isScheduled: boolean;
  /** Two runs in a row must agree that a finding is there, and that it is gone. */
  readonly isSettling: boolean;
  /** Memory has counted this run already: it is told again, and nothing is counted twice. */
  readonly isCounted: boolean;
  readonly find: FindId;
  /** Refs that the team's configuration lets be: they are there, and told of no more. */
  readonly ignored: ReadonlySet<string>;
}

interface UpdatedCheck {
  readonly memory: StoredCheck;
  readonly changes: CheckChanges;
}

export function updateCheck(
  result: CheckResult,
  previous: StoredCheck | undefined,
  context: UpdateContext,
): UpdatedCheck {
  // A check that could not see everything, or was skipped, does not show that a finding is gone.
  const wasFullyChecked = result.unknown === undefined && result.skipped === undefined;
  const seen = countSeen(result, previous, context);
  const unseen = countUnseen(seen.unmatched, wasFullyChecked, context);
  const changes = changesOf(seen.findings, unseen, context.isCounted);
  if (context.isCounted && previous !== undefined) return { memory: previous, changes };
  const { at } = context.run;
  const memory: StoredCheck = {
    status: result.status,
    since: previous?.status === result.status ? previous.since : at,
    at,
    unknownSince: result.unknown === undefined ? null : (previous?.unknownSince ?? at),
    findings: [...seen.findings.map(({ stored }) => stored), ...unseen.kept],
    // A run that sees everything has stored everything again.
    leftOut: wasFullyChecked ? 0 : Math.max(0, (previous?.leftOut ?? 0) - seen.fromLeftOut),
    ...scheduledAfter(result, previous, context),
  };
  return { memory, changes };
}

/** A skipped check was not in the run; one that could not be carried out was, and shows nothing. */
function scheduledAfter(
  { status, unknown }: CheckResult,
  previous: StoredCheck | undefined,
  { isScheduled, run: { at } }: UpdateContext,
): Pick<StoredCheck, "scheduled"> {
  const before = previous?.scheduled;
  if (!isScheduled || status === "skipped") return before === undefined ? {} : { scheduled: before };
  const wasCarriedOut = status !== "unknown" || unknown?.reason === "window";
  return { scheduled: { at, checkedAt: wasCarriedOut ? at : (before?.checkedAt ?? null) } };
}

function changesOf(
  seen: readonly Seen[],
  unseen: ReturnType<typeof countUnseen>,
  isCounted: boolean,
): CheckChanges {
  const confirmed = seen.filter(({ stored }) => isConfirmed(stored));
  const isNew = ({ before }: Seen) => before === undefined || !isConfirmed(before);
  const stillThere = unseen.kept.filter(isConfirmed);
  return {
    standing: [
      ...confirmed.map(({ stored, finding }) => ({ stored, finding })),
      ...stillThere.map((stored) => ({ stored, finding: undefined })),
    ],
    pending: seen.filter(({ stored }) => !isConfirmed(stored)).map(({ finding }) => finding),
    appeared: isCounted ? [] : confirmed.filter(isNew).map(({ finding }) => finding),
    resolved: unseen.resolved,
  };
}

interface Seen {
  readonly stored: StoredFinding;
  readonly finding: ReportedFinding;
  readonly before: StoredFinding | undefined;
}

function countSeen(
  { findings = [] }: CheckResult,
  previous: StoredCheck | undefined,
  { run, isSettling, isCounted, find }: UpdateContext,
): { findings: Seen[]; unmatched: StoredFinding[]; fromLeftOut: number } {
  const unmatched = new Map(previous?.findings.map((finding) => [finding.ref, finding]));
  const left = leftOutOf(previous, run);
  const seen = new Map<string, Seen>();
  let fromLeftOut = 0;
  for (const finding of findings) {
    const { ref, storedAs, twin = storedAs } = find(finding.key);
    if (seen.has(ref)) continue;
    const held = unmatched.get(storedAs);
    const taken = held ?? left?.(ref, finding.priority);
    if (held === undefined && taken !== undefined) fromLeftOut++;
    unmatched.delete(storedAs);
    unmatched.delete(twin);
    const { priority } = finding;
    const stored =
      isCounted && taken !== undefined
        ? { ...taken, ref, priority }
        : {
            ref,
            priority,
            // A runner's clock may have been ahead.
            firstSeen: Math.min(taken?.firstSeen ?? run.at, run.at),
            // Nobody doubts a finding that rests on what is there, so it needs no second run.
            runs: isSettling ? Math.min(2, (taken?.runs ?? 0) + 1) : 2,
            missed: 0,
          };
    seen.set(ref, { stored, finding, before: taken });
  }
  return { findings: [...seen.values()], unmatched: [...unmatched.values()], fromLeftOut };
}

/**
 * Memory that had no room for everything can't tell a new finding from one that was left out, unless it is more
 * urgent than what had room. All others are taken for left out, and counted as the last that had room: thousands
 * of them would be news again in every run otherwise. Undefined when nothing was left out.
 */
function leftOutOf(
  previous: StoredCheck | undefined,
  run: RunStamp,
): ((ref: string, priority: Priority) => StoredFinding | undefined) | undefined {
  if (previous === undefined || previous.leftOut === 0) return undefined;
  const last = leastImportant(previous.findings);
  // With room for none, only the check's own time tells whether the run that left them out was their first.
  const runs = last?.runs ?? (previous.since < previous.at ? 2 : 1);
  return (ref, priority) =>
    last !== undefined && !isAtLeast(last.priority, priority)
      ? undefined
      : { ref, priority, firstSeen: run.at, runs, missed: 0 };
}

function leastImportant(findings: readonly StoredFinding[]): StoredFinding | undefined {
  return findings.reduce<StoredFinding | undefined>((least, finding) => {
    if (least === undefined) return finding;
    if (least.priority !== finding.priority)
      return isAtLeast(least.priority, finding.priority) ? finding : least;
    return finding.firstSeen >= least.firstSeen ? finding : least;
  }, undefined);
}

function countUnseen(
  unmatched: readonly StoredFinding[],
  wasFullyChecked: boolean,
  { isSettling, isCounted, ignored }: UpdateContext,
): { kept: StoredFinding[]; resolved: StoredFinding[] } {
  if (isCounted) return { kept: [...unmatched], resolved: [] };
  const kept: StoredFinding[] = [];
  const resolved: StoredFinding[] = [];
  for (const finding of unmatched) {
    const isIgnored = ignored.has(finding.ref);
    if (!wasFullyChecked && !isIgnored) {
      kept.push(finding);
      continue;
    }
    // Two runs did not agree on it: it never stood, so nobody is told that it went.
    if (!isConfirmed(finding)) continue;
    const missed = finding.missed + 1;
    if (isSettling && missed < 2 && !isIgnored) kept.push({ ...finding, missed });
    else resolved.push(finding);
  }
  return { kept, resolved };
}
