/** What people see of declared queries: the document's table, and the plans of those that are too slow. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { hostile } from "../../../test/support/builders/hostile.ts";
import { aCheckIssue, anOverview, aRow } from "../../../test/support/builders/issue-views.ts";
import {
  alive,
  all,
  type Node,
  read,
  squeezed,
  textOf,
  throughRemark,
} from "../../../test/support/builders/markdown.ts";
import {
  aPerformanceFail,
  aPerformancePass,
  aQueryRow,
  aSlowQuery,
  KEPT,
  PLAN,
} from "../../../test/support/builders/performance.ts";
import { aPass, aReport } from "../../../test/support/builders/report.ts";
import { commentBody, renderComment } from "../../comment/render.ts";
import type { Facts } from "../../core/finding.ts";
import type { CheckResult, Report } from "../../core/report.ts";
import { renderCheckIssue } from "../../issues/render/check.ts";
import { renderOverview } from "../../issues/render/overview.ts";
import { annotations } from "../annotations.ts";
import { logSections } from "../log.ts";
import { renderSummary } from "./summary.ts";

const reportOf = (result: CheckResult): Report =>
  aReport({ conclusion: result.status === "fail" ? "fail" : "pass", results: [result, aPass()] });
const summaryOf = (result: CheckResult): Node => throughRemark(renderSummary(reportOf(result)));
const spoken = (node: Node): string => squeezed(textOf(node).replaceAll("\u00a0", " "));

/** The cells of the table that has a column of this heading. */
function tableOf(page: Node, heading = "Now"): string[][] {
  const found = all(page, "table").find((table) => all(table, "th").some((th) => spoken(th) === heading));
  assert.ok(found, `no table has a column ${heading}`);
  return all(found, "tr").map((row) =>
    (row.children ?? []).filter(({ type }) => type === "element").map(spoken),
  );
}

/** The summaries of the folds in which a node of this text stands, the outermost first. */
function foldsAround(page: Node, text: string): string[] {
  for (const child of page.children ?? []) {
    if (!textOf(child).includes(text)) continue;
    if (child.tagName !== "details") return foldsAround(child, text);
    const [summary] = all(child, "summary");
    return [summary === undefined ? "" : spoken(summary), ...foldsAround(child, text)];
  }
  return [];
}

describe("the table of declared queries", () => {
  it("is the document's: promised, budget, baseline, now, change, with their units", () => {
    const [head, ...rows] = tableOf(summaryOf(aPerformancePass()));
    assert.deepEqual(head, [
      "Query",
      "Promised before",
      "Budget",
      "Baseline",
      "Now",
      "Change",
      "Blocks",
      "Rows",
    ]);
    assert.deepEqual(rows, [
      [
        "✅ Document list",
        "200 ms",
        "50 ms",
        "0.42 ms",
        "0.44 ms0.41 to 0.61 ms",
        "≈ 0 %",
        "24",
        "20of 2,000,000",
      ],
      [
        "✅ Memory retrieval",
        "150 ms",
        "100 ms",
        "61 ms",
        "58 ms55 to 71 ms",
        "−4.9 %",
        "3,402was 3,310",
        "50of 480,000",
      ],
      [
        "✅ Job queue",
        "100 ms",
        "40 ms",
        "—",
        "2.1 ms1.9 to 2.6 ms",
        "−98 %(promised)",
        "412",
        "10of 350,000",
      ],
      ["✅ Org statistics", "500 ms", "5 ms", "0.03 ms", "0.03 ms0.02 to 0.04 ms", "≈ 0 %", "4", "1of 1,200"],
    ]);
  });

  it("has its numbers on the right", () => {
    const page = summaryOf(aPerformancePass());
    const cells = all(page, "td").map(({ properties }) => properties?.align);
    assert.deepEqual(cells.slice(0, 8), [undefined, ...Array(7).fill("right")]);
  });

  it("says which unit each end of the spread has where they differ", () => {
    const row = aQueryRow({ now_ms: 900, fastest_ms: 850, slowest_ms: 1_300 });
    const rows = tableOf(summaryOf(aPerformancePass({ measurements: [row] })));
    assert.equal(rows[1]?.[4], "900 ms850 ms to 1.3 s");
  });

  it("calls nothing a change that may be noise, and no time saved whole", () => {
    const changeOf = (parts: Facts): string | undefined =>
      tableOf(summaryOf(aPerformancePass({ measurements: [aQueryRow(parts)] })))[1]?.at(-3);
    assert.equal(changeOf({ baseline_ms: 0.01, now_ms: 0.02, change_percent: 100 }), "≈ 0 %");
    assert.equal(changeOf({ baseline_ms: 10, now_ms: 20, change_percent: 100 }), "+100 %");
    assert.equal(changeOf({ baseline_ms: 10, now_ms: 10.4, change_percent: 4 }), "+4 %");
    assert.equal(changeOf({ baseline_ms: 60, now_ms: 15, change_percent: -75 }), "−75 %");
    assert.equal(
      changeOf({ baseline_ms: null, change_percent: null, since_promised_percent: -100 }),
      "−99.9 %(promised)",
    );
  });

  it("leaves out what no query has: a promise, a budget, a baseline", () => {
    const row = aQueryRow({
      promised_before_ms: null,
      since_promised_percent: null,
      budget_ms: null,
      baseline_ms: null,
      change_percent: null,
      baseline_blocks: null,
    });
    const [head] = tableOf(summaryOf(aPerformancePass({ measurements: [row] })));
    assert.deepEqual(head, ["Query", "Now", "Blocks", "Rows"]);
  });

  it("says of a query that the server stopped how long it had", () => {
    const none = { now_ms: null, fastest_ms: null, slowest_ms: null, runs: null, blocks: null, rows: null };
    const row = aQueryRow({ ...none, change_percent: null, since_promised_percent: null });
    const result = aPerformanceFail({
      measurements: [{ ...row, verdict: "fail", stopped_after_ms: 10_000, baseline: "recorded" }],
    });
    const rows = tableOf(summaryOf(result));
    assert.deepEqual(rows[1], ["❌ Document list", "200 ms", "50 ms", "0.42 ms", "over 10 sstopped"]);
    assert.doesNotMatch(read(renderSummary(reportOf(result))), /Not compared/);
  });

  it("says when its baseline was recorded, what is noise, and which plan is another that costs the same", () => {
    const noisy = aQueryRow({ query: "Job queue", noisy: true });
    const changed = aQueryRow({ changed: "the index public.documents_list_idx is no longer used" });
    const text = read(renderSummary(reportOf(aPerformancePass({ measurements: [noisy, changed] }))));
    assert.match(text, /Baseline: recorded on 2026-11-02 03:00 UTC\./);
    assert.match(text, /Another plan than the recorded one: Document list ?: the index public\.documents/);
    assert.match(text, /Noisy: Job queue ?: most runs are over the budget, but not the fastest/);
    const fails = aPerformanceFail({ measurements: [{ ...changed, verdict: "fail" }] });
    assert.doesNotMatch(read(renderSummary(reportOf(fails))), /Another plan/);
    const failsAndNoisy = aPerformanceFail({ measurements: [{ ...noisy, verdict: "fail" }] });
    assert.doesNotMatch(
      read(renderSummary(reportOf(failsAndNoisy))),
      /Noisy/,
      "something follows all the same",
    );
  });

  it("says why there is nothing to compare with, of whom where it is not so of all", () => {
    assert.match(
      read(renderSummary(reportOf(aPerformancePass()))),
      /Not compared with the recorded baseline: Job queue ?: it is not in the file yet\./,
    );
    const two = KEPT.map((row, at) => ({ ...row, baseline: at < 2 ? "compared" : `reason ${at}.` }));
    assert.match(
      read(renderSummary(reportOf(aPerformancePass({ measurements: two })))),
      /Not compared with the recorded baseline: Job queue ?: reason 2; Org statistics ?: reason 3\./,
      "one line, however many reasons",
    );
    const none = KEPT.map((row) => ({ ...row, baseline: "none is recorded yet." }));
    assert.match(
      read(renderSummary(reportOf(aPerformancePass({ measurements: none })))),
      /Not compared with the recorded baseline: none is recorded yet\./,
    );
  });
});

describe("the summary", () => {
  it("has the table folded when all queries keep their budgets, and nothing of it twice", () => {
    const page = summaryOf(aPerformancePass());
    assert.deepEqual(foldsAround(page, "Promised before"), [
      "What was looked at",
      "⏱️ Performance: 4 queries keep their budgets",
    ]);
    assert.equal(textOf(page).split("Promised before").length, 2);
    assert.doesNotMatch(textOf(page), /Dashboard|What was measured/);
  });

  it("counts them when not all do, though nothing fails", () => {
    const rows = KEPT.map((row, at) => (at === 0 ? { ...row, verdict: "unknown" } : row));
    const unknown = { reason: "error", detail: "Document list returned no row." } as const;
    const result = aPerformancePass({ status: "unknown", unknown, measurements: rows });
    assert.match(
      read(renderSummary(reportOf(result))),
      /⏱️ Performance: 3 of 4 queries keep their budgets .* ❔ Document list /,
    );
    const one = aPerformancePass({ measurements: [aQueryRow()] });
    assert.match(read(renderSummary(reportOf(one))), /⏱️ Performance: 1 query keeps its budget /);
  });

  it("says of a first run that it measured, and what comes next, and shows the table once", () => {
    const rows = KEPT.map((row) => ({ ...row, verdict: "measured", baseline: "there is no file yet." }));
    const page = summaryOf(aPerformancePass({ status: "measured", measurements: rows }));
    assert.equal(textOf(page).split("Promised before").length, 2);
    const text = spoken(page);
    assert.match(text, /⏱️ Performance: 4 queries measured, judged by nothing yet/);
    assert.match(text, /📊 Document list/);
    assert.match(text, /Nothing judges them yet: declare max-blocks and max-time/);
    assert.doesNotMatch(text, /could not look|keep their budgets|📊 Dashboard|Declared queries .*: 4 rows/);
  });

  it("has it open in the failing check's section, the slow query first, and its plan behind a click", () => {
    const kept = aQueryRow({ query: "Job queue" });
    const slow = aQueryRow({ verdict: "fail", now_ms: 812 });
    const page = summaryOf(aPerformanceFail({ measurements: [kept, slow] }));
    assert.deepEqual(foldsAround(page, "Promised before"), []);
    assert.deepEqual(
      tableOf(page).map(([query]) => query),
      ["Query", "❌ Document list", "✅ Job queue"],
    );
    assert.deepEqual(foldsAround(page, "└─ Gather Merge"), ["Plan of Document list"]);
    assert.ok(all(page, "pre").some((block) => textOf(block).trim() === PLAN));
    assert.doesNotMatch(textOf(page), /What was measured/);
  });

  it("has the first reason on the first screen, and all of a long message below", () => {
    const reasons = Array.from({ length: 12 }, (_, at) => `reads table number ${at} sequentially again`);
    const message = `Document list ${reasons.join("; it ")}. Since then much changed. If the index is gone, create it again.`;
    assert.ok(message.length > 600);
    const text = read(renderSummary(reportOf(aPerformanceFail({ findings: [aSlowQuery({ message })] }))));
    assert.equal(text.split("number 11 sequentially").length, 3);
    assert.equal(text.split("If the index is gone, create it again.").length, 2);
    assert.ok(text.indexOf("Since then") > text.indexOf("Medium: within 1 week"));
  });

  it("keeps the verdict of a query whose finding is known or ignored: its row is all that tells of it", () => {
    const page = summaryOf(aPerformanceFail({ findings: [aSlowQuery({ known: true })] }));
    assert.ok(tableOf(page).some(([query]) => query === "❌ Document list"));
    const ignored = aPerformanceFail();
    const passing = aPerformancePass({ measurements: [...(ignored.measurements ?? [])] });
    assert.match(read(renderSummary(reportOf(passing))), /2 of 4 queries keep their budgets/);
  });

  it("shows nothing as measured now that was not: a skipped check is one line", () => {
    const recorded = KEPT.map((row) => ({ ...row, now_ms: null, verdict: "unknown" }));
    const detail = "The queries run on the default branch.";
    const skipped = { reason: "not-applicable", detail } as const;
    const text = read(
      renderSummary(reportOf(aPerformancePass({ status: "skipped", skipped, measurements: recorded }))),
    );
    assert.match(
      text,
      /Skipped: 1 check .* Declared queries keep within their budgets: The queries run on the default/,
    );
    assert.doesNotMatch(text, /Performance:|Memory retrieval|Dashboard/);
  });

  it("counts the rows and the plans that have no room", () => {
    const number = 430;
    const plan = PLAN.repeat(3);
    const names = Array.from({ length: number }, (_, at) => `Query ${at}`);
    const result = aPerformanceFail({
      findings: names.map((key) => aSlowQuery({ key, plan })),
      measurements: names.map((query) => aQueryRow({ query, verdict: "fail" })),
    });
    const whole = read(renderSummary(reportOf(result)));
    assert.match(whole, /400 more rows .*18 rows not shown here; the report file has all/);
    assert.match(whole, /410 plans not shown here; the report file has all/);
    const small = renderSummary(reportOf(result), 8_000);
    assert.ok(Buffer.byteLength(small) <= 8_000);
    assert.match(read(small), /428 plans not shown here; the report file has all/);
  });
});

describe("the plan of a slow query", () => {
  const result = aPerformanceFail();

  it("is in the check's issue, with the table", () => {
    const { content } = renderCheckIssue(aCheckIssue(result));
    const page = throughRemark(content);
    assert.deepEqual(foldsAround(page, "└─ Gather Merge"), ["Plan of Document list"]);
    assert.equal(tableOf(page).length, 5);
  });

  it("is not in the issue of another thing, which says where it is", () => {
    const rows = [aRow({ check: result.check, title: result.title, status: "fail", priority: "medium" })];
    const { content } = renderOverview(anOverview({ rows, report: reportOf(result) }));
    assert.doesNotMatch(content, /Gather Merge/);
    assert.match(read(content), /The summary of the run below has 1 execution plan\./);
    assert.equal(tableOf(throughRemark(content)).length, 5);
  });

  it("is not in annotations, in the log or in a pull request's comment", () => {
    const report = reportOf(result);
    const run = { id: "7", attempt: 1, at: Date.parse(report.startedAt) };
    for (const text of [
      JSON.stringify(annotations(report)),
      JSON.stringify(logSections(report)),
      commentBody(renderComment({ report, run, issues: [] })),
    ]) {
      assert.match(text, /Document list/);
      assert.doesNotMatch(text, /Gather Merge/);
    }
  });

  it("does not fill an issue when queries are many: the rest is counted", () => {
    const names = Array.from({ length: 40 }, (_, at) => `Query ${at}`);
    const many = aPerformanceFail({
      findings: names.map((key) => aSlowQuery({ key, plan: PLAN.repeat(5) })),
      measurements: names.map((query) => aQueryRow({ query, verdict: "fail" })),
    });
    const { content } = renderCheckIssue(aCheckIssue(many));
    assert.ok(content.length <= 30_000, `${content.length} characters`);
    assert.match(read(content), /\d+ plans not shown here/);
  });
});

describe("hostile names of queries, tables and indexes", () => {
  it("stay text in the table, in reasons and in plans", () => {
    const bones = (name: string): { page: Node; tags: number } => {
      const result = aPerformanceFail({
        findings: [aSlowQuery({ key: name, message: "It is slow.", plan: `Seq Scan on ${name}` })],
        measurements: [aQueryRow({ query: name, verdict: "fail", baseline: "it is too old." }), aQueryRow()],
      });
      const page = summaryOf(result);
      return { page, tags: all(page, "tr").length + 100 * all(page, "details").length };
    };
    const { tags } = bones("Document list");
    fc.assert(
      fc.property(hostile, (name) => {
        const found = bones(name);
        assert.equal(found.tags, tags);
        assert.deepEqual(alive(found.page), []);
      }),
      { numRuns: 60 },
    );
  });
});
