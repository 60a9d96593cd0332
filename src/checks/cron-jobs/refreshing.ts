import {
  type EvidencePart,
  failing,
  joinedEvidence,
  passing,
  unknownItem,
  withoutVerdict,
} from "../../core/checklist/item-evidence.ts";
import type { Facts } from "../../core/finding.ts";
import { RESPONSES_KEY } from "./http-responses.ts";
import { HISTORY_KEY } from "./scheduler.ts";

/** They are of no job and keep none from running: a history of runs that grows, requests that failed. */
const OTHER_MATTERS: readonly string[] = [HISTORY_KEY, RESPONSES_KEY];

/** The scheduler and the jobs that refresh a declared view. */
export const refreshing: EvidencePart = (result, _about, columns) => {
  const refreshes = (facts: Facts): boolean => Array.isArray(facts.refreshes) && facts.refreshes.length > 0;
  const findings = (result.findings ?? []).filter(
    ({ key, facts }) => refreshes(facts) || (facts.job === undefined && !OTHER_MATTERS.includes(key)),
  );
  if (findings.length > 0) return failing(findings, result);
  // The check's own unknown may be that of another job: a weekly one before its first Sunday.
  const jobs = Object.values(result.itemEvidence ?? {});
  if (jobs.length === 0) {
    return withoutVerdict(result) ?? unknownItem("No declared job refreshes a declared view.");
  }
  return (
    joinedEvidence(jobs) ?? passing(result.title, (result.measurements ?? []).filter(refreshes), columns)
  );
};
