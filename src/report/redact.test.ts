/** In a public repository nothing that a database, a configuration or a server's message supplied is shown. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { IssueTimeline, RULES } from "../../test/support/builders/issue-timeline.ts";
import {
  aPerformanceFail,
  aPerformancePass,
  aQueryRow,
  aSlowQuery,
} from "../../test/support/builders/performance.ts";
import { aFail, aFinding, aPass, aReport } from "../../test/support/builders/report.ts";
import { runFactsFor } from "../../test/support/builders/run-facts.ts";
import { ITEMS } from "../checklist/items.ts";
import { checks } from "../checks/index.ts";
import { commentBody, renderComment } from "../comment/render.ts";
import { SKIPPED_REASONS, STATUSES, UNKNOWN_REASONS } from "../core/finding.ts";
import { PRIORITIES } from "../core/priority.ts";
import type { CheckResult, Report, ReportedFinding } from "../core/report.ts";
import { EMPTY_SNAPSHOT } from "../issues/issue.ts";
import { type PlanRules, planIssues } from "../issues/plan/plan.ts";
import { describePlan } from "../issues/render/summary-section.ts";
import type { IssueState } from "../issues/state/schema.ts";
import { annotations } from "./annotations.ts";
import { logSections } from "./log.ts";
import { redact } from "./redact.ts";
import { renderSummary } from "./summary/summary.ts";

/** What must not come out; no sentence of ours has it. */
const TOKEN = "zq7xsecretname";

/** Texts of a database: the token, alone, quoted, within a sentence of ours, in SQL. */
const named = fc.constantFrom(
  TOKEN,
  `public.${TOKEN}`,
  `"${TOKEN}"`,
  `${TOKEN}\n${TOKEN}`,
  `The ignore of \`${TOKEN}\` in cron-jobs expired on 2026-01-01: it no longer counts.`,
  `The config's schemas name ${TOKEN}, which this database does not have.`,
  `This branch changes .github/pg-preflight.yml: checks.${TOKEN}. It counts from the merge on.`,
  `GRANT SELECT ON ${TOKEN} TO ${TOKEN};`,
);

const facts = fc.dictionary(
  fc.constantFrom("query", "baseline", "table", "index", "size_bytes", "seen_at", "columns", TOKEN),
  fc.oneof(named, fc.integer(), fc.constant(null), fc.array(named)),
);

const finding: fc.Arbitrary<ReportedFinding> = fc.record({
  key: named,
  priority: fc.constantFrom(...PRIORITIES),
  message: named,
  facts,
  fix: named,
  destructive: fc.boolean(),
  standsAlone: fc.boolean(),
  file: named,
  plan: named,
  known: fc.boolean(),
});

/** A result of a check of ours, with everything that a result may hold. */
const result = (index: number): fc.Arbitrary<CheckResult> => {
  const { id, title, why, category, priority } = checks[index % checks.length] ?? assert.fail();
  return fc
    .record({
      status: fc.constantFrom(...STATUSES),
      findings: fc.array(finding, { minLength: 1, maxLength: 15 }),
      reason: fc.constantFrom(...UNKNOWN_REASONS),
      skip: fc.constantFrom(...SKIPPED_REASONS),
      detail: named,
      fix: named,
      isPartly: fc.boolean(),
      measurements: fc.array(facts, { maxLength: 3 }),
    })
    .map(({ status, findings, reason, skip, detail, fix, isPartly, measurements }) => ({
      check: id,
      title,
      why,
      category,
      status,
      priority,
      ...(status === "fail" ? { findings } : {}),
      ...(status === "unknown" || (status === "fail" && isPartly)
        ? { unknown: { reason, detail, fix } }
        : {}),
      ...(status === "skipped" ? { skipped: { reason: skip, detail } } : {}),
      ...(measurements.length > 0 ? { measurements } : {}),
    }));
};

const item = fc
  .record({
    index: fc.nat({ max: ITEMS.length }),
    title: named,
    status: fc.constantFrom("pass", "fail", "unknown", "attested", "dropped"),
    evidence: named,
    by: named,
    note: named,
  })
  .map(({ index, title, status, evidence, by, note }) => ({
    id: ITEMS[index]?.id ?? "our-own",
    title: ITEMS[index]?.title ?? title,
    status,
    evidence,
    checks: ITEMS[index]?.evidence.map(({ check }) => check) ?? [],
    ...(status === "attested" ? { attestation: { by, note, on: "2026-11-01", expires: "2027-01-30" } } : {}),
  }));

const anyReport: fc.Arbitrary<Report> = fc
  .record({
    suite: fc.constantFrom("health", "deploy", "index-usage"),
    conclusion: fc.constantFrom("pass", "fail", "unknown"),
    stepFails: fc.boolean(),
    isReached: fc.boolean(),
    database: named,
    notices: fc.array(named),
    results: fc
      .integer({ min: 1, max: checks.length })
      .chain((length) => fc.tuple(...Array.from({ length }, (_, index) => result(index)))),
    items: fc.array(item, { maxLength: 5 }),
    section: named,
    ignored: fc.array(fc.record({ check: fc.constant("cron-jobs"), key: named, reason: named })),
  })
  .map(({ suite, conclusion, stepFails, isReached, database, notices, results, items, section, ignored }) =>
    aReport({
      suite,
      conclusion,
      stepFails,
      gate: stepFails ? ["1 finding is high or worse: cron-jobs."] : [],
      server: isReached ? { version: "18.4", database, windows: { tables: null, statements: null } } : null,
      ...(isReached
        ? {}
        : {
            unreachable: `The pooler refuses a start-up parameter (${TOKEN}): take PGOPTIONS out of the step's environment.`,
          }),
      notices,
      results,
      checklist: items.length === 0 ? [] : [{ section, items }],
      ignored: ignored.map((entry) => ({ ...entry, expires: null })),
    }),
  );

/** Every text that the run shows, by the place where it does. */
function shownOf(report: Report): Record<string, string> {
  const shown = redact(report);
  const facts = runFactsFor(report);
  const plan = planIssues(facts, EMPTY_SNAPSHOT, PUBLIC_RULES);
  const comment = renderComment({ report: shown, run: facts.run, issues: [1] });
  return {
    // What no page shows yet, the next one may.
    whole: JSON.stringify(shown),
    summary: renderSummary(shown),
    log: JSON.stringify(logSections(shown)),
    annotations: JSON.stringify(annotations(shown)),
    comment: commentBody(comment),
    dryRun: JSON.stringify(
      describePlan(shown, { plan, comment: "create", text: comment.content, problems: [] }),
    ),
  };
}

const PUBLIC_RULES: PlanRules = { ...RULES, from: "low", showsNames: false };

/** What runs write into issues, one after another, with the hidden state unpacked. */
function issuesOf(reports: readonly Report[]): { texts: string[]; states: IssueState[] } {
  const timeline = new IssueTimeline();
  timeline.rules = PUBLIC_RULES;
  const texts: string[] = [];
  const states: IssueState[] = [];
  reports.forEach((report, day) => {
    const startedAt = new Date(Date.parse(report.startedAt) + day * 86_400_000).toISOString();
    const index = { table: TOKEN, bytes: 8192 + day, scans: day, tableWrites: 5, isUnique: false };
    const plan = timeline.run(
      { ...report, startedAt },
      {
        indexes: [
          { ...index, name: `public.${TOKEN}_idx` },
          { ...index, name: `public.${TOKEN}_pkey` },
        ],
      },
    );
    texts.push(...plan.notices, ...plan.writes.flatMap(({ why, title = "" }) => [why, title]));
    texts.push(
      ...timeline.issues.flatMap(({ title, body, labels, comments }) => [
        title,
        body,
        ...labels,
        ...comments,
      ]),
    );
    states.push(...timeline.issues.flatMap(({ state }) => state ?? []));
  });
  return { texts, states };
}

/** The texts that hold a name, each with its place and what is around the name. */
function naming(texts: readonly (readonly [place: string, text: string])[]): string[] {
  return texts.flatMap(([place, text]) => {
    const at = text.indexOf(TOKEN);
    return at < 0 ? [] : [`${place}: …${text.slice(Math.max(0, at - 200), at + 50)}`];
  });
}

describe("what everybody may see", () => {
  it("has nothing in it that a database, a configuration or a message supplied", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        assert.deepEqual(naming(Object.entries(shownOf(report))), []);
      }),
      { numRuns: 150 },
    );
  });

  it("has nothing of it in issues, their comments and their hidden state, over three runs", () => {
    let written = 0;
    fc.assert(
      fc.property(
        fc.constantFrom("health", "deploy", "index-usage"),
        fc.array(anyReport, { minLength: 3, maxLength: 3 }),
        (suite, reports) => {
          const { texts, states } = issuesOf(reports.map((report) => ({ ...report, suite })));
          assert.deepEqual(naming(texts.map((text) => ["issues", text])), []);
          assert.deepEqual(naming(states.map((state) => ["state", JSON.stringify(state)])), []);
          for (const state of states) assert.equal(state.idFormat, "hashed");
          written += states.length;
        },
      ),
      { numRuns: 40 },
    );
    assert.ok(written > 100, "there were issues to look at");
  });

  it("has no name, no table, no plan of a declared query, whatever became of it", () => {
    const table = `public.${TOKEN}`;
    const finding = aSlowQuery({
      key: TOKEN,
      message: `\`${TOKEN}\` reads ${table} sequentially; it no longer uses ${table}_idx.`,
      facts: { query: TOKEN, tables: [table], indexes: [`${table}_idx`] },
      fix: `ANALYZE ${table};`,
      plan: `Limit: 20 rows\n└─ Index Scan using ${table}_idx on ${table}: 20 rows`,
    });
    const measurements = [aQueryRow({ query: TOKEN, baseline: `${table} is ten times larger.` })];
    const unknown = { reason: "error", detail: `${TOKEN} returned no row of ${table}.`, fix: TOKEN } as const;
    const skipped = { reason: "no-secret", detail: `Recorded: ${TOKEN}.` } as const;
    for (const result of [
      aPerformanceFail({ findings: [finding], unknown, measurements }),
      aPerformancePass({ measurements }),
      aPerformancePass({ status: "unknown", unknown, measurements }),
      aPerformancePass({ status: "skipped", skipped, measurements }),
    ]) {
      const report = aReport({ results: [result, aPass()] });
      assert.deepEqual(naming(Object.entries(shownOf(report))), []);
      assert.deepEqual(naming(issuesOf([report, report]).texts.map((text) => ["issues", text])), []);
    }
  });

  it("is the same whatever the names are", () => {
    const report = (name: string): Report =>
      aReport({
        results: [
          aFail([
            aFinding({ key: name, message: `${name} is bad.`, facts: { table: name }, fix: `DROP ${name}` }),
          ]),
        ],
        notices: [`The config's schemas name ${name}, which this database does not have.`],
      });
    assert.deepEqual(shownOf(report("public.a")), shownOf(report('audit."B c"')));
  });

  const report = aReport({
    conclusion: "fail",
    stepFails: true,
    gate: ["2 findings are high or worse: foreign-key-indexes."],
    results: [
      aFail([aFinding(), aFinding({ key: "b" }), aFinding({ key: "c", priority: "low" })]),
      aPass({
        check: "slow-queries",
        title: "Queries are fast",
        status: "unknown",
        unknown: { reason: "permission", detail: "me may not.", fix: "GRANT pg_monitor TO me;" },
      }),
      aPass({
        check: "monitoring-schedule",
        title: "Checks run by schedule",
        status: "unknown",
        unknown: {
          reason: "permission",
          detail: "No.",
          fix: "permissions:\n  actions: read\n  contents: read",
        },
      }),
      aPass({
        check: "query-summary",
        title: "Heaviest statements",
        status: "measured",
        measurements: [{ query: "q" }],
      }),
    ],
    ignored: [{ check: "unused-indexes", key: "public.i", reason: "mine", expires: null }],
  });

  it("still says what is wrong, how much of it, how urgent, and where the names are", () => {
    const summary = renderSummary(redact(report));
    for (const part of [
      "has 2 high and 1 low findings",
      "Names are kept back because this repository is public: <code>policy.public-details: true</code> shows them, and the report file has them.",
      "Foreign keys are indexed: 3 findings",
      "By priority: 2 high and 1 low.",
      "reads the whole child table",
      "see to “Foreign keys are indexed” <i>(and 1 more)</i>",
      "Could not look: 2 checks",
      "A privilege is missing. The report file says more.",
      "Measured: 1 check",
      "Ignored: 1 finding",
      "<code>unused-indexes</code>: 1 finding",
    ]) {
      assert.ok(summary.includes(part), `"${part}" is not in ${summary}`);
    }
    assert.ok(!summary.includes("database <code>"));
    assert.ok(!summary.includes("pg_monitor"));
    assert.match(summary, /```yaml\npermissions:\n {2}actions: read\n {2}contents: read\n```/);
    assert.deepEqual(
      annotations(redact(report)).map(({ level, title, message }) => [level, title, message]),
      [
        [
          "error",
          "Foreign keys are indexed",
          "3 findings; names are kept back, because this repository is public.",
        ],
        ["notice", "Could not look: Queries are fast", "A privilege is missing. The report file says more."],
        ["notice", "Could not look: Checks run by schedule", "A privilege is missing."],
      ],
    );
  });

  it("names nothing where all is green, and says nothing of names", () => {
    const summary = renderSummary(redact(aReport()));
    assert.match(summary, /^<h3>✅ <code>production<\/code> passes its one check<\/h3>/);
    assert.doesNotMatch(summary, /kept back/);
  });

  it("keeps what is said of an issue that is not ours, and no name that is written into it", () => {
    const start = "Issue #7 carries pg-preflight's label and marker, but";
    const end = ": it was left alone.";
    const kept = [
      `${start} was opened by other-app[bot], which is neither github-actions[bot] nor the identity of this run's token${end}`,
      `${start} was opened by a user without triage rights here${end}`,
      `${start} GitHub did not say whether the user who opened it has triage rights here${end}`,
    ];
    const named = `${start} was opened by "public.orders"${end}`;
    const { notices } = redact(aReport({ notices: [...kept, named] }));
    assert.deepEqual(notices.slice(0, 3), kept);
    assert.doesNotMatch(notices.join(), /orders/);
  });

  it("keeps the notices that name nothing, and counts the others", () => {
    const secrets =
      "This pull request has no secrets, because GitHub gives none to forks and to Dependabot: 3 of 9 checks were not run and nothing is concluded of them. The next run on the default branch looks at everything.";
    const { notices } = redact(
      aReport({
        notices: [secrets, "x of y", "The ignore of `a` in b expired on 2026-01-01: it no longer counts."],
      }),
    );
    assert.deepEqual(notices, [
      secrets,
      "An entry of the configuration's ignore list expired or matched nothing.",
      "1 notice that may name something: the report file has all.",
    ]);
  });
});
