import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { aChecklistIssue } from "../../../test/support/builders/issue-views.ts";
import { read } from "../../../test/support/builders/markdown.ts";
import { aFail, aFinding, aPass, aReport } from "../../../test/support/builders/report.ts";
import type { Report, ReportedItem } from "../../core/report.ts";
import { renderChecklistIssue } from "./checklist.ts";
import type { ChecklistIssueView } from "./model.ts";

function item(parts: Partial<ReportedItem>): ReportedItem {
  return {
    id: "migrations-applied",
    title: "Migrations applied",
    status: "pass",
    evidence: "All.",
    checks: [],
    ...parts,
  };
}

function pageOf(report: Partial<Report>, parts: Partial<ChecklistIssueView> = {}): string {
  return read(renderChecklistIssue(aChecklistIssue({ report: aReport(report), ...parts })).content);
}

const FAILS = item({ status: "fail", evidence: "An index is invalid.", checks: ["foreign-key-indexes"] });
const BLIND = item({
  id: "b",
  title: "Backups verified",
  status: "unknown",
  evidence: "Not seen.",
  checks: ["backups"],
});
const sectionOf = (...items: ReportedItem[]): Report["checklist"] => [{ section: "Database", items }];

describe("the issue of the checklist", () => {
  it("begins with how many boxes are ticked, what is in the way, and until when", () => {
    const text = pageOf({ checklist: sectionOf(FAILS, BLIND, item({ id: "c" })) });
    assert.match(
      text,
      /^🟠 production is not ready: 1 of 3 by evidence 1 item fails and 1 has no evidence · Due by 2026-11-23 \(within 24 hours\) · since 2026-11-22 Checklist: 1 of 3 by evidence/,
    );
  });

  it("has the whole checklist with its evidence, and says when all is ticked", () => {
    const text = pageOf({ checklist: sectionOf(item({}), item({ id: "c", status: "dropped" })) });
    assert.match(
      text,
      /^✅ production is ready: 1 of 1 by evidence Checklist: 1 of 1 by evidence, 1 item dropped/,
    );
    assert.match(text, /✅ complete Migrations applied All\./);
    assert.doesNotMatch(text, /What to do|What fails/);
  });

  it("says for each box without a tick what to do, each remedy once", () => {
    const fix = "GRANT pg_monitor TO preflight;";
    const unknown = { reason: "permission", detail: "May not.", fix } as const;
    const skipped = {
      reason: "not-configured",
      detail: "Add:\nchecks:\n  review: { last: 2026-11-16 }",
    } as const;
    const text = pageOf({
      checklist: sectionOf(
        FAILS,
        BLIND,
        { ...BLIND, id: "d" },
        item({ id: "e", status: "unknown", checks: ["review"] }),
      ),
      results: [
        aFail([aFinding()]),
        aPass({ check: "backups", status: "unknown", unknown }),
        aPass({ check: "review", status: "skipped", skipped }),
      ],
    });
    assert.match(
      text,
      /What to do ❌ Migrations applied Foreign keys are indexed: 1 finding, with what mends them, below\./,
    );
    assert.equal(text.split(fix).length, 2);
    assert.match(text, /What mends backups: GRANT pg_monitor/);
    assert.match(text, /checks: review: \{ last: 2026-11-16 \}/);
    assert.match(text, /b: \{ attested-by: "@your-login", attested-on: 2026-11-22, expires: 2027-02-10/);
    assert.match(text, /Or a person attests d, as above\./);
    assert.match(
      text,
      /What fails: 1 check 🟠 Foreign keys are indexed: 1 finding .* public\.orders customer_id/,
    );
  });

  it("never offers a person's word for a failure, and shows the evidence where no remedy is known", () => {
    const text = pageOf({ checklist: sectionOf(FAILS), results: [] });
    assert.doesNotMatch(text, /attested-by/);
    assert.match(text, /What to do ❌ Migrations applied: An index is invalid\./);
  });

  it("counts instead of naming where everybody reads, and links the issue before", () => {
    const report = { checklist: sectionOf(FAILS), results: [aFail([aFinding()])] };
    const text = pageOf(report, { showsNames: false, previous: 4 });
    assert.match(text, /counted here and not named/);
    assert.doesNotMatch(text, /public\.orders|customer_id/);
    assert.match(text, /It was there before: see #4\. This issue closes itself when every item is complete/);
  });
});
