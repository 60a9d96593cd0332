import {
  type CheckResult,
  type Report,
  type ReportedFinding,
  reportSchema,
} from "../../../src/core/report.ts";

/** Reports for tests of what is rendered and published; each is valid by the report's own schema. */

export function aReport(parts: Partial<Report> = {}): Report {
  return reportSchema.parse({
    schemaVersion: 1,
    toolVersion: "1.0.0",
    target: "production",
    suite: "health",
    conclusion: "pass",
    failOn: "high",
    stepFails: false,
    gate: [],
    commit: "0123456789abcdef0123456789abcdef01234567",
    runUrl: "https://github.com/acme/app/actions/runs/1",
    startedAt: "2026-11-16T03:00:00Z",
    durationMs: 840,
    server: {
      version: "18.4",
      database: "app",
      windows: { tables: "2026-10-01T00:00:00Z", statements: null },
    },
    notices: [],
    results: [aPass()],
    checklist: [],
    ignored: [],
    ...parts,
  } satisfies Report);
}

export function aPass(parts: Partial<CheckResult> = {}): CheckResult {
  return {
    check: "foreign-key-indexes",
    title: "Foreign keys are indexed",
    why: "Deleting a parent row reads the whole child table when its foreign key has no index.",
    category: "indexes",
    status: "pass",
    priority: "low",
    ...parts,
  };
}

export function aFail(findings: ReportedFinding[], parts: Partial<CheckResult> = {}): CheckResult {
  return aPass({ status: "fail", priority: findings[0]?.priority ?? "low", findings, ...parts });
}

export function aFinding(parts: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    key: "public.orders.orders_customer_fkey",
    priority: "high",
    message: "public.orders has no index that starts with customer_id.",
    facts: { table: "public.orders", columns: ["customer_id"], table_bytes: 12_582_912 },
    fix: "CREATE INDEX CONCURRENTLY ON public.orders (customer_id);",
    fixKind: "alone",
    fixStatements: 1,
    standsAlone: true,
    known: false,
    ...parts,
  };
}
