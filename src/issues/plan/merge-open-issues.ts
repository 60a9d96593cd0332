import type { CheckResult } from "../../core/report.ts";
import type { ManagedIssue } from "../issue.ts";
import type { RunFacts } from "../run-facts.ts";
import type { FindingIds } from "../state/refs.ts";
import {
  checkIn,
  EMPTY_SUITE_STATE,
  holdsRun,
  isConfirmed,
  type StoredFinding,
  type SuiteState,
} from "../state/schema.ts";
import { inIdFormat } from "../state/update.ts";
import type { IssuesByTopic } from "./issues-by-topic.ts";
import { isSupersededBy } from "./next-action.ts";

/**
 * This suite's state, with the findings that open issues report. Where the state was lost, had no room, or another
 * suite opened the issue, these findings are confirmed all the same: none counts as new or as resolved at once.
 */
export function mergeOpenIssues(
  facts: RunFacts,
  suiteState: SuiteState | undefined,
  topics: IssuesByTopic,
  ids: FindingIds,
): SuiteState | undefined {
  const checks = facts.report.results
    .filter(({ check }) => !facts.indexUsage.has(check))
    .flatMap((result) => {
      const { issue } = topics.of(result.check);
      const reported = issue?.isOpen === true ? reportedIn(issue, result, facts, ids) : [];
      const stored = reported.length === 0 ? undefined : mergeReported(suiteState, result, reported, facts);
      return stored === undefined ? [] : [[result.check, stored] as const];
    });
  if (checks.length === 0) return suiteState;
  const known = suiteState ?? EMPTY_SUITE_STATE;
  return { ...known, checks: { ...known.checks, ...Object.fromEntries(checks) } };
}

function reportedIn(
  { state }: ManagedIssue,
  { check, findings = [] }: CheckResult,
  { run }: RunFacts,
  ids: FindingIds,
): StoredFinding[] {
  if (state !== null && isSupersededBy(state.run, run)) return [];
  if (state !== null) return inIdFormat(state, check, ids).findings.map(confirmed);
  // A broken block is assumed to have reported the findings of this run.
  return findings.map(({ key, priority }) =>
    confirmed({ ref: ids.of(check, key), priority, firstSeen: run.at, runs: 2, missed: 0 }),
  );
}

function confirmed(finding: StoredFinding): StoredFinding {
  return { ...finding, runs: 2, missed: 0 };
}

function mergeReported(
  suiteState: SuiteState | undefined,
  { check }: CheckResult,
  reported: readonly StoredFinding[],
  { run }: RunFacts,
): SuiteState["checks"][string] | undefined {
  const known = checkIn(suiteState, check);
  if (known === undefined) {
    const findings = [...reported];
    return { status: "fail", since: run.at, at: run.at, unknownSince: null, findings, leftOut: 0 };
  }
  const ids = new Set(reported.map(({ ref }) => ref));
  const stored = new Set(known.findings.map(({ ref }) => ref));
  // A finding that this run has already removed from the state is resolved, unless there was no room for it.
  const isForgotten = holdsRun(suiteState, run) && known.leftOut === 0;
  const missing = isForgotten ? [] : reported.filter(({ ref }) => !stored.has(ref));
  const agreed = known.findings.map((finding) =>
    !isConfirmed(finding) && ids.has(finding.ref) ? confirmed(finding) : finding,
  );
  return { ...known, findings: [...agreed, ...missing] };
}
