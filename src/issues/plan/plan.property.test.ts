import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  anIssue,
  applyPlan,
  RULES,
  snapshotOf,
  type TimelineIssue,
  writesOf,
} from "../../../test/support/builders/issue-timeline.ts";
import { aFinding, aPass, aReport } from "../../../test/support/builders/report.ts";
import { runFactsFor } from "../../../test/support/builders/run-facts.ts";
import { PRIORITIES } from "../../core/priority.ts";
import type { CheckResult, Report, ReportedFinding } from "../../core/report.ts";
import { joinBody } from "../body.ts";
import { CHECKLIST, INDEX_USAGE, LABEL, OVERVIEW } from "../issue.ts";
import { bodyOf } from "../render/fit.ts";
import type { RunFacts } from "../run-facts.ts";
import { encodeState } from "../state/codec.ts";
import { hashedIds, PLAIN_IDS } from "../state/refs.ts";
import { EMPTY_SUITE_STATE, type IssueState, type StoredFinding, type SuiteState } from "../state/schema.ts";
import { type PlanRules, planIssues } from "./plan.ts";

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 16, 3);
const SYSTEM = "7400000000000000001";

const CHECKS = [
  "backups",
  "connection-usage",
  "cron-jobs",
  "error-logging",
  "migrations",
  "query-logging",
  "replication-slots",
  "sequence-exhaustion",
  "slow-queries",
] as const;
const INDEX_CHECKS = ["unused-indexes", "foreign-key-indexes", "index-sizes"] as const;
const KEYS = ["public.a", "public.b", "public.c", '"<!-- pg-preflight:state=x -->"', "@octocat"] as const;
const SUITES = ["health", "capacity-only", "deploy", "index-usage"] as const;

const priority = fc.constantFrom(...PRIORITIES);
const check = fc.constantFrom(...CHECKS, ...INDEX_CHECKS);

const finding: fc.Arbitrary<ReportedFinding> = fc
  .record({ key: fc.constantFrom(...KEYS), priority })
  .map((parts) => aFinding(parts));
const findings = fc.uniqueArray(finding, { minLength: 1, maxLength: 5, selector: ({ key }) => key });
const unknown = { reason: "timeout", detail: "It took 10s." } as const;

function resultOf(id: string): fc.Arbitrary<CheckResult> {
  const base = { check: id, title: `Title of ${id}` };
  const fail = findings.map((all) =>
    aPass({
      ...base,
      status: "fail",
      priority: all.map((each) => each.priority).sort(byUrgency)[0] ?? "low",
      findings: all,
    }),
  );
  return fc.oneof(
    { weight: 4, arbitrary: fail },
    { weight: 3, arbitrary: fc.constant(aPass(base)) },
    { weight: 1, arbitrary: fail.map((result) => ({ ...result, unknown })) },
    { weight: 1, arbitrary: fc.constant(aPass({ ...base, status: "unknown", unknown })) },
    { weight: 1, arbitrary: fc.constant(aPass({ ...base, status: "measured" })) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom("disabled" as const, "not-configured" as const)
        .map((reason) => aPass({ ...base, status: "skipped", skipped: { reason, detail: "d" } })),
    },
  );
}

function byUrgency(a: (typeof PRIORITIES)[number], b: (typeof PRIORITIES)[number]): number {
  return PRIORITIES.indexOf(a) - PRIORITIES.indexOf(b);
}

const ITEMS = ["migrations-applied", "backup-schedule-verified", "error-logging-enabled"] as const;
const checklist: fc.Arbitrary<Report["checklist"]> = fc
  .tuple(...ITEMS.map(() => fc.constantFrom("pass", "fail", "unknown", "attested", "dropped")))
  .map((statuses) => [
    {
      section: "Database",
      items: ITEMS.map((id, at) => ({
        id,
        title: `Item ${id}`,
        status:
          (["pass", "fail", "unknown", "attested", "dropped"] as const).find(
            (each) => each === statuses[at],
          ) ?? "pass",
        evidence: "e",
        checks: ["migrations", "backups"].slice(at % 2),
      })),
    },
  ]);

const report: fc.Arbitrary<Report> = fc
  .record({
    suite: fc.constantFrom(...SUITES),
    results: fc.tuple(...[...CHECKS, ...INDEX_CHECKS].map(resultOf)),
    left: fc.subarray([...CHECKS, ...INDEX_CHECKS], { minLength: 1 }),
    checklist,
  })
  .map(({ suite, results, left, checklist: sections }) =>
    aReport({
      suite,
      startedAt: new Date(NOW).toISOString(),
      results: results.filter((result) => left.some((id) => id === result.check)),
      checklist: suite === "deploy" ? sections : [],
    }),
  );

const rules: fc.Arbitrary<PlanRules> = fc.record({
  from: fc.constantFrom("critical", "high", "medium", "low"),
  assignees: fc.constantFrom([], ["octocat"]),
  labels: fc.constantFrom([], ["database"]),
  showsNames: fc.boolean(),
  isEnterpriseServer: fc.boolean(),
});

/** Mostly before this run; now and then this very one, or one that began later. */
const stamp = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .integer({ min: 1, max: 40 })
      .map((days) => ({ id: `${40 - days}`, attempt: 1, at: NOW - days * DAY })),
  },
  { weight: 1, arbitrary: fc.constant({ id: "100", attempt: 1, at: NOW }) },
  { weight: 1, arbitrary: fc.constant({ id: "101", attempt: 1, at: NOW + 60_000 }) },
);

const stored = (idFormat: IssueState["idFormat"], id: string): fc.Arbitrary<StoredFinding[]> =>
  fc.uniqueArray(
    fc.record({
      ref: fc
        .constantFrom(...KEYS)
        .map((key) => (idFormat === "plain" ? PLAIN_IDS : hashedIds(SYSTEM)).of(id, key)),
      priority,
      firstSeen: fc.integer({ min: 1, max: 60 }).map((days) => NOW - days * DAY),
      runs: fc.constantFrom(1, 2),
      missed: fc.constantFrom(0, 0, 1),
    }),
    { maxLength: 5, selector: ({ ref }) => ref },
  );

const suiteState = (idFormat: IssueState["idFormat"]): fc.Arbitrary<SuiteState> =>
  fc
    .record({
      run: stamp,
      checks: fc.uniqueArray(
        check.chain((id) =>
          fc.record({
            id: fc.constant(id),
            status: fc.constantFrom("pass" as const, "fail" as const),
            findings: stored(idFormat, id),
            leftOut: fc.constantFrom(0, 0, 0, 3),
          }),
        ),
        { selector: ({ id }) => id },
      ),
    })
    .map(({ run, checks }) => ({
      ...EMPTY_SUITE_STATE,
      runs: [{ ...run, conclusion: "fail" as const, findings: {} }],
      checks: Object.fromEntries(
        checks.map(({ id, ...parts }) => [id, { since: run.at, at: run.at, unknownSince: null, ...parts }]),
      ),
    }));

const state = (topic: string): fc.Arbitrary<IssueState> =>
  fc.constantFrom("plain" as const, "plain" as const, "hashed" as const).chain((idFormat) =>
    fc.record({
      version: fc.constant(1 as const),
      run: stamp,
      closed: fc.constantFrom(null, null, "pass" as const, "duplicate" as const, "disabled" as const),
      idFormat: fc.constant(idFormat),
      priority: fc.option(priority),
      content: fc.constant("0123456789abcdef"),
      findings: stored(idFormat, topic),
      leftOut: fc.constantFrom(0, 0, 2),
      suites: fc
        .record(
          {
            health: suiteState(idFormat),
            "capacity-only": suiteState(idFormat),
            deploy: suiteState(idFormat),
            "index-usage": suiteState(idFormat),
          },
          { requiredKeys: [] },
        )
        .map((suites) => ([OVERVIEW, CHECKLIST, INDEX_USAGE].includes(topic) ? suites : {})),
    }),
  );

const quoted = "> <!-- pg-preflight:issue=other/backups -->\n";
/** What people wrote around our block: as much as fits into an issue at most. */
const around = fc.constantFrom(
  { before: "", after: "" },
  { before: "Ours: ask @anna first.\n\n", after: "" },
  { before: quoted, after: "\n\n## Notes\n" },
  { before: `${"x".repeat(20_000)}\n`, after: `\n${"y".repeat(20_000)}` },
  { before: "", after: "\né".repeat(29_000) },
);

const issue = (number: number): fc.Arbitrary<TimelineIssue> =>
  fc.constantFrom(OVERVIEW, OVERVIEW, CHECKLIST, INDEX_USAGE, ...CHECKS).chain((topic) =>
    fc
      .record({
        state: fc.option(state(topic), { freq: 5 }),
        around,
        isOpen: fc.boolean(),
        closedAt: fc.integer({ min: 0, max: 30 }).map((days) => NOW - days * DAY),
        labels: fc.subarray(["priority: high", "priority: low", "Priority: Critical", "team: data"]),
        assignees: fc.subarray(["anna"]),
        title: fc.constantFrom("Renamed by a person", "Failing on production: x"),
      })
      .map((parts) =>
        anIssue({
          number,
          body: joinBody({
            target: "production",
            topic,
            ...parts.around,
            shown: "shown before",
            state: parts.state === null ? "1.broken" : encodeState(parts.state, 5_000),
          }),
          isOpen: parts.isOpen,
          closedAt: parts.isOpen ? null : parts.closedAt,
          labels: [LABEL, ...parts.labels],
          assignees: parts.assignees,
          title: parts.title,
        }),
      ),
  );

const issues = fc
  .integer({ min: 0, max: 12 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => issue(at + 1))));

function factsOf(of: Report, id = "100", at = NOW): RunFacts {
  return runFactsFor(of, { run: { id, attempt: 1, at }, system: SYSTEM });
}

/** Homes that a suite writes. */
function isOwned(suite: string, topic: string): boolean {
  if (suite === "deploy") return topic === CHECKLIST;
  if (suite === "index-usage") return topic === INDEX_USAGE;
  return topic !== CHECKLIST && topic !== INDEX_USAGE;
}

function isOneOfEach(all: readonly TimelineIssue[], suite: string): boolean {
  const open = all.filter(({ isOpen, topic }) => isOpen && isOwned(suite, topic));
  return new Set(open.map(({ topic }) => topic)).size === open.length;
}

/** The same a few days later: every finding is older, and bigger. */
function aged(of: Report, days: number): Report {
  const results = of.results.map((result) => ({
    ...result,
    ...(result.findings === undefined
      ? {}
      : {
          findings: result.findings.map((each) => ({
            ...each,
            message: `${each.key} is there for ${days} days and takes ${days}.5 GB.`,
            facts: { age_s: days * 86_400 },
          })),
        }),
  }));
  return { ...of, results };
}

function isFreshOverview(before: readonly TimelineIssue[]): (issue: TimelineIssue) => boolean {
  return ({ number, topic }) => topic === OVERVIEW && number > before.length;
}

function byNumber(all: readonly TimelineIssue[]): Map<number, TimelineIssue> {
  return new Map(all.map((each) => [each.number, each]));
}

describe("the plan, whatever the issues and the report are", () => {
  it("is empty once it was carried out", () => {
    fc.assert(
      fc.property(issues, report, rules, (before, of, by) => {
        const plan = planIssues(factsOf(of), snapshotOf(before), by);
        const after = applyPlan(before, plan, NOW);
        assert.deepEqual(writesOf(planIssues(factsOf(of), snapshotOf(after), by)), []);
      }),
      { numRuns: 400 },
    );
  });

  it("is empty soon after it was carried out in part: whatever failed is done again, and nothing twice", () => {
    const kept = fc.array(fc.boolean(), { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(issues, report, rules, kept, (before, of, by, done) => {
        const facts = factsOf(of);
        const plan = planIssues(facts, snapshotOf(before), by);
        const part = { ...plan, writes: plan.writes.filter((_, at) => done[at]) };
        let all = applyPlan(before, part, NOW);
        for (const _ of [1, 2]) all = applyPlan(all, planIssues(facts, snapshotOf(all), by), NOW);
        assert.deepEqual(writesOf(planIssues(facts, snapshotOf(all), by)), []);
        assert.ok(isOneOfEach(all, of.suite));
        const opened = all.length - before.length - Number(all.some(isFreshOverview(before)));
        assert.ok(opened <= 5, `${opened} opened`);
      }),
      { numRuns: 150 },
    );
  });

  it("of two runs that planned at the same moment leaves one issue of each home, and both agree", () => {
    fc.assert(
      fc.property(issues, report, report, rules, fc.boolean(), (before, one, other, by, isFirst) => {
        const a = factsOf(one);
        const b = factsOf(
          { ...other, suite: one.suite, checklist: one.checklist },
          "102",
          NOW + Number(isFirst),
        );
        const plans = [a, b].map((facts) => planIssues(facts, snapshotOf(before), by));
        let all: TimelineIssue[] = before;
        for (const plan of plans) all = applyPlan(all, plan, NOW);
        for (const facts of [a, b, a, b]) {
          all = applyPlan(all, planIssues(facts, snapshotOf(all), by), NOW);
        }
        assert.ok(isOneOfEach(all, one.suite));
        assert.deepEqual(
          [a, b].flatMap((facts) => writesOf(planIssues(facts, snapshotOf(all), by))),
          [],
        );
      }),
      { numRuns: 150 },
    );
  });

  it("leaves one open issue of each home at most, and opens five of checks at most", () => {
    fc.assert(
      fc.property(issues, report, rules, (before, of, by) => {
        const plan = planIssues(factsOf(of), snapshotOf(before), by);
        assert.ok(isOneOfEach(applyPlan(before, plan, NOW), of.suite));
        const opened = plan.writes.filter(({ action, topic }) => action === "open" && topic !== OVERVIEW);
        assert.ok(opened.length <= 5, `${opened.length} opened`);
        assert.deepEqual(
          plan.writes.filter(({ topic }) => !isOwned(of.suite, topic)),
          [],
        );
      }),
      { numRuns: 150 },
    );
  });

  it("leaves people's words, titles, labels and assignees as they were", () => {
    fc.assert(
      fc.property(issues, report, rules, (before, of, by) => {
        const after = byNumber(applyPlan(before, planIssues(factsOf(of), snapshotOf(before), by), NOW));
        for (const former of before) {
          const now = after.get(former.number);
          assert.ok(now !== undefined);
          assert.equal(now.before, former.before);
          assert.equal(now.after, former.after);
          assert.equal(now.title, former.title);
          assert.deepEqual(now.assignees, former.assignees);
          const theirs = (labels: readonly string[]): string[] =>
            labels.filter((label) => !/^priority: /i.test(label));
          assert.deepEqual(theirs(now.labels), theirs(former.labels));
          const gone = former.labels.filter((label) => !now.labels.includes(label));
          const ours = `priority: ${former.state?.priority}`;
          assert.ok(gone.every((label) => label.toLowerCase() === ours));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("never closes by an unknown, and never reopens without a failure", () => {
    fc.assert(
      fc.property(issues, report, rules, (before, of, by) => {
        const { writes } = planIssues(factsOf(of), snapshotOf(before), by);
        for (const { action, topic } of writes) {
          const result = of.results.find((each) => each.check === topic);
          if (result === undefined) continue;
          if (action === "close") assert.equal(result.unknown, undefined, topic);
          if (action === "open" || action === "reopen") {
            assert.ok(result.status === "pass" || result.status === "fail", topic);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it("of a run like the last ones, but for numbers that move by themselves, writes the suite's own issue only, without a comment", () => {
    fc.assert(
      fc.property(issues, report, rules, (before, of, by) => {
        let all: TimelineIssue[] = before;
        const day = (number: number): RunFacts =>
          factsOf(
            { ...aged(of, number), startedAt: new Date(NOW + number * DAY).toISOString() },
            String(200 + number),
            NOW + number * DAY,
          );
        for (const number of [1, 2, 3, 4]) {
          all = applyPlan(all, planIssues(day(number), snapshotOf(all), by), NOW + number * DAY);
        }
        const { writes } = planIssues(day(5), snapshotOf(all), by);
        assert.ok(writes.length <= 1, String(writesOf({ writes, notices: [] })));
        for (const { topic, action, comment } of writes) {
          assert.ok([OVERVIEW, CHECKLIST, INDEX_USAGE].includes(topic), topic);
          assert.equal(action, "update");
          assert.equal(comment, undefined);
        }
      }),
      { numRuns: 120 },
    );
  });

  it("shows no name of the database where everybody may read", () => {
    const named = /public\.[abc]|octocat/;
    fc.assert(
      fc.property(report, (of) => {
        const plan = planIssues(factsOf(of), snapshotOf([]), { ...RULES, from: "low", showsNames: false });
        for (const write of plan.writes) {
          const { comment = "", why, title = "" } = write;
          assert.doesNotMatch(`${bodyOf(write, new Map())}\n${comment}\n${why}\n${title}`, named);
        }
      }),
      { numRuns: 120 },
    );
  });
});
