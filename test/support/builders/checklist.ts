/** Results of checks under which every box of the checklist is ticked, for tests that break one thing at a time. */
import type { Attestation } from "../../../src/core/checklist/item.ts";
import type { CheckResult } from "../../../src/core/report.ts";
import { aPass } from "./report.ts";

export const TODAY = "2026-11-22";

export const anAttestation: Attestation = {
  by: "@dba",
  on: "2026-11-01",
  expires: "2027-01-30",
  note: "Sentry, project api",
};

export const MONITORED = ["slow-queries", "connection-usage", "unused-indexes", "table-bloat"];

/** What monitoring-schedule shows of checks that a schedule ran. */
export function monitoredEvidence(...checks: string[]): NonNullable<CheckResult["itemEvidence"]> {
  return Object.fromEntries(
    checks.map((check) => [
      check,
      { status: "pass", evidence: `A scheduled run checked ${check} 9 hours ago.` },
    ]),
  );
}

const REFRESHING_JOB = {
  job: "refresh-org-document-stats",
  schedule: "*/5 * * * *",
  last_success_at: "2026-11-22T11:55:00Z",
  refreshes: ["public.mv_org_document_stats"],
  state: "on time",
};

/** What cron-jobs shows of a job that refreshes a declared view. */
export function aRefreshingJob(
  evidence: NonNullable<CheckResult["itemEvidence"]>[string] = { status: "pass", evidence: "On time." },
): Pick<CheckResult, "measurements" | "itemEvidence"> {
  return { measurements: [REFRESHING_JOB], itemEvidence: { [REFRESHING_JOB.job]: evidence } };
}

export function aRecordedRow(query: string) {
  return { query, verdict: "pass", baseline: "compared", recorded_at: "2026-11-15T12:00:00Z" };
}

/** The checks that the checklist rests on, each passing. */
export function goodResults(): CheckResult[] {
  return [
    aPass({ check: "cron-jobs", title: "Scheduled jobs succeed on time", ...aRefreshingJob() }),
    aPass({ check: "materialized-views", title: "Materialized views are fresh" }),
    aPass({
      check: "migrations",
      title: "Migrations are applied",
      measurements: [{ tool: "Supabase", applied: 12, last_applied: "0012", pending: 2 }],
    }),
    aPass({
      check: "query-statistics",
      title: "Statement statistics are collected",
      measurements: [{ version: "1.12" }],
    }),
    aPass({ check: "invalid-indexes", title: "Every index is valid" }),
    aPass({ check: "connection-pooling", title: "Connections are pooled" }),
    aPass({ check: "application-pool", title: "Application pools stay within their declared size" }),
    aPass({ check: "statement-timeout", title: "Statements have a time limit" }),
    aPass({ check: "query-logging", title: "Slow statements are logged" }),
    aPass({ check: "error-logging", title: "Errors are logged" }),
    aPass({ check: "backups", title: "Backups are fresh" }),
    aPass({
      check: "performance-baseline",
      title: "Declared queries keep within their budgets",
      measurements: [aRecordedRow("Document list"), aRecordedRow("Job queue")],
    }),
    aPass({
      check: "monitoring-schedule",
      title: "Scheduled workflows run the monitoring",
      itemEvidence: monitoredEvidence(...MONITORED),
    }),
  ];
}
