import type { CheckResult } from "../../core/report.ts";

/** The result of `monitoring-schedule` for one check, for the checklist items that need it to run by schedule. */
interface Monitoring {
  /** `absent`: the configuration does not list this check as monitored. */
  readonly status: "pass" | "fail" | "unknown" | "absent";
  /** One sentence. */
  readonly evidence: string;
}

/** The states in which a check counts as monitored: its last run is recent, or its first is not due yet. */
export const MONITORED_STATES = ["running", "waiting"] as const;

/**
 * Reads the result of `monitoring-schedule` for one check. The ids of monitored checks are the keys of its findings,
 * and its measurements have them in `check`.
 */
export function monitoringOf(result: CheckResult | undefined, check: string): Monitoring {
  if (result === undefined) return { status: "unknown", evidence: "monitoring-schedule did not run." };
  const finding = result.findings?.find(({ key }) => key === check);
  if (finding !== undefined) return { status: "fail", evidence: finding.message };
  const row = result.measurements?.find((facts) => facts.check === check);
  if (row === undefined) {
    const why = result.unknown?.detail ?? result.skipped?.detail;
    const knowsOthers = result.findings !== undefined || result.measurements !== undefined;
    return why === undefined || knowsOthers
      ? { status: "absent", evidence: `monitoring-schedule does not look after ${check}.` }
      : { status: "unknown", evidence: why };
  }
  const evidence = String(row.evidence);
  const isMonitored = (MONITORED_STATES as readonly unknown[]).includes(row.state);
  return { status: isMonitored ? "pass" : "unknown", evidence };
}
