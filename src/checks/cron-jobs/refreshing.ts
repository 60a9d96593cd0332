import {
  type EvidencePart,
  failing,
  passing,
  unknownItem,
  withoutVerdict,
} from "../../core/checklist/item-evidence.ts";
import type { Facts } from "../../core/finding.ts";
import { HISTORY_KEY } from "./scheduler.ts";

/** The scheduler and the jobs that refresh a declared view. A history of runs that grows is another matter. */
export const refreshing: EvidencePart = (result, _about, columns) => {
  const refreshes = (facts: Facts): boolean => Array.isArray(facts.refreshes) && facts.refreshes.length > 0;
  const findings = (result.findings ?? []).filter(
    ({ key, facts }) => refreshes(facts) || (facts.job === undefined && key !== HISTORY_KEY),
  );
  if (findings.length > 0) return failing(findings, result);
  const jobs = (result.measurements ?? []).filter(refreshes);
  if (jobs.length === 0) {
    return withoutVerdict(result) ?? unknownItem("No declared job refreshes a declared view.");
  }
  // The check's own unknown may be that of another job: a weekly one before its first Sunday.
  const unclear = jobs.filter(({ state }) => state === undefined || state === "unknown");
  if (unclear.length === 0) return passing(result.title, jobs, columns);
  const names = unclear.map(({ job }) => String(job)).join(", ");
  return withoutVerdict(result) ?? unknownItem(`Whether these jobs succeed on time is not known: ${names}.`);
};
