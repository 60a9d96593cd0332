import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { hostile } from "../../../test/support/builders/hostile.ts";
import {
  alive,
  all,
  skeleton,
  squeezed,
  textOf,
  throughRemark,
} from "../../../test/support/builders/markdown.ts";
import { aFail, aFinding, aPass, aReport } from "../../../test/support/builders/report.ts";
import { renderComment } from "../../comment/render.ts";
import { renderSummary } from "../../report/summary/summary.ts";
import type { IssueOperation, ManagedIssue } from "../issue.ts";
import { type Done, describeDone, describePlan, issuesOfKnown } from "./summary-section.ts";

const report = aReport({
  conclusion: "fail",
  results: [aFail([aFinding()]), aPass({ check: "backups", title: "Backups are fresh" })],
});
const done: Done = {
  changes: [
    { check: "foreign-key-indexes", number: 3, action: "open", why: "1 new finding" },
    { check: "backups", number: 2, action: "close", why: "it passes" },
    { check: "overview", number: 1, action: "update", why: "3 checks changed" },
  ],
  comment: "none",
  problems: [],
};
const write = (over: Partial<IssueOperation>): IssueOperation => ({
  action: "open",
  topic: "foreign-key-indexes",
  number: null,
  body: "",
  addLabels: [],
  removeLabels: [],
  assignees: [],
  why: "1 new finding",
  ...over,
});
const read = (markdown: string): string => squeezed(textOf(throughRemark(markdown)));

describe("what was done to issues", () => {
  it("stands at the summary's end with links, and in the log", () => {
    const { summary, log } = describeDone(report, done);
    assert.equal(
      read(summary),
      "Issues Opened #3, Foreign keys are indexed: 1 new finding Closed #2, Backups are fresh: it passes Updated #1, the overview: 3 checks changed",
    );
    assert.deepEqual(
      all(throughRemark(summary), "a").map(({ properties }) => properties?.href),
      [3, 2, 1].map((number) => `https://github.com/acme/app/issues/${number}`),
    );
    assert.deepEqual(log, [
      {
        group: null,
        lines: [
          "Opened #3, Foreign keys are indexed: 1 new finding",
          "Closed #2, Backups are fresh: it passes",
          "Updated #1, the overview: 3 checks changed",
        ],
      },
    ]);
    // Appended, it is a section of its own.
    const whole = skeleton(throughRemark(renderSummary(report) + summary));
    assert.deepEqual(whole.slice(-8), ["h3", "ul", "li", "a", "li", "a", "li", "a"]);
  });

  it("is nothing where nothing was done, and tells problems in full", () => {
    assert.deepEqual(describeDone(report, { changes: [], comment: "unchanged", problems: [] }), {
      summary: "",
      log: [],
    });
    const told = describeDone(report, {
      changes: [],
      comment: "create",
      problems: ["The token may not write (403)."],
    });
    assert.equal(
      read(told.summary),
      "Issues Wrote the pull request's comment. ⚠️ The token may not write (403).",
    );
    assert.equal(describeDone(report, { changes: [], comment: "create", problems: [] }).summary, "");
    assert.deepEqual(told.log[0]?.lines, [
      "Wrote the pull request's comment.",
      "! The token may not write (403).",
    ]);
  });

  it("links nothing without the run's address", () => {
    const { summary } = describeDone({ ...report, runUrl: null }, done);
    assert.deepEqual(all(throughRemark(summary), "a"), []);
    assert.match(read(summary), /Opened #3/);
  });
});

describe("a dry run", () => {
  it("says what would be done and what the comment would say", () => {
    const { content: text } = renderComment({ report, run: { id: "1", attempt: 1, at: 0 }, issues: [] });
    const plan = {
      writes: [write({}), write({ action: "close", topic: "backups", number: 2, why: "it passes" })],
      notices: ["A newer run has written already."],
    };
    const { summary, log } = describePlan(report, { plan, comment: "create", text, problems: ["No."] });
    assert.match(
      read(summary),
      /^Dry run: nothing was written Would open an issue, Foreign keys are indexed: 1 new finding Would close #2, Backups are fresh: it passes ℹ️ A newer run has written already\. ⚠️ No\. Would write this comment on the pull request: ⚠️ production has 1 high finding/,
    );
    const [section] = log;
    assert.equal(section?.group, "Dry run: nothing was written");
    assert.deepEqual(section?.lines.slice(0, 5), [
      "Would open an issue, Foreign keys are indexed: 1 new finding",
      "Would close #2, Backups are fresh: it passes",
      "A newer run has written already.",
      "! No.",
      "Would write this comment on the pull request:",
    ]);
    assert.deepEqual(section?.lines.slice(5), [
      "⚠️ production has 1 high finding",
      "1 finding",
      "Priority | Check | Finding",
      "🟠 high | Foreign keys are indexed | public.orders has no index that starts with customer_id.",
    ]);
  });

  it("says that nothing would be done, or why", () => {
    const nothing = { comment: "none", text: undefined, problems: [] } as const;
    const told = describePlan(report, { ...nothing, plan: { writes: [], notices: [] } });
    assert.equal(read(told.summary), "Dry run: nothing was written Nothing would be done to issues.");
    const why = describePlan(report, {
      ...nothing,
      plan: "This run writes no issues: write-issues is never.",
    });
    assert.equal(
      read(why.summary),
      "Dry run: nothing was written This run writes no issues: write-issues is never.",
    );
    const { content: text } = renderComment({ report, run: { id: "1", attempt: 1, at: 0 }, issues: [] });
    const same = describePlan(report, {
      ...nothing,
      comment: "unchanged",
      text,
      plan: { writes: [], notices: [] },
    });
    assert.match(read(same.summary), /Would leave the pull request's comment as it is\.$/);
  });

  it("lets hostile text be nothing but text", () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const { content: text } = renderComment({
          report: aReport({ conclusion: "fail", results: [aFail([aFinding({ message: one })])] }),
          run: { id: "1", attempt: 1, at: 0 },
          issues: [],
        });
        const plan = { writes: [write({ why: one, topic: other })], notices: [other] };
        const { summary } = describePlan(report, { plan, comment: "create", text, problems: [one] });
        assert.deepEqual(alive(throughRemark(summary)), []);
      }),
      { numRuns: 100 },
    );
  });
});

describe("the issues of what is known", () => {
  const issue = (number: number, topic: string, isOpen = true): ManagedIssue => ({
    number,
    id: number,
    topic,
    isOpen,
    closedAt: null,
    title: "",
    labels: [],
    body: "",
    before: "",
    after: "",
    state: null,
  });
  const tracker = (...issues: ManagedIssue[]) => ({ issues, notices: [], newerVersionTopics: [] });
  const known = aReport({
    results: [
      aFail([aFinding({ known: true })], { check: "slow-queries" }),
      aFail([aFinding({ known: true })], { check: "backups" }),
      aFail([aFinding({ known: true })], { check: "unused-indexes" }),
      aFail([aFinding()], { check: "cron-jobs" }),
    ],
  });
  const indexUsage = new Set(["unused-indexes"]);

  it("are the check's own, else the overview or the weekly one", () => {
    const issues = [
      issue(1, "overview"),
      issue(2, "index-usage"),
      issue(3, "slow-queries"),
      issue(4, "cron-jobs"),
    ];
    assert.deepEqual(issuesOfKnown(known, tracker(...issues), indexUsage), [1, 2, 3]);
    assert.deepEqual(
      issuesOfKnown(known, tracker(issue(5, "backups"), issue(6, "overview", false)), indexUsage),
      [5],
    );
    assert.deepEqual(issuesOfKnown(known, tracker(), indexUsage), []);
  });
});
