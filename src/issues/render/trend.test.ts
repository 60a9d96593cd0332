import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { AT, DAY } from "../../../test/support/builders/issue-views.ts";
import { all, read, textOf, throughRemark } from "../../../test/support/builders/markdown.ts";
import type { StoredRun } from "../state/schema.ts";
import { trend } from "./trend.ts";

function aRun(daysAgo: number, findings: StoredRun["findings"], at = AT - daysAgo * DAY): StoredRun {
  return { id: String(at), attempt: 1, at, conclusion: "fail", findings };
}

function pictureOf(runs: readonly StoredRun[]): string {
  return textOf(all(throughRemark(trend(runs).join("\n\n")), "pre")[0] ?? { type: "none" });
}

describe("the trend", () => {
  const runs = [
    aRun(0, { high: 1, low: 4 }),
    aRun(7, { critical: 1, high: 2, low: 9 }),
    aRun(14, { low: 3 }),
  ];

  it("is a picture of our own numbers and dates, oldest first", () => {
    assert.equal(
      pictureOf(runs),
      [
        "xychart-beta",
        '    x-axis ["11-08", "11-15", "11-22"]',
        '    y-axis "Findings" 0 --> 12',
        "    bar [3, 12, 5]",
        "    line [0, 3, 1]",
        "",
      ].join("\n"),
    );
  });

  it("says the same in words and in numbers", () => {
    const text = read(trend(runs).join("\n\n"));
    assert.match(
      text,
      /From 2026-11-08 to 2026-11-22: all findings went from 3 to 5, critical and high ones went from 0 to 1; the most were 12, on 2026-11-15\./,
    );
    assert.match(text, /2026-11-15 ❌ fail 1 2 0 9 2026-11-08/);
  });

  it("has each day once, the last twelve, and years apart", () => {
    const twice = [aRun(0, { low: 2 }), aRun(0, { low: 9 }, AT - 3_600_000), aRun(1, { low: 1 })];
    assert.match(pictureOf(twice), /x-axis \["11-21", "11-22"\]\n.*\n {4}bar \[1, 2\]/);
    const many = Array.from({ length: 40 }, (_, day) => aRun(day, { low: day }));
    assert.match(pictureOf(many), /bar \[11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0\]/);
    assert.match(pictureOf([aRun(0, {}), aRun(365, {})]), /"2025-11-22", "2026-11-22"/);
    assert.match(pictureOf([aRun(0, {}), aRun(1, {})]), /0 --> 1\n/);
  });

  it("is nothing for fewer than two days", () => {
    assert.deepEqual(trend([]), []);
    assert.deepEqual(trend([aRun(0, { low: 1 })]), []);
  });
});
