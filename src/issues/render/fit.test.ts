import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  AT,
  aCheckIssue,
  aChecklistIssue,
  anOverview,
  aRow,
  DAY,
  manyFindings,
} from "../../../test/support/builders/issue-views.ts";
import { read } from "../../../test/support/builders/markdown.ts";
import { aFail, aFinding, aPass, aReport } from "../../../test/support/builders/report.ts";
import { sqlBlock } from "../../core/finding.ts";
import type { ReportedItem } from "../../core/report.ts";
import { renderCheckIssue } from "./check.ts";
import { renderChecklistIssue } from "./checklist.ts";
import { renderOverview } from "./overview.ts";
import { ISSUE_CHARACTERS, OVERVIEW_CHARACTERS, withinBudget } from "./parts.ts";

const MANY = manyFindings(40_000);

describe("the budget of an issue", () => {
  it("is kept with 40,000 findings, in a readable text that says what is cut", () => {
    const { content } = renderCheckIssue(aCheckIssue(MANY));
    assert.ok(content.length <= ISSUE_CHARACTERS, String(content.length));
    const text = read(content);
    assert.match(text, /^🟠 “Foreign keys are indexed” fails on production: 40,000 high findings/);
    assert.match(text, /public\.table_0 .*\(and 39999 alike\)/);
    assert.match(text, /✂️ 39,\d\d\d rows left out, .* the summary of the run below shows more/);
    assert.match(text, /The query that verifies it.*To ignore a finding.*closes itself/);
  });

  it("is counted after escaping", () => {
    const finding = aFinding({ key: "k", facts: { text: "<".repeat(240) } });
    const result = aFail(Array.from({ length: 100 }, (_, index) => ({ ...finding, key: `k${index}` })));
    const { content } = renderCheckIssue(aCheckIssue(result));
    assert.ok(content.length <= ISSUE_CHARACTERS, String(content.length));
    assert.match(content, /rows left out/);
  });

  it("is kept by the overview with everything in it at once", () => {
    const checks = Array.from({ length: 120 }, (_, index) => `check-${index}`);
    const unknown = {
      reason: "permission",
      detail: "x ".repeat(300),
      fix: sqlBlock(`GRANT ${"x".repeat(15_000)};`),
    } as const;
    const view = anOverview({
      report: aReport({
        results: checks.map((check) => ({
          ...MANY,
          findings: (MANY.findings ?? []).slice(0, 400),
          check,
          unknown,
        })),
      }),
      rows: checks.map((check) =>
        aRow({
          check,
          title: check,
          status: "fail",
          confirmed: 9_999,
          unknownSince: AT,
          unknownDetail: `${check} ${"y ".repeat(290)}`,
        }),
      ),
      changes: checks.map((check) => ({
        check,
        title: check,
        before: "pass",
        now: "fail",
        appeared: MANY.findings ?? [],
        resolvedNames: [],
        resolved: 0,
      })),
      runs: Array.from({ length: 400 }, (_, day) => ({
        id: "1",
        attempt: 1,
        at: AT - day * DAY,
        conclusion: "fail",
        findings: { low: 40_000 },
      })),
      waiting: checks,
      leftOut: 40_000,
    });
    const { content } = renderOverview(view);
    assert.ok(content.length <= OVERVIEW_CHARACTERS, String(content.length));
    assert.match(
      read(content),
      /^❌ production: 120 checks fail \(120 low\)(?!.*More does not fit).* and 60 other checks/,
    );
  });

  it("is kept by the checklist", () => {
    const items = Array.from(
      { length: 60 },
      (_, index): ReportedItem => ({
        id: `i${index}`,
        title: `Item ${index}`,
        status: "unknown",
        evidence: "e ".repeat(400),
        checks: ["foreign-key-indexes"],
      }),
    );
    const report = aReport({ results: [MANY, aPass()], checklist: [{ section: "S", items }] });
    const { content } = renderChecklistIssue(aChecklistIssue({ report }));
    assert.ok(content.length <= ISSUE_CHARACTERS, String(content.length));
    assert.match(read(content), /^🟠 production is not ready: 0 of 60 by evidence(?!.*More does not fit)/);
  });

  it("takes the fullest text that fits, and says so when none does", () => {
    const text = withinBudget(50, ({ collapsed }) => ["x".repeat(collapsed + 1)], ["<h3>Verdict</h3>"]);
    assert.equal(text, "x".repeat(11));
    assert.match(
      withinBudget(1, () => ["xx"], ["<h3>Verdict</h3>"]),
      /^<h3>Verdict<\/h3>\n\n<p>More does not fit here/,
    );
  });
});
