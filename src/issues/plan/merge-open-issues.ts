import type { CheckResult } from "../../core/report.ts";
import type { OurIssue } from "../issue.ts";
import type { RunFacts } from "../run-facts.ts";
import type { Refs } from "../state/refs.ts";
import { checkIn, EMPTY_SLOT, holdsRun, type RememberedFinding, type Slot, stands } from "../state/schema.ts";
import { inForm } from "../state/update.ts";
import type { Homes } from "./issues-by-topic.ts";
import { isOvertakenBy } from "./next-action.ts";

/**
 * This suite's slot, with what open issues tell of. Where memory was lost, had no room, or another suite opened
 * the issue, its findings stand all the same: none is taken for new, none for gone at the first glance.
 */
export function withTold(
  facts: RunFacts,
  slot: Slot | undefined,
  homes: Homes,
  refs: Refs,
): Slot | undefined {
  const checks = facts.report.results
    .filter(({ check }) => !facts.indexUsage.has(check))
    .flatMap((result) => {
      const { issue } = homes.of(result.check);
      const told = issue?.isOpen === true ? toldBy(issue, result, facts, refs) : [];
      const remembered = told.length === 0 ? undefined : joined(slot, result, told, facts);
      return remembered === undefined ? [] : [[result.check, remembered] as const];
    });
  if (checks.length === 0) return slot;
  const known = slot ?? EMPTY_SLOT;
  return { ...known, checks: { ...known.checks, ...Object.fromEntries(checks) } };
}

function toldBy(
  { state }: OurIssue,
  { check, findings = [] }: CheckResult,
  { run }: RunFacts,
  refs: Refs,
): RememberedFinding[] {
  if (state !== null && isOvertakenBy(state.run, run)) return [];
  if (state !== null) return inForm(state, check, refs).findings.map(standing);
  // What a broken block told of is taken to be what this run sees.
  return findings.map(({ key, priority }) =>
    standing({ ref: refs.of(check, key), priority, firstSeen: run.at, runs: 2, missed: 0 }),
  );
}

function standing(finding: RememberedFinding): RememberedFinding {
  return { ...finding, runs: 2, missed: 0 };
}

function joined(
  slot: Slot | undefined,
  { check }: CheckResult,
  told: readonly RememberedFinding[],
  { run }: RunFacts,
): Slot["checks"][string] | undefined {
  const known = checkIn(slot, check);
  if (known === undefined) {
    const findings = [...told];
    return { status: "fail", since: run.at, at: run.at, blindSince: null, findings, leftOut: 0 };
  }
  const refs = new Set(told.map(({ ref }) => ref));
  const remembered = new Set(known.findings.map(({ ref }) => ref));
  // What this very run has forgotten is gone, unless there was no room for it.
  const isForgotten = holdsRun(slot, run) && known.leftOut === 0;
  const missing = isForgotten ? [] : told.filter(({ ref }) => !remembered.has(ref));
  const agreed = known.findings.map((finding) =>
    !stands(finding) && refs.has(finding.ref) ? standing(finding) : finding,
  );
  return { ...known, findings: [...agreed, ...missing] };
}
