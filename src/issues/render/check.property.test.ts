import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { harmless, hostile, NASTY } from "../../../test/support/builders/hostile.ts";
import {
  AT,
  aChange,
  aCheckIssue,
  aChecklistIssue,
  anOverview,
  aRow,
  DAY,
  RUN,
} from "../../../test/support/builders/issue-views.ts";
import {
  alive,
  all,
  skeleton,
  throughCmark,
  throughRemark,
} from "../../../test/support/builders/markdown.ts";
import { aFail, aFinding, aPass, aReport } from "../../../test/support/builders/report.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import { sqlBlock, yamlBlock } from "../../core/finding.ts";
import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import { joinBody, parseBody } from "../body.ts";
import { renderCheckIssue } from "./check.ts";
import { renderChecklistIssue } from "./checklist.ts";
import { commentOnChanges, commentOnClosing, commentOnReopening, duplicateText } from "./comments.ts";
import { renderOverview } from "./overview.ts";

const ENGINES = [
  { name: "remark", parse: throughRemark, options: {}, runs: 60 },
  { name: "cmark-gfm", parse: throughCmark, options: needs("cmark-gfm"), runs: 20 },
] as const;

const OUR_LINKS =
  /^https:\/\/github\.com\/(?:pg-preflight\/pg-preflight\/blob\/v1\/(?:src\/checks\/[^/]*\/README\.md(?:#verify)?|sql\/runbook\/[a-z-]+\.sql)|acme\/app\/actions\/runs\/1)$/;
/** The references that the samples have of their own. */
const REFERENCES = ["#11", "#12", "#13", "#14"];
/** The samples' own checks. A report has each id once, but a hostile id may be one of them. */
const CHECKS = ["b", "c", "d", "e", "review"];
const TEXTS = 24;

const texts = fc.array(hostile, { minLength: TEXTS, maxLength: TEXTS });
const [first = [], ...others] = Array.from({ length: Math.ceil(NASTY.length / TEXTS) }, (_, page) =>
  Array.from({ length: TEXTS }, (_none, at) => NASTY[(page * TEXTS + at) % NASTY.length] ?? ""),
);
const examples: [string[]][] = [
  first,
  ...others,
  // What pages group: checks of one id, and statements that are shown alike.
  ...CHECKS.map((check) => first.with(3, check)),
  first.with(8, "a\nb").with(9, "a\r\nb"),
].map((given) => [given]);

for (const { name, parse, options, runs } of ENGINES) {
  describe(`hostile text in issues and comments, read by ${name}`, options, () => {
    it("changes nothing of their shape, and nothing in it is taken up", () => {
      fc.assert(
        fc.property(texts, (given) => {
          const tame = pagesOf(harmless(given, CHECKS));
          for (const [page, markdown] of Object.entries(pagesOf(given))) {
            const tree = parse(markdown);
            assert.deepEqual(skeleton(tree), skeleton(parse(tame[page] ?? "")), page);
            assert.deepEqual(
              alive(tree).filter((found) => !REFERENCES.includes(found)),
              [],
              page,
            );
            for (const link of all(tree, "a")) assert.match(String(link.properties?.href), OUR_LINKS);
          }
        }),
        { numRuns: runs, examples },
      );
    });
  });
}

describe("hostile text in an issue's block", () => {
  it("forges none of our marks", () => {
    fc.assert(
      fc.property(texts, (given) => {
        const marks = given.map(
          (text, index) => `${text}\n<!-- pg-preflight:${index % 2 ? "state=1.forged" : "issue=x/y"} -->\n`,
        );
        for (const shown of Object.values(pagesOf(marks))) {
          const body = {
            target: "production",
            topic: "overview",
            before: "Ours.\n",
            after: "\nMine.",
            state: "1.true",
          };
          const parsed = parseBody(joinBody({ ...body, shown }));
          assert.deepEqual({ ...parsed, shown: "" }, { ...body, shown: "" });
        }
      }),
      { numRuns: 60, examples },
    );
  });
});

/** Every text of issues, with a hostile one wherever it takes one. */
function pagesOf(given: readonly string[]): Record<string, string> {
  const text = (index: number): string => given[index % given.length] ?? "";
  const run = { ...RUN, target: text(0), suite: text(1), toolVersion: text(2) };
  const findings = [0, 1].map(
    (index): ReportedFinding =>
      aFinding({
        key: text(index),
        message: text(index + 2),
        facts: {
          object: text(index + 4),
          columns: [text(index), "x"],
          size_bytes: text(index + 1),
          seen_at: text(index),
        },
        fix: `ALTER TABLE "${text(index + 8)}" SET LOGGED`,
        fixKind: index === 1 ? "alone" : "together",
      }),
  );
  const unknown = {
    reason: "permission",
    detail: text(10),
    fix: sqlBlock(`GRANT "${text(11)}" TO x;`),
  } as const;
  const failing: CheckResult = aFail(findings, { check: text(3), title: text(12), why: text(13), unknown });
  const drop = aFinding({ key: text(14), fix: `DROP TABLE "${text(15)}"`, fixKind: "destructive" });
  const dropping = aFail([drop], { check: "b", title: text(16) });
  const skipped = {
    reason: "not-configured",
    detail: text(17),
    fix: yamlBlock(`checks: ${text(18)}`),
  } as const;
  const review = aPass({ check: "review", measurements: [{ last_review: text(19), due_at: text(20) }] });
  const report = aReport({
    target: text(0),
    results: [failing, dropping, aPass({ check: "c", status: "skipped", skipped }), review],
    checklist: [
      {
        section: text(21),
        items: [
          { id: text(22), title: text(23), status: "fail", evidence: text(0), checks: [text(3), "b"] },
          { id: text(1), title: text(2), status: "unknown", evidence: text(4), checks: ["c"] },
        ],
      },
    ],
  });
  const change = aChange({
    run,
    title: text(5),
    appeared: findings,
    resolvedNames: [text(6), text(7)],
    resolved: 3,
    raised: { from: "low", to: "high" },
  });
  const overview = anOverview({
    run,
    report,
    rows: [
      aRow({ check: text(3), title: text(12), status: "fail", unknownSince: AT, unknownDetail: text(10) }),
      aRow({ check: "b", title: text(16), status: "fail", pending: 1, issue: 11 }),
      aRow({ check: "d", title: text(9), status: "fail" }),
      aRow({ check: "e", title: text(8) }),
    ],
    changes: [
      {
        check: "b",
        title: text(16),
        before: "pass",
        now: "fail",
        appeared: findings,
        resolvedNames: [text(5)],
        resolved: 1,
      },
    ],
    runs: [0, 1, 2].map((day) => ({
      id: text(day),
      attempt: 1,
      at: AT - day * DAY,
      conclusion: "fail",
      findings: { low: day },
    })),
    waiting: ["e", text(4)],
    checklistIssue: 12,
    indexUsageIssue: 13,
    leftOut: 1,
  });
  const whole = ({ content, footer }: { content: string; footer: string }): string =>
    `${content}\n\n${footer}\n`;
  return {
    check: whole(renderCheckIssue(aCheckIssue(failing, { run, previous: 14, pending: 1, fading: 1 }))),
    destructive: whole(renderCheckIssue(aCheckIssue(dropping, { run }))),
    overview: whole(renderOverview(overview)),
    public: whole(renderOverview({ ...overview, showsNames: false })),
    unreachable: whole(renderOverview({ ...overview, report: { ...report, unreachable: text(6) } })),
    checklist: whole(renderChecklistIssue(aChecklistIssue({ run, report, previous: 14 }))),
    changes: commentOnChanges(change),
    closing: commentOnClosing(change, { kind: "pass" }),
    disabled: commentOnClosing(change, { kind: "disabled" }),
    reopening: commentOnReopening({ ...change, of: "items" }, "came-back"),
    duplicate: duplicateText(run, 11),
  };
}
