import { isAtLeast, type Priority } from "../../core/priority.ts";
import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import type { RunStamp } from "../../core/run-stamp.ts";
import type { FindRef } from "./rehash.ts";
import { type RememberedCheck, type RememberedFinding, stands } from "./schema.ts";

/** A finding that two runs agreed on, or that needs no second. */
export interface StandingFinding {
  readonly remembered: RememberedFinding;
  /** Undefined when this run does not see it: it was blind, or one more must agree that it is gone. */
  readonly finding: ReportedFinding | undefined;
}

/** What became of one check since the last run. */
export interface CheckChanges {
  readonly standing: readonly StandingFinding[];
  /** Seen once; the next run decides. */
  readonly pending: readonly ReportedFinding[];
  /** Those of `standing` that did not stand at the last run. */
  readonly appeared: readonly ReportedFinding[];
  /** What stood at the last run and stands no more. */
  readonly resolved: readonly RememberedFinding[];
}

interface Circumstances {
  readonly run: RunStamp;
  /** Two runs in a row must agree that a finding is there, and that it is gone. */
  readonly isSettling: boolean;
  /** Memory has counted this run already: it is told again, and nothing is counted twice. */
  readonly isCounted: boolean;
  readonly find: FindRef;
  /** Refs that the team's configuration lets be: they are there, and told of no more. */
  readonly ignored: ReadonlySet<string>;
}

export interface CheckAfter {
  readonly memory: RememberedCheck;
  readonly changes: CheckChanges;
}

export function rememberCheck(
  result: CheckResult,
  previous: RememberedCheck | undefined,
  circumstances: Circumstances,
): CheckAfter {
  const { run, isCounted } = circumstances;
  // Whoever was blind, even to a part, or had nothing to look at has not seen that anything is gone.
  const sawAll = result.unknown === undefined && result.skipped === undefined;
  const seen = countSeen(result, previous, circumstances);
  const unseen = countUnseen(seen.unmatched, sawAll, circumstances);

  const standing: StandingFinding[] = [];
  const pending: ReportedFinding[] = [];
  const appeared: ReportedFinding[] = [];
  for (const { remembered, finding, before } of seen.findings) {
    if (!stands(remembered)) {
      pending.push(finding);
      continue;
    }
    standing.push({ remembered, finding });
    if (!isCounted && (before === undefined || !stands(before))) appeared.push(finding);
  }
  for (const remembered of unseen.kept) {
    if (stands(remembered)) standing.push({ remembered, finding: undefined });
  }
  const changes = { standing, pending, appeared, resolved: unseen.resolved };
  if (isCounted && previous !== undefined) return { memory: previous, changes };
  const blindSince = result.unknown === undefined ? null : (previous?.blindSince ?? run.at);
  const memory: RememberedCheck = {
    status: result.status,
    since: previous?.status === result.status ? previous.since : run.at,
    at: run.at,
    blindSince,
    findings: [...seen.findings.map(({ remembered }) => remembered), ...unseen.kept],
    // A run that sees everything has everything in memory again.
    leftOut: sawAll ? 0 : Math.max(0, (previous?.leftOut ?? 0) - seen.fromLeftOut),
  };
  return { memory, changes };
}

interface Seen {
  readonly remembered: RememberedFinding;
  readonly finding: ReportedFinding;
  readonly before: RememberedFinding | undefined;
}

function countSeen(
  { findings = [] }: CheckResult,
  previous: RememberedCheck | undefined,
  { run, isSettling, isCounted, find }: Circumstances,
): { findings: Seen[]; unmatched: RememberedFinding[]; fromLeftOut: number } {
  const unmatched = new Map(previous?.findings.map((finding) => [finding.ref, finding]));
  const left = leftOutOf(previous, run);
  const seen = new Map<string, Seen>();
  let fromLeftOut = 0;
  for (const finding of findings) {
    const { ref, heldAs, twin = heldAs } = find(finding.key);
    if (seen.has(ref)) continue;
    const held = unmatched.get(heldAs);
    const taken = held ?? left?.(ref, finding.priority);
    if (held === undefined && taken !== undefined) fromLeftOut++;
    unmatched.delete(heldAs);
    unmatched.delete(twin);
    const { priority } = finding;
    const remembered =
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
    seen.set(ref, { remembered, finding, before: taken });
  }
  return { findings: [...seen.values()], unmatched: [...unmatched.values()], fromLeftOut };
}

/**
 * Memory that had no room for everything can't tell a new finding from one that was left out, unless it is more
 * urgent than what had room. All others are taken for left out, and counted as the last that had room: thousands
 * of them would be news again in every run otherwise. Undefined when nothing was left out.
 */
function leftOutOf(
  previous: RememberedCheck | undefined,
  run: RunStamp,
): ((ref: string, priority: Priority) => RememberedFinding | undefined) | undefined {
  if (previous === undefined || previous.leftOut === 0) return undefined;
  const last = leastImportant(previous.findings);
  // With room for none, only the check's own time tells whether the run that left them out was their first.
  const runs = last?.runs ?? (previous.since < previous.at ? 2 : 1);
  return (ref, priority) =>
    last !== undefined && !isAtLeast(last.priority, priority)
      ? undefined
      : { ref, priority, firstSeen: run.at, runs, missed: 0 };
}

function leastImportant(findings: readonly RememberedFinding[]): RememberedFinding | undefined {
  return findings.reduce<RememberedFinding | undefined>((least, finding) => {
    if (least === undefined) return finding;
    if (least.priority !== finding.priority)
      return isAtLeast(least.priority, finding.priority) ? finding : least;
    return finding.firstSeen >= least.firstSeen ? finding : least;
  }, undefined);
}

function countUnseen(
  unmatched: readonly RememberedFinding[],
  sawAll: boolean,
  { isSettling, isCounted, ignored }: Circumstances,
): { kept: RememberedFinding[]; resolved: RememberedFinding[] } {
  if (isCounted) return { kept: [...unmatched], resolved: [] };
  const kept: RememberedFinding[] = [];
  const resolved: RememberedFinding[] = [];
  for (const finding of unmatched) {
    const isIgnored = ignored.has(finding.ref);
    if (!sawAll && !isIgnored) {
      kept.push(finding);
      continue;
    }
    // Two runs did not agree on it: it never stood, so nobody is told that it went.
    if (!stands(finding)) continue;
    const missed = finding.missed + 1;
    if (isSettling && missed < 2 && !isIgnored) kept.push({ ...finding, missed });
    else resolved.push(finding);
  }
  return { kept, resolved };
}
