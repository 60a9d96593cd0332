import { CHECKLIST, type Home, type Tracker } from "../issue.ts";
import type { RunFacts } from "../run-facts.ts";
import type { Refs } from "../state/refs.ts";
import type { IssueState } from "../state/schema.ts";

/** For a run that has nothing to name. */
export const NO_REFS: Refs = { form: "hashed", of: () => "" };

/**
 * A database out of reach tells no system identifier, and without it no finding can be hashed. That nothing could
 * be looked at, and since when, is said all the same: memory stays as it is, and what names something waits.
 * Undefined where that can't be done.
 */
export function withoutFindings(facts: RunFacts, keeper: Home, { issues }: Tracker): RunFacts | undefined {
  const { report } = facts;
  if (report.unreachable === undefined || keeper === CHECKLIST) return undefined;
  if (issues.some(({ state }) => state !== null && isNamed(state))) return undefined;
  const results = report.results.filter(({ findings = [] }) => findings.length === 0);
  return { ...facts, report: { ...report, results, ignored: [] }, indexes: [] };
}

/** Names that would have to become hashes. */
function isNamed({ form, findings, slots }: IssueState): boolean {
  if (form === "hashed") return false;
  return (
    findings.length > 0 ||
    Object.values(slots).some(
      ({ checks, indexes, statements }) =>
        indexes.length > 0 ||
        (statements?.list.length ?? 0) > 0 ||
        Object.values(checks).some((check) => check.findings.length > 0),
    )
  );
}
