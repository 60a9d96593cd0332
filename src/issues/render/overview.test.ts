import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { AT, anOverview, aRow, DAY } from "../../../test/support/builders/issue-views.ts";
import { all, read, textOf, throughRemark } from "../../../test/support/builders/markdown.ts";
import { aFail, aFinding, aPass, aReport } from "../../../test/support/builders/report.ts";
import { sqlBlock } from "../../core/finding.ts";
import type { OverviewView } from "./model.ts";
import { renderOverview } from "./overview.ts";

const FAILING = aRow({ status: "fail", priority: "high", confirmed: 2, since: AT - DAY, issue: 12 });
const UNKNOWN = aRow({
  check: "cron-jobs",
  title: "Scheduled jobs succeed",
  status: "unknown",
  unknownSince: AT - 3 * DAY,
  unknownDetail: "The login may not look.",
});

function pageOf(parts: Partial<OverviewView>): string {
  return read(renderOverview(anOverview(parts)).content);
}

describe("the overview", () => {
  it("begins with the verdict in one line", () => {
    const verdictOf = (rows: OverviewView["rows"]): string => {
      const tree = throughRemark(renderOverview(anOverview({ rows })).content);
      return textOf(all(tree, "h2")[0] ?? { type: "none" });
    };
    assert.equal(verdictOf([aRow()]), "✅ production: its one check passes");
    assert.equal(
      verdictOf([aRow(), aRow({ check: "b" })]),
      "✅ production: all 2 checks that gave a verdict pass",
    );
    assert.equal(verdictOf([FAILING, aRow()]), "❌ production: 1 check fails (1 high)");
    assert.equal(
      verdictOf([FAILING, aRow({ status: "fail" }), UNKNOWN]),
      "❌ production: 2 checks fail (1 high and 1 low), 1 check could not look",
    );
    assert.equal(verdictOf([UNKNOWN]), "❔ production: nothing could be checked (1 check)");
    assert.equal(verdictOf([]), "❔ production: no check gave a verdict yet");
  });

  it("says what to do when the database could not be reached", () => {
    const text = pageOf({ report: aReport({ server: null, unreachable: "Ask for the pooler's address." }) });
    assert.match(text, /^❌ production could not be reached by the last run What to do: Ask for the pooler/);
  });

  it("has what wants a person in sight, the most urgent first, and the others folded", () => {
    const rows = [
      aRow({ check: "a", title: "Passing" }),
      UNKNOWN,
      aRow({ check: "b", title: "Skipped one", status: "skipped" }),
      aRow({ check: "c", title: "Low one", status: "fail", confirmed: 1 }),
      FAILING,
    ];
    const tree = throughRemark(renderOverview(anOverview({ rows })).content);
    const cells = all(tree, "tr").map((row) => (row.children ?? []).map(textOf));
    assert.deepEqual(cells, [
      ["State", "Check", "Priority", "Findings", "Since", "Issue"],
      ["❌ fail", "Foreign keys are indexed", "🟠 high", "2", "2026-11-21", "#12"],
      ["❌ fail", "Low one", "🔵 low", "1", "2026-11-12", "—"],
      ["❔ could not look", "Scheduled jobs succeed", "—", "—", "2026-11-12", "—"],
      ["State", "Check", "Since", "Last run"],
      ["✅ pass", "Passing", "2026-11-12", "2026-11-22"],
      ["➖ skipped", "Skipped one", "2026-11-12", "2026-11-22"],
    ]);
    const collapsed = all(tree, "details").map((node) => textOf(all(node, "summary")[0] ?? { type: "none" }));
    assert.deepEqual(collapsed, ["✅ 1 pass and ➖ 1 skipped"]);
  });

  it("tells what changed since the last run, with names", () => {
    const changes = [
      {
        check: "foreign-key-indexes",
        title: "Foreign keys are indexed",
        before: "pass",
        now: "fail",
        appeared: [aFinding()],
        resolvedNames: ["public.old", "public.older"],
        resolved: 3,
      },
    ] as const;
    assert.match(
      pageOf({ changes }),
      /What changed Since the run of 2026-11-21 03:00 UTC: Foreign keys are indexed: ✅ pass → ❌ fail, 1 new and 3 resolved 🟠 public\.orders has no index that starts with customer_id\. ✅ public\.old ✅ public\.older and 1 more resolved/,
    );
    const counted = pageOf({ changes, showsNames: false });
    assert.match(counted, /1 new and 3 resolved \(1 high\)/);
    assert.doesNotMatch(counted, /orders|public\.old/);
    assert.match(pageOf({}), /Since the run of 2026-11-21 03:00 UTC nothing changed\./);
    assert.match(pageOf({ previousRun: null }), /This is the first run that is remembered/);
  });

  it("tells once what could not be looked at, since when, and what mends it", () => {
    const fix = "GRANT SELECT ON cron.job TO preflight;";
    const unknown = (check: string) =>
      aPass({ check, status: "unknown", unknown: { reason: "permission", detail: "x", fix: sqlBlock(fix) } });
    const rows = [
      UNKNOWN,
      { ...UNKNOWN, check: "backups", title: "A backup exists" },
      { ...FAILING, unknownSince: AT - DAY, unknownDetail: undefined, at: AT - DAY },
    ];
    const text = pageOf({ rows, report: aReport({ results: [unknown("cron-jobs"), unknown("backups")] }) });
    assert.match(
      text,
      /❔ Could not look: 3 checks Since 2026-11-19: The login may not look\. Scheduled jobs succeed · A backup exists Since 2026-11-21, as its last run on 2026-11-21 told/,
    );
    assert.equal(text.split(fix).length, 2);
    assert.doesNotMatch(pageOf({}), /Could not look/);
  });

  it("tells what waits, what was seen once, where else to look, and what memory had no room for", () => {
    const text = pageOf({
      rows: [aRow({ pending: 2 })],
      waiting: ["foreign-key-indexes", "gone"],
      checklistIssue: 5,
      indexUsageIssue: 6,
      leftOut: 1_200,
    });
    assert.match(text, /Deployment checklist: #5 · Index usage: #6/);
    assert.match(text, /open in one of the next runs, .*: Foreign keys are indexed · gone/);
    assert.match(text, /Seen once, told when the next run agrees: Foreign keys are indexed \(2\)/);
    assert.match(text, /no room for 1,200 findings/);
    assert.doesNotMatch(pageOf({}), /Deployment checklist|next runs|Seen once|no room/);
  });

  it("has the rows of findings that no issue of their own tells of", () => {
    const result = aFail([aFinding({ priority: "low" })]);
    const rows = [{ ...FAILING, issue: null, priority: "low" as const }];
    const report = aReport({ results: [result] });
    const text = pageOf({ rows, report });
    assert.match(
      text,
      /Findings without an issue of their own: 1 check 🔵 Foreign keys are indexed: 1 finding/,
    );
    assert.match(text, /public\.orders customer_id 12 MB .*CREATE INDEX CONCURRENTLY/);
    assert.doesNotMatch(pageOf({ rows: [FAILING], report }), /without an issue|public\.orders/);
    const counted = pageOf({ rows, report, showsNames: false });
    assert.match(counted, /counted here and not named.*1 finding.*1 low/);
    assert.doesNotMatch(counted, /public\.orders|customer_id/);
    assert.match(
      pageOf({ rows: [{ ...FAILING, issue: null }], report: aReport({ results: [] }) }),
      /runs of other suites, whose summaries show the rows: Foreign keys are indexed \(2 findings, 2026-11-22\)/,
    );
  });

  it("tells the next review, and one that is due", () => {
    const facts = { last_review: "2026-11-16", due_at: "2026-11-23" };
    const review = (parts: object) =>
      pageOf({ report: aReport({ results: [aPass({ check: "review", ...parts })] }) });
    assert.match(
      review({ measurements: [facts] }),
      /Next review: 2026-11-23 \(the last was held on 2026-11-16\)\./,
    );
    const overdue = { status: "fail", findings: [aFinding({ facts })] };
    assert.match(review(overdue), /The review was due on 2026-11-23/);
    assert.doesNotMatch(review({ measurements: [{ due_at: "@octocat" }] }), /review|octocat/i);
    assert.doesNotMatch(pageOf({}), /review/i);
  });
});
