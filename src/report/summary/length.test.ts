/** How much of a page a reader has before anything is opened: a page of ten seconds, however much was found. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { type Node, squeezed, textOf, throughRemark } from "../../../test/support/builders/markdown.ts";
import { aFail, aFinding, aPass, aReport } from "../../../test/support/builders/report.ts";
import { PRIORITIES } from "../../core/priority.ts";
import type { CheckResult, Report } from "../../core/report.ts";
import { renderSummary } from "./summary.ts";

const LINES = ["h1", "h2", "h3", "h4", "p", "li", "tr", "pre", "summary"];
/** Verdict, reason, five steps, the numbers, a line for each failing check and each fold. */
const MOST_LINES = 45;
/** Of the first screen. */
const STEPS = 5;

/** What stands on the page while every fold is closed, each block, item and row one line. */
function visibleLines(node: Node): string[] {
  return (node.children ?? []).flatMap((child) => {
    if (child.tagName === "details") {
      return (child.children ?? [])
        .filter(({ tagName }) => tagName === "summary")
        .map((summary) => squeezed(textOf(summary)));
    }
    return LINES.includes(child.tagName ?? "") ? [squeezed(textOf(child))] : visibleLines(child);
  });
}

const visible = (report: Report): string[] => visibleLines(throughRemark(renderSummary(report)));

/** `number` findings shared by so many checks of all priorities. */
function failing(number: number, checks: number): CheckResult[] {
  return Array.from({ length: checks }, (_, index) => {
    const priority = PRIORITIES[index % 4] ?? "low";
    const findings = Array.from({ length: Math.ceil(number / checks) }, (_none, at) =>
      aFinding({ priority, key: `public.t${at}`, message: `public.t${at} has trouble ${index}.` }),
    );
    return aFail(findings, { check: `check-${index}`, title: `Thing ${index} is well`, priority });
  });
}

const red = (results: CheckResult[]): Report =>
  aReport({ conclusion: "fail", stepFails: true, gate: ["Many findings are high or worse."], results });

describe("the page before anything is opened", () => {
  it("is short with 400 findings over 12 checks, and says of each failing check how many there are", () => {
    const lines = visible(
      red([...failing(400, 12), aPass(), aPass({ status: "measured", measurements: [] })]),
    );
    assert.ok(lines.length <= MOST_LINES, `${lines.length} lines:\n${lines.join("\n")}`);
    for (let index = 0; index < 12; index++) {
      assert.equal(lines.filter((line) => line === `Thing ${index} is well: 34 findings`).length, 1);
    }
  });

  it("is no longer with 40,000 findings than with 400", () => {
    const few = visible(red(failing(400, 12))).length;
    const many = visible(red(failing(40_000, 12)));
    // One line more says what was left out.
    assert.ok(many.length <= few + 1, `${many.length} lines after ${few}:\n${many.join("\n")}`);
  });

  it("begins with the verdict, why the step fails and at most five steps", () => {
    const lines = visible(red(failing(400, 12)));
    const end = lines.indexOf("Then 7 more checks, below.");
    assert.match(lines[0] ?? "", /^❌ production has 102 critical, 102 high and 204 other findings$/);
    assert.deepEqual(lines.slice(1, 3), ["This step fails: Many findings are high or worse.", "Do first"]);
    assert.equal(end, 3 + STEPS, lines.join("\n"));
  });

  it("has what else is to be known after the steps", () => {
    const lines = visible({ ...red(failing(400, 12)), notices: ["An ignore expired on 2026-10-31."] });
    assert.equal(lines.indexOf("ℹ️ An ignore expired on 2026-10-31."), 4 + STEPS);
  });

  it("shows one or two failing checks whole, for nothing hides behind them", () => {
    const shown = (checks: number) =>
      visible(red(failing(checks, checks))).some((line) => line.startsWith("Deleting a parent row"));
    assert.ok(shown(1) && shown(2));
    assert.ok(!shown(3));
  });
});
