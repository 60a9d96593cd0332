import { checkById } from "../checks/index.ts";
import { monitoringOf } from "../checks/monitoring-schedule/status.ts";
import { called, names } from "../checks/performance-baseline/text.ts";
import type { Evidence } from "../core/checklist-item.ts";
import type { Facts } from "../core/finding.ts";
import type { CheckResult, ReportedFinding } from "../core/report.ts";
import { describeFacts } from "./facts-text.ts";

/** What one ground says of its item. */
export interface ItemEvidence {
  readonly status: "pass" | "fail" | "unknown";
  /** Sentences without a claim to be short; they may hold names of the database. */
  readonly evidence: string;
  /** Every finding is in an open issue already, and nothing besides could not be looked at. */
  readonly known?: true;
}

/** What a ground says, by the results of this run. Total: a check that did not run says nothing, which is no tick. */
export function evidenceOf(source: Evidence, results: readonly CheckResult[]): ItemEvidence {
  const result = results.find(({ check }) => check === source.check);
  if (result === undefined) {
    return unknown(
      checkById(source.check) === undefined
        ? "No check can look at this yet: it wants a person's word."
        : `The check \`${source.check}\` is not part of this run.`,
    );
  }
  if (source.monitored !== undefined) return ofMonitoring(result, source.monitored);
  if (source.recorded === true) return ofRecorded(result);
  return source.refreshing === true ? ofRefreshing(result, source.columns) : ofCheck(result, source);
}

function ofCheck(result: CheckResult, { keys, columns }: Evidence): ItemEvidence {
  const findings = (result.findings ?? []).filter(({ key }) => keys === undefined || keys.includes(key));
  if (findings.length > 0) return failing(findings, result);
  return unknownEvidence(result) ?? passing(result.title, result.measurements ?? [], columns);
}

/** A history of runs that grows is a matter of its own; a scheduler that stands still stops every refresh. */
const HISTORY = "cron.job_run_details";

function ofRefreshing(result: CheckResult, columns: readonly string[] | undefined): ItemEvidence {
  const refreshes = (facts: Facts): boolean => Array.isArray(facts.refreshes) && facts.refreshes.length > 0;
  const findings = (result.findings ?? []).filter(
    ({ key, facts }) => refreshes(facts) || (facts.job === undefined && key !== HISTORY),
  );
  if (findings.length > 0) return failing(findings, result);
  const jobs = (result.measurements ?? []).filter(refreshes);
  if (jobs.length === 0)
    return unknownEvidence(result) ?? unknown("No declared job refreshes a declared view.");
  // The check's own unknown may be that of another job: a weekly one before its first Sunday.
  const unclear = jobs.filter(({ state }) => state === undefined || state === "unknown");
  if (unclear.length === 0) return passing(result.title, jobs, columns);
  const names = unclear.map(({ job }) => String(job)).join(", ");
  return unknownEvidence(result) ?? unknown(`Whether these jobs succeed on time is not known: ${names}.`);
}

/** One well monitored check is enough for `any`. */
function ofMonitoring(result: CheckResult, monitored: string): ItemEvidence {
  if (monitored !== "any") return ofMonitored(result, monitored);
  const ids = [
    ...(result.measurements ?? []).map(({ check }) => String(check)),
    ...(result.findings ?? []).map(({ key }) => key),
  ];
  const all = ids.map((id) => ofMonitored(result, id));
  return (
    all.find(({ status }) => status === "pass") ??
    all.find(({ status }) => status === "unknown") ??
    all[0] ??
    unknownEvidence(result) ??
    unknown("Nothing is known of scheduled runs.")
  );
}

function ofMonitored(result: CheckResult, monitored: string): ItemEvidence {
  const { status, evidence } = monitoringOf(result, monitored);
  if (status === "pass") return { status, evidence };
  if (status === "fail") {
    return failing(
      (result.findings ?? []).filter(({ key }) => key === monitored),
      result,
    );
  }
  return (result.skipped === undefined ? undefined : unknownEvidence(result)) ?? unknown(firstLine(evidence));
}

/** Every declared query wants a recorded baseline that still counts; that a query keeps its budget is not enough. */
function ofRecorded(result: CheckResult): ItemEvidence {
  const { findings = [], measurements = [], skipped, unknown: blind } = result;
  if (findings.length > 0) return failing(findings, result);
  const isMeasured = skipped === undefined;
  if (measurements.length === 0 || (isMeasured && blind !== undefined)) {
    return unknownEvidence(result) ?? unknown("No query was measured.");
  }
  const without = measurements.filter((row) => typeof row.recorded_at !== "string");
  const [first] = without;
  if (first !== undefined) {
    const alike = without.filter(({ baseline }) => baseline === first.baseline);
    const isSoOfAll = alike.length === measurements.length;
    const whose = isSoOfAll ? "No" : `${names(alike.map(({ query }) => called(String(query))))}: no`;
    const others = without.length - alike.length;
    const more = others > 0 ? ` And ${others} more.` : "";
    return unknown(`${whose} recorded baseline counts, for ${String(first.baseline)}${more}`);
  }
  const days = [...new Set(measurements.map((row) => String(row.recorded_at).slice(0, 10)))].sort();
  const queries = measurements.length === 1 ? "1 query has" : `${measurements.length} queries have`;
  const now = isMeasured ? "kept now" : `not measured now: ${firstLine(skipped.detail)}`;
  return {
    status: "pass",
    evidence: `${queries} a baseline, recorded on ${days.join(", ")}, ${now.replace(/\.?$/, ".")}`,
  };
}

function failing(findings: readonly ReportedFinding[], { unknown: blind }: CheckResult): ItemEvidence {
  const [first] = findings;
  const more = findings.length > 1 ? ` And ${findings.length - 1} more.` : "";
  return {
    status: "fail",
    evidence: `${first?.message ?? ""}${more}`,
    ...(blind === undefined && findings.every(({ known }) => known) ? { known: true } : {}),
  };
}

/** Why a result is no tick although it found nothing. */
function unknownEvidence({ check, unknown: blind, skipped, status }: CheckResult): ItemEvidence | undefined {
  if (blind !== undefined)
    return unknown(`The check \`${check}\` could not look: ${firstLine(blind.detail)}`);
  if (skipped !== undefined) {
    return unknown(`The check \`${check}\` was skipped: ${firstLine(skipped.detail)}`);
  }
  return status === "measured" ? unknown(`The check \`${check}\` gives no verdict.`) : undefined;
}

function unknown(evidence: string): ItemEvidence {
  return { status: "unknown", evidence };
}

/** After the first line of a detail stand the lines to add to the configuration. */
function firstLine(detail: string): string {
  const line = detail.split("\n")[0] ?? "";
  return line.replace(/:$/, ".");
}

/** A check's good case with the facts that show it. */
function passing(title: string, measurements: readonly Facts[], columns: Evidence["columns"]): ItemEvidence {
  return { status: "pass", evidence: describeFacts(title, measurements, columns) };
}
