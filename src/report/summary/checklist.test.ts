import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { all, squeezed, textOf, throughRemark } from "../../../test/support/builders/markdown.ts";
import { aFail, aFinding, aPass, aReport } from "../../../test/support/builders/report.ts";
import type { Report, ReportedItem } from "../../core/report.ts";
import { annotations } from "../annotations.ts";
import { logSections } from "../log.ts";
import { renderSummary } from "./summary.ts";

const item = (over: Partial<ReportedItem> = {}): ReportedItem => ({
  id: "backup-schedule-verified",
  title: "Backup schedule verified",
  status: "pass",
  evidence: "Backups are fresh.",
  checks: ["backups"],
  ...over,
});

const attested = item({
  id: "error-logging-enabled",
  title: "Error logging enabled",
  status: "attested",
  evidence: "Attested by @dba on 2026-11-01, until 2027-01-30 (69 days left).",
  attestation: { by: "@dba", on: "2026-11-01", expires: "2027-01-30" },
});
const unknown = item({
  id: "migrations-applied",
  title: "All migrations applied successfully",
  status: "unknown",
  evidence: "migrations was skipped.",
});
const failed = item({
  id: "query-timeout-configured",
  title: "Query timeout settings configured",
  status: "fail",
  evidence: "No limit.",
});
const dropped = item({
  id: "performance-baseline-established",
  title: "Performance baseline established",
  status: "dropped",
  evidence: "Dropped: next quarter",
});

const deploy = (items: readonly ReportedItem[], over: Partial<Report> = {}): Report =>
  aReport({ suite: "deploy", checklist: [{ section: "Database", items: [...items] }], ...over });

const page = (report: Report) => throughRemark(renderSummary(report));
const text = (report: Report): string => squeezed(textOf(page(report))).replace(/\u00a0/g, " ");
const heading = (report: Report): string =>
  squeezed(textOf(all(page(report), "h2")[0] ?? (all(page(report), "h3")[0] as never)));

describe("the checklist on the page", () => {
  it("counts its ticks in the verdict, and dropped items for no box", () => {
    const red: Partial<Report> = { stepFails: true, conclusion: "fail", gate: ["1 item is not ticked."] };
    assert.equal(
      heading(deploy([item(), attested, dropped])),
      "✅ production is ready: 1 of 2 by evidence, 1 attested",
    );
    assert.equal(
      heading(deploy([item(), attested, unknown], red)),
      "❌ production: 1 of 3 by evidence, 1 attested",
    );
    assert.equal(
      heading(deploy([item(), unknown], { conclusion: "fail", failOn: "never" })),
      "❔ production: 1 of 2 by evidence",
    );
    const found = { results: [aFail([aFinding({ priority: "low" })])] };
    assert.equal(heading(deploy([item()], found)), "⚠️ production: 1 of 1 by evidence, 1 low finding");
  });

  it("says of every box whether it is ticked, by whom and why not", () => {
    const report = deploy([item(), failed, unknown, attested, dropped], {
      stepFails: true,
      conclusion: "fail",
    });
    const rows = all(page(report), "tr").map((row) => all(row, "td").map((cell) => squeezed(textOf(cell))));
    assert.deepEqual(
      rows.filter((row) => row.length === 3),
      [
        ["✅ complete", "Backup schedule verified", "Backups are fresh."],
        ["❌ fails", "Query timeout settings configured", "No limit."],
        ["❔ no evidence", "All migrations applied successfully", "migrations was skipped."],
        ["📝 attested until 2027-01-30", "Error logging enabled", attested.evidence],
        ["➖ dropped", "Performance baseline established", "Dropped: next quarter"],
      ],
    );
    assert.deepEqual(
      all(page(report), "del").map((node) => textOf(node)),
      ["Performance baseline established"],
    );
    assert.match(
      text(report),
      /Checklist: 1 of 4 by evidence, 1 attested, 1 item dropped\s*Database: 2 of 4/,
    );
  });

  it("stands after what to do first and before the findings, and in sight when all is green", () => {
    const report = deploy([item()], { results: [aFail([aFinding()])] });
    const whole = text(report);
    const order = ["Do first", "Checklist: 1 of 1", "High: within"].map((part) => whole.indexOf(part));
    assert.ok(!order.includes(-1), whole);
    assert.deepEqual(
      order,
      order.toSorted((a, b) => a - b),
    );
    const green = page(deploy([item()]));
    assert.equal(all(green, "details").flatMap((node) => all(node, "del")).length, 0);
    assert.ok(
      (green.children ?? []).some((node) => node.tagName === "table"),
      "the table is not folded",
    );
  });

  it("lets hostile text be nothing but text", () => {
    const evil =
      "x</td></tr></table><img src=x onerror=alert(1)> @octocat #1 ::error::y\n\n# big `code` [a](http://evil.example)";
    const report = deploy([
      item({ title: evil, evidence: evil, status: "fail" }),
      item({ title: evil, evidence: evil, status: "dropped" }),
      { ...attested, evidence: evil, attestation: { by: evil, on: "2026-11-01", expires: "2027-01-30" } },
    ]);
    const tree = page(report);
    assert.equal(all(tree, "table").length, 1 + 0);
    assert.equal(all(tree, "img").length, 0);
    assert.equal(all(tree, "h1").length, 0);
    for (const link of all(tree, "a")) assert.doesNotMatch(JSON.stringify(link.properties ?? {}), /evil/);
    for (const row of all(tree, "tr")) {
      for (const cell of all(row, "td")) {
        const outside = (cell.children ?? [])
          .filter(({ type }) => type === "text")
          .map(textOf)
          .join("");
        assert.doesNotMatch(outside, /@octocat|#1|evil\.example/);
      }
    }
  });

  it("is in the log, no line of it a command", () => {
    const report = deploy([item(), { ...failed, title: "::error::x", evidence: "a\n::error::b" }]);
    const lines = logSections(report).flatMap((section) => section.lines);
    assert.ok(
      lines.some((line) => line.includes("Checklist: 1 of 2 by evidence.")),
      lines.join("\n"),
    );
    assert.ok(
      lines.some((line) => line.startsWith("✗ [ ] ::error::x")),
      lines.join("\n"),
    );
    for (const line of lines) assert.doesNotMatch(line, /\n|^ *::/);
  });

  it("is one annotation where it stops the step", () => {
    const stopping = [{ ...failed, stops: true }, { ...unknown, stops: true }, item()];
    const [first, ...others] = annotations(deploy(stopping, { stepFails: true, conclusion: "fail" }));
    assert.deepEqual(first, {
      level: "error",
      title: "Checklist: 1 of 3 by evidence",
      message: "Not complete: Query timeout settings configured; All migrations applied successfully.",
    });
    assert.deepEqual(others, []);
    assert.deepEqual(annotations(deploy([failed], { conclusion: "fail", failOn: "never" })), []);
  });
});

describe("a run without secrets", () => {
  const skipped = { reason: "no-secret", detail: "No database-url." } as const;
  const report = aReport({
    server: null,
    conclusion: "unknown",
    results: [aPass({ status: "skipped", skipped })],
  });

  it("is not said to have failed to reach the database", () => {
    assert.match(text(report), /^❔ production was not looked at/);
    assert.doesNotMatch(JSON.stringify(logSections(report)), /could not be reached/);
  });
});
