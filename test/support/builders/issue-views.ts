import type { CheckResult } from "../../../src/core/report.ts";
import type {
  ChangeView,
  CheckIssueView,
  ChecklistIssueView,
  OverviewRow,
  OverviewView,
  RunView,
} from "../../../src/issues/render/model.ts";
import { aFail, aFinding, aReport } from "./report.ts";

/** What the issues show, for tests of their texts. */

export const DAY = 86_400_000;
export const AT = Date.parse("2026-11-22T03:00:00Z");

export const RUN: RunView = {
  target: "production",
  suite: "health",
  at: AT,
  url: "https://github.com/acme/app/actions/runs/1",
  toolVersion: "1.0.0",
};

export function aCheckIssue(result: CheckResult, parts: Partial<CheckIssueView> = {}): CheckIssueView {
  return {
    run: RUN,
    result,
    priority: result.priority,
    firstSeen: AT,
    due: AT + 7 * DAY,
    fading: 0,
    pending: 0,
    previous: null,
    showsNames: true,
    ...parts,
  };
}

export function aRow(parts: Partial<OverviewRow> = {}): OverviewRow {
  return {
    check: "foreign-key-indexes",
    title: "Foreign keys are indexed",
    status: "pass",
    priority: "low",
    confirmed: 0,
    pending: 0,
    since: AT - 10 * DAY,
    at: AT,
    unknownSince: null,
    unknownDetail: undefined,
    issue: null,
    ...parts,
  };
}

export function anOverview(parts: Partial<OverviewView> = {}): OverviewView {
  return {
    run: RUN,
    report: aReport(),
    rows: [aRow()],
    previousRun: AT - DAY,
    changes: [],
    runs: [],
    waiting: [],
    checklistIssue: null,
    indexUsageIssue: null,
    leftOut: 0,
    showsNames: true,
    ...parts,
  };
}

export function aChecklistIssue(parts: Partial<ChecklistIssueView> = {}): ChecklistIssueView {
  return {
    run: RUN,
    report: aReport(),
    priority: "high",
    firstSeen: AT,
    due: AT + DAY,
    previous: null,
    showsNames: true,
    ...parts,
  };
}

export function aChange(parts: Partial<ChangeView> = {}): ChangeView {
  return {
    run: RUN,
    title: "Foreign keys are indexed",
    appeared: [],
    resolvedNames: [],
    resolved: 0,
    remaining: 1,
    raised: null,
    showsNames: true,
    ...parts,
  };
}

/** So many findings that differ in their names. */
export function manyFindings(number: number): CheckResult {
  return aFail(
    Array.from({ length: number }, (_, index) =>
      aFinding({
        key: `public.table_${index}.fkey`,
        message: `public.table_${index} has no index that starts with customer_id.`,
        facts: { table: `public.table_${index}`, columns: ["customer_id"], table_bytes: 1_000 * index },
        fix: `CREATE INDEX CONCURRENTLY ON public.table_${index} (customer_id);`,
      }),
    ),
  );
}
