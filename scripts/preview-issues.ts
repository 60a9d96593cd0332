/** `node scripts/preview-issues.ts [folder]`: samples of our issues as Markdown, for `npm run preview -- file.md …`. */
import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { checks } from "../src/checks/index.ts";
import type { Priority } from "../src/domain/priority.ts";
import type { CheckResult, Report, ReportedFinding } from "../src/domain/report.ts";
import type { Status } from "../src/domain/result.ts";
import { renderCheckIssue } from "../src/report/issues/check.ts";
import { renderChecklistIssue } from "../src/report/issues/checklist.ts";
import { commentOnChanges, commentOnClosing } from "../src/report/issues/comments.ts";
import { renderOverview } from "../src/report/issues/overview.ts";
import type { ChangeView, IssueText, OverviewRow, RunView } from "../src/report/issues/views.ts";

const DAY = 86_400_000;
const AT = Date.parse("2026-11-22T03:00:00Z");

const run: RunView = {
  target: "production",
  suite: "health",
  at: AT,
  url: "https://github.com/acme/app/actions/runs/1",
  toolVersion: "1.0.0",
};

function resultOf(id: string, parts: Partial<CheckResult> = {}): CheckResult {
  const check = checks.find((each) => each.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  const { title, why, category, priority } = check;
  return { check: id, title, why, category, status: "pass", priority, ...parts };
}

function finding(key: string, parts: Partial<ReportedFinding> = {}): ReportedFinding {
  return { key, priority: "high", message: "", facts: {}, known: true, ...parts };
}

const invalid = resultOf("invalid-indexes", {
  status: "fail",
  priority: "high",
  findings: ["orders_customer_idx", "events_at_idx"].map((name, index) =>
    finding(`public.${name}`, {
      message: `public.${name} is invalid: a CREATE INDEX CONCURRENTLY failed or was cancelled.`,
      facts: {
        index: `public.${name}`,
        table: "public.orders",
        bytes: 12_582_912 * (index + 1),
        unique: false,
      },
      fix: `REINDEX INDEX CONCURRENTLY public.${name};`,
      standsAlone: true,
    }),
  ),
});

const unused = resultOf("unused-indexes", {
  status: "fail",
  priority: "low",
  window: "since 2026-08-01 00:00 UTC (113 days): the statistics were reset",
  findings: Array.from({ length: 30 }, (_, index) =>
    finding(`public.idx_${index}`, {
      priority: "low",
      message: `public.idx_${index} has not been scanned since the counters began.`,
      facts: {
        index: `public.idx_${index}`,
        table: "public.events",
        bytes: 8_388_608 * (30 - index),
        scans: 0,
      },
      fix: `DROP INDEX CONCURRENTLY public.idx_${index};`,
      destructive: true,
    }),
  ),
});

const blind = resultOf("cron-jobs", {
  status: "unknown",
  unknown: {
    reason: "permission",
    detail: "The login may not read cron.job_run_details.",
    fix: "GRANT SELECT ON pg_preflight.cron_runs TO preflight;",
  },
});

const review = resultOf("review", { measurements: [{ last_review: "2026-11-16", due_at: "2026-11-23" }] });

const report: Report = {
  schemaVersion: 1,
  toolVersion: "1.0.0",
  target: "production",
  suite: "health",
  conclusion: "fail",
  failOn: "high",
  stepFails: true,
  gate: [],
  commit: null,
  runUrl: run.url,
  startedAt: "2026-11-22T03:00:00Z",
  durationMs: 840,
  server: { version: "18.4", database: "app", windows: { tables: null, statements: null } },
  notices: [],
  results: [
    invalid,
    unused,
    blind,
    review,
    resultOf("monitoring-schedule", {
      status: "skipped",
      skipped: { reason: "not-configured", detail: "Declare the runs:\nchecks:\n  monitoring-schedule: {}" },
    }),
  ],
  checklist: [
    {
      section: "Database",
      items: [
        {
          id: "migrations-applied",
          title: "All migrations applied successfully",
          status: "fail",
          evidence: "public.orders_customer_idx is invalid. And 1 more.",
          checks: ["migrations", "invalid-indexes"],
        },
        {
          id: "cron-refresh-configured",
          title: "Cron job configured for materialized view refresh",
          status: "unknown",
          evidence: "The check `cron-jobs` could not look: The login may not read cron.job_run_details.",
          checks: ["cron-jobs"],
        },
        {
          id: "backup-schedule-verified",
          title: "Backup schedule verified",
          status: "pass",
          evidence: "A backup of 2026-11-21.",
          checks: ["backups"],
        },
      ],
    },
    {
      section: "Monitoring",
      items: [
        {
          id: "slow-query-alerts-configured",
          title: "Slow query alerts configured",
          status: "unknown",
          evidence: "The check `monitoring-schedule` was skipped: Declare the runs.",
          checks: ["monitoring-schedule"],
        },
        {
          id: "error-logging-enabled",
          title: "Error logging enabled",
          status: "attested",
          evidence: "Attested by @octocat on 2026-11-01, until 2027-01-30.",
          checks: ["error-logging"],
          attestation: { by: "@octocat", on: "2026-11-01", expires: "2027-01-30" },
        },
      ],
    },
  ],
  ignored: [],
};

function row(id: string, status: Status, parts: Partial<OverviewRow> = {}): OverviewRow {
  const { title, priority } = resultOf(id);
  return {
    check: id,
    title,
    status,
    priority,
    standing: 0,
    pending: 0,
    since: AT - 20 * DAY,
    at: AT,
    blindSince: null,
    blindness: undefined,
    issue: null,
    ...parts,
  };
}

const passing = checks
  .map(({ id }) => id)
  .filter(
    (id) =>
      ![
        "invalid-indexes",
        "unused-indexes",
        "cron-jobs",
        "slow-queries",
        "query-summary",
        "index-sizes",
        "monitoring-schedule",
      ].includes(id),
  );

const overview = renderOverview({
  run,
  report,
  rows: [
    row("unused-indexes", "fail", { standing: 30, since: AT - 9 * DAY }),
    row("invalid-indexes", "fail", { standing: 2, since: AT - DAY, issue: 12 }),
    row("cron-jobs", "unknown", {
      since: AT - 3 * DAY,
      blindSince: AT - 3 * DAY,
      blindness: blind.unknown?.detail,
    }),
    row("slow-queries", "pass", { pending: 2 }),
    ...passing.map((id) => row(id, "pass")),
    row("query-summary", "measured"),
    row("index-sizes", "measured"),
    row("monitoring-schedule", "skipped"),
  ],
  previousRun: AT - DAY,
  changes: [
    {
      check: "invalid-indexes",
      title: invalid.title,
      before: "pass",
      now: "fail",
      appeared: invalid.findings ?? [],
      resolvedNames: [],
      resolved: 0,
    },
    {
      check: "unused-indexes",
      title: unused.title,
      before: "fail",
      now: "fail",
      appeared: [],
      resolvedNames: ["public.old_idx", 'public."Old One"'],
      resolved: 2,
    },
  ],
  runs: Array.from({ length: 14 }, (_, index) => ({
    id: String(100 - index),
    attempt: 1,
    at: AT - index * DAY,
    conclusion: index === 5 ? "unknown" : "fail",
    findings: { critical: 0, high: index === 0 ? 2 : index % 3, medium: 2, low: 24 + index },
  })),
  waiting: ["backups"],
  checklistIssue: 5,
  indexUsageIssue: null,
  leftOut: 3,
  showsNames: true,
});

const issue = (result: CheckResult, priority: Priority, showsNames = true): IssueText =>
  renderCheckIssue({
    run,
    result,
    priority,
    firstSeen: AT - DAY,
    due: AT + DAY,
    fading: 1,
    pending: 0,
    previous: 7,
    showsNames,
  });

const change: ChangeView = {
  run,
  title: invalid.title,
  appeared: invalid.findings ?? [],
  resolvedNames: ["public.old_idx"],
  resolved: 1,
  standing: 2,
  raised: { from: "medium", to: "high" },
  showsNames: true,
};

const pages: Record<string, string> = {
  overview: whole(overview),
  check: whole(issue(invalid, "high")),
  "check-many": whole(issue(unused, "low")),
  "check-public": whole(issue(unused, "low", false)),
  checklist: whole(
    renderChecklistIssue({
      run,
      report,
      priority: "high",
      firstSeen: AT - DAY,
      due: AT + DAY,
      previous: null,
      showsNames: true,
    }),
  ),
  comments: [
    commentOnChanges(change),
    "---",
    commentOnClosing({ ...change, appeared: [], standing: 0, raised: null }, { kind: "pass" }),
  ].join("\n\n"),
};

function whole({ content, footer }: IssueText): string {
  return `${content}\n\n${footer}\n`;
}

const folder = resolve(process.argv[2] ?? join(import.meta.dirname, "../.cache/preview/issues"));
await mkdir(folder, { recursive: true });
for (const [name, markdown] of Object.entries(pages)) {
  await writeFile(join(folder, `${name}.md`), markdown);
  console.log(join(folder, `${name}.md`));
}
