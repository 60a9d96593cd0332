/** Made-up results of performance-baseline, the document's four queries, for tests and for `npm run preview`. */

import type {
  RecordedBaseline,
  RecordedQuery,
} from "../../../src/checks/performance-baseline/baseline-file.ts";
import performanceBaseline from "../../../src/checks/performance-baseline/check.ts";
import type { Facts } from "../../../src/core/finding.ts";
import type { CheckResult, ReportedFinding } from "../../../src/core/report.ts";

/** A row as the judge writes it, measured and within its budget. */
export function aQueryRow(parts: Facts = {}): Facts {
  return {
    query: "Document list",
    verdict: "pass",
    promised_before_ms: 200,
    budget_ms: 50,
    baseline_ms: 0.42,
    now_ms: 0.44,
    change_percent: 4.8,
    since_promised_percent: -99.8,
    fastest_ms: 0.41,
    slowest_ms: 0.61,
    runs: 7,
    noisy: null,
    stopped_after_ms: null,
    baseline_blocks: 24,
    blocks: 24,
    blocks_change_percent: 0,
    rows: 20,
    tables_rows: 2_000_000,
    baseline: "compared",
    recorded_at: "2026-11-02T03:00:00Z",
    changed: null,
    ...parts,
  };
}

/** The document's four queries, each within its budget. */
export const KEPT: readonly Facts[] = [
  aQueryRow(),
  aQueryRow({
    query: "Memory retrieval",
    promised_before_ms: 150,
    budget_ms: 100,
    baseline_ms: 61,
    now_ms: 58,
    change_percent: -4.9,
    since_promised_percent: -61,
    fastest_ms: 55,
    slowest_ms: 71,
    baseline_blocks: 3_310,
    blocks: 3_402,
    blocks_change_percent: 2.8,
    rows: 50,
    tables_rows: 480_000,
  }),
  aQueryRow({
    query: "Job queue",
    promised_before_ms: 100,
    budget_ms: 40,
    baseline_ms: null,
    now_ms: 2.1,
    change_percent: null,
    since_promised_percent: -97.9,
    fastest_ms: 1.9,
    slowest_ms: 2.6,
    baseline_blocks: null,
    blocks: 412,
    blocks_change_percent: null,
    rows: 10,
    tables_rows: 350_000,
    baseline: "it is not in the file yet.",
    recorded_at: null,
  }),
  aQueryRow({
    query: "Org statistics",
    promised_before_ms: 500,
    budget_ms: 5,
    baseline_ms: 0.03,
    now_ms: 0.03,
    change_percent: 0,
    since_promised_percent: -100,
    fastest_ms: 0.02,
    slowest_ms: 0.04,
    baseline_blocks: 4,
    blocks: 4,
    rows: 1,
    tables_rows: 1_200,
  }),
];

export const PLAN = `Limit: 20 rows
└─ Gather Merge: 20 rows
   └─ Sort: 60 rows (expected 54,120), 8 %, 22 blocks
      └─ Seq Scan on public.documents: 162,400 rows, 1,837,600 filtered away, 3 loops ← 91 % of the time, 41,700 blocks`;

export function aSlowQuery(parts: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    key: "Document list",
    priority: "medium",
    message:
      "`Document list` needs 812 ms, and 798 ms in the fastest of 14 runs, where max-time is 50 ms; it reads 41,722 blocks and read 24 on 2026-11-02 (1,738 times as many), where max-growth is 2. Since then the index public.documents_org_status_created_idx is no longer used; public.documents (2,000,000 rows) is now read sequentially. If public.documents_org_status_created_idx is gone, create it again.",
    facts: { query: "Document list", blocks: 41_722, baseline_blocks: 24 },
    fix: "CREATE INDEX CONCURRENTLY documents_org_status_created_idx ON public.documents USING btree (org_id, status, created_at DESC);",
    fixKind: "alone",
    fixStatements: 1,
    standsAlone: true,
    plan: PLAN,
    known: false,
    ...parts,
  };
}

const { id: check, title, why, category, priority } = performanceBaseline;

export function aPerformancePass(parts: Partial<CheckResult> = {}): CheckResult {
  return { check, title, why, category, priority, status: "pass", measurements: [...KEPT], ...parts };
}

/** One of the four is over its budget; one could not be measured. */
export function aPerformanceFail(parts: Partial<CheckResult> = {}): CheckResult {
  const [list, memory, queue, ...others] = KEPT;
  const slow = { now_ms: 812, fastest_ms: 798, slowest_ms: 871, change_percent: 193_233, blocks: 41_722 };
  const unseen = { now_ms: null, fastest_ms: null, slowest_ms: null, runs: null, blocks: null, rows: null };
  return aPerformancePass({
    status: "fail",
    findings: [aSlowQuery()],
    unknown: {
      reason: "permission",
      detail: "Memory retrieval was not measured: this login may not read public.memories.",
      fix: { language: "sql", text: "GRANT SELECT ON public.memories TO preflight_baseline;" },
    },
    measurements: [
      { ...list, ...slow, verdict: "fail" },
      { ...memory, ...unseen, change_percent: null, since_promised_percent: null, verdict: "unknown" },
      { ...queue },
      ...others,
    ],
    ...parts,
  });
}

export function aRecordedQuery(parts: Partial<RecordedQuery> = {}): RecordedQuery {
  return {
    name: "Document list",
    statement: "0123456789abcdef",
    rows: 20,
    rowsRead: 20,
    blocks: 24,
    spilledBytes: 0,
    ms: { median: 0.42, fastest: 0.4, slowest: 0.6, runs: 7 },
    tables: [{ name: "public.documents", rows: 2_000_000, bytes: 341_000_000 }],
    indexes: [
      {
        name: "public.documents_list_idx",
        table: "public.documents",
        definition: "CREATE INDEX documents_list_idx ON public.documents USING btree (org_id, status)",
      },
    ],
    plan: [
      { depth: 0, type: "Limit", rows: 20, expectedRows: 20, blocks: 24 },
      {
        depth: 1,
        type: "Index Scan",
        relation: "public.documents",
        index: "public.documents_list_idx",
        rows: 20,
        expectedRows: 54_120,
        blocks: 24,
      },
    ],
    ...parts,
  };
}

export function aRecorded(parts: Partial<RecordedBaseline> = {}): RecordedBaseline {
  return {
    version: 1,
    recordedAt: "2026-11-16T03:00:00Z",
    toolVersion: "1.0.0",
    target: "production",
    server: { version: "18.4", database: "app" },
    queries: [aRecordedQuery()],
    ...parts,
  };
}
