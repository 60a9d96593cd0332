import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { describePlan } from "../../../test/support/builders/describe-plan.ts";
import {
  blind,
  DAY,
  FIRST_DAY,
  failing,
  onDay,
  passing,
} from "../../../test/support/builders/issue-reports.ts";
import {
  anIssue,
  bodyWith,
  Life,
  RULES,
  toldWrites,
  trackerOf,
} from "../../../test/support/builders/issues.ts";
import { runFactsFor } from "../../../test/support/builders/run-facts.ts";
import type { CheckResult, Report, ReportedItem } from "../../core/report.ts";
import { CHECKLIST, INDEX_USAGE, LABEL, OVERVIEW } from "../issue.ts";
import { planIssues } from "./plan.ts";

describe("the overview", () => {
  it("opens at the first run, whatever it found, with our label only", () => {
    const life = new Life();
    life.rules = { ...RULES, labels: ["database"], assignees: ["octocat"] };
    assert.deepEqual(toldWrites(life.run(onDay(0, [passing("backups")]))), ["open overview"]);
    const { title, labels, assignees } = life.of(OVERVIEW);
    assert.equal(title, "Database health: production");
    assert.deepEqual(labels, [LABEL]);
    assert.deepEqual(assignees, []);
  });

  it("names the issues that the same plan opens by their numbers", () => {
    const life = new Life();
    life.run(onDay(0, [failing("backups", ["public.a"]), failing("migrations", ["1"])]));
    const { body } = life.of(OVERVIEW);
    assert.match(body, /#1\b/);
    assert.match(body, /#2\b/);
    life.run(onDay(1, [passing("backups"), failing("migrations", ["1"])]));
    assert.doesNotMatch(life.of(OVERVIEW).body, /#1\b/, "a closed one is not where to look");
  });

  it("keeps one run's memory once, and one slot for each suite", () => {
    const life = new Life();
    life.run(onDay(0, [passing("backups")]));
    life.run(onDay(1, [passing("connection-usage")], { suite: "capacity-only" }));
    life.run(onDay(2, [passing("backups")]));
    const suites = life.of(OVERVIEW).state?.suites ?? {};
    assert.deepEqual(
      Object.entries(suites).map(([suite, { runs }]) => [suite, runs.map(({ id }) => id)]),
      [
        ["health", ["3", "1"]],
        ["capacity-only", ["2"]],
      ],
    );
    assert.match(life.of(OVERVIEW).body, /Connections are left/, "the other suite's check is shown");
  });

  it("that a person closed is kept up to date, and opens again when something new is found", () => {
    const life = new Life();
    life.run(onDay(0, [passing("backups"), failing("migrations", ["1:low"])]));
    life.edit(1, { isOpen: false, closedAt: FIRST_DAY + 1_000 });
    const same = [passing("backups"), failing("migrations", ["1:low"])];
    assert.deepEqual(toldWrites(life.run(onDay(1, same))), ["update overview 1"]);
    assert.ok(!life.of(OVERVIEW).isOpen);
    const plan = life.run(onDay(2, [failing("backups", ["public.a:low"]), failing("migrations", ["1:low"])]));
    assert.deepEqual(toldWrites(plan), ["reopen overview 1"]);
    assert.equal(plan.writes[0]?.comment, undefined);
  });

  it("with a broken block begins anew, without a word, and without opening again what a person closed", () => {
    const life = new Life();
    life.run(onDay(0, [failing("migrations", ["1:low"])]));
    const { body } = life.of(OVERVIEW);
    life.edit(1, { body: bodyWith(body, { state: "" }), isOpen: false, closedAt: FIRST_DAY + 1_000 });
    assert.deepEqual(toldWrites(life.run(onDay(1, [failing("migrations", ["1:low"])]))), [
      "update overview 1",
    ]);
    assert.equal(life.of(OVERVIEW).state?.suites.health?.runs.length, 1);
  });

  it("of a newer version keeps this one from writing any issue of its suites", () => {
    const facts = runFactsFor(onDay(0, [failing("backups", ["public.a"])]));
    const plan = planIssues(facts, trackerOf([], [OVERVIEW]), RULES);
    assert.deepEqual(plan.writes, []);
    assert.match(plan.notices.join(), /newer version/);
    const other = planIssues(facts, trackerOf([], ["backups"]), RULES);
    assert.deepEqual(toldWrites(other), ["open overview"]);
  });
});

const ITEMS = ["migrations-applied", "backup-schedule-verified"] as const;

function deploy(
  day: number,
  statuses: [ReportedItem["status"], ReportedItem["status"]],
  results: CheckResult[] = [passing("migrations"), passing("backups")],
): Report {
  const items = ITEMS.map((id, at) => ({
    id,
    title: `Title of ${id}`,
    status: statuses[at] ?? "pass",
    evidence: "It was looked at.",
    checks: [at === 0 ? "migrations" : "backups"],
  }));
  return onDay(day, results, { suite: "deploy", checklist: [{ section: "Database", items }] });
}

describe("the checklist's issue", () => {
  it("opens when a box has no tick, says what is ticked since, and closes when all are", () => {
    const life = new Life();
    life.rules = { ...RULES, labels: ["database"] };
    assert.deepEqual(toldWrites(life.run(deploy(0, ["pass", "attested"]))), []);
    assert.deepEqual(toldWrites(life.run(deploy(1, ["fail", "unknown"]))), ["open checklist"]);
    const opened = life.of(CHECKLIST);
    assert.equal(opened.title, "Deployment checklist: production");
    assert.deepEqual(opened.labels, [LABEL, "priority: high", "database"]);
    life.run(deploy(2, ["fail", "unknown"]));
    life.run(deploy(3, ["unknown", "unknown"]));
    assert.deepEqual(life.of(CHECKLIST).comments, [], "still without their ticks");
    const plan = life.run(deploy(4, ["pass", "unknown"]));
    assert.deepEqual(toldWrites(plan), ["update checklist 1"]);
    assert.match(life.of(CHECKLIST).comments[0] ?? "", /Title of migrations-applied/);
    assert.deepEqual(toldWrites(life.run(deploy(5, ["pass", "dropped"]))), ["close checklist 1"]);
    assert.equal(life.of(CHECKLIST).state?.closed, "pass");
    assert.equal(life.of(CHECKLIST).state?.suites.deploy?.runs.length, 5);
  });

  it("is as urgent as what stands in the way of its ticks, and at least high for a failed box", () => {
    const life = new Life();
    life.run(deploy(0, ["fail", "pass"], [failing("migrations", ["1:low"]), passing("backups")]));
    assert.deepEqual(life.of(CHECKLIST).labels, [LABEL, "priority: high"]);
    life.run(deploy(1, ["fail", "pass"], [failing("migrations", ["1:critical"]), passing("backups")]));
    assert.deepEqual(life.of(CHECKLIST).labels, [LABEL, "priority: critical"]);
    assert.equal(life.of(CHECKLIST).comments.length, 1);
  });

  it("writes nothing else, and its memory while it is closed", () => {
    const life = new Life();
    const results = [failing("migrations", ["1:critical"]), passing("backups")];
    assert.deepEqual(toldWrites(life.run(deploy(0, ["fail", "pass"], results))), ["open checklist"]);
    life.edit(1, { isOpen: false, closedAt: FIRST_DAY + 1_000 });
    const same = life.run(deploy(1, ["fail", "pass"], results));
    assert.deepEqual(toldWrites(same), ["update checklist 1"]);
    assert.equal(same.writes[0]?.comment, undefined);
    assert.ok(!life.of(CHECKLIST).isOpen);
    assert.deepEqual(toldWrites(life.run(deploy(2, ["fail", "fail"], results))), ["reopen checklist 1"]);
  });

  it("comes back in its own issue within 14 days, and in a new one with the same memory after that", () => {
    const life = new Life();
    life.run(deploy(0, ["fail", "pass"]));
    life.run(deploy(1, ["pass", "pass"]));
    assert.deepEqual(toldWrites(life.run(deploy(2, ["fail", "pass"]))), ["reopen checklist 1"]);
    life.run(deploy(3, ["pass", "pass"]));
    assert.deepEqual(toldWrites(life.run(deploy(17, ["fail", "pass"]))), ["open checklist"]);
    const fresh = life.issues.find(({ number }) => number === 2);
    assert.equal(fresh?.state?.suites.deploy?.runs.length, 5);
    assert.match(fresh?.body ?? "", /#1\b/);
  });
});

/** Five index checks: those named here, the others fine. */
function weekly(week: number, ...results: CheckResult[]): Report {
  const fine = [
    ...["unused-indexes", "duplicate-indexes", "foreign-key-indexes", "invalid-indexes"].map((id) =>
      passing(id),
    ),
    passing("index-sizes", { status: "measured" }),
  ].filter(({ check }) => !results.some((result) => result.check === check));
  return onDay(week * 7, [...results, ...fine], { suite: "index-usage" });
}

describe("the weekly index usage", () => {
  it("is the only home of the index checks", () => {
    const life = new Life();
    const plan = life.run(onDay(0, [failing("foreign-key-indexes", ["public.fk"])]));
    assert.deepEqual(toldWrites(plan), ["open overview"]);
  });

  it("opens at the first run that has something to tell, follows, and closes when nothing is left", () => {
    const life = new Life();
    assert.deepEqual(toldWrites(life.run(weekly(0))), []);
    const unused = (...keys: string[]): CheckResult => failing("unused-indexes", keys);
    assert.deepEqual(toldWrites(life.run(weekly(1, unused("public.a:low")))), ["open index-usage"]);
    assert.equal(life.of(INDEX_USAGE).title, "Index usage: production");
    life.run(weekly(2, unused("public.a:low", "public.b:low")));
    assert.deepEqual(life.of(INDEX_USAGE).comments, [], "what was told is no news, and one sight is none");
    assert.equal(life.run(weekly(3, unused("public.a:low", "public.b:low"))).writes[0]?.why, "1 new finding");
    assert.deepEqual(toldWrites(life.run(weekly(4))), ["update index-usage 1"]);
    assert.deepEqual(toldWrites(life.run(weekly(5))), ["close index-usage 1"]);
    assert.equal(life.of(INDEX_USAGE).comments.length, 2);
    assert.deepEqual(toldWrites(life.run(weekly(6))), ["update index-usage 1"], "its memory goes on");
    assert.equal(life.of(INDEX_USAGE).state?.closed, "pass");
    assert.equal(life.of(INDEX_USAGE).state?.suites["index-usage"]?.runs.length, 6);
  });

  it("opens by a check that could not look, and does not close by one", () => {
    const life = new Life();
    assert.deepEqual(toldWrites(life.run(weekly(0, blind("unused-indexes")))), ["open index-usage"]);
    assert.deepEqual(toldWrites(life.run(weekly(1, blind("unused-indexes")))), ["update index-usage 1"]);
    assert.deepEqual(toldWrites(life.run(weekly(2))), ["close index-usage 1"]);
  });

  it("that a person closed keeps its memory, and opens again for what was not told", () => {
    const life = new Life();
    const missing = (...keys: string[]): CheckResult => failing("invalid-indexes", keys);
    life.run(weekly(0, missing("public.a")));
    life.edit(1, { isOpen: false, closedAt: FIRST_DAY + 1_000 });
    assert.deepEqual(toldWrites(life.run(weekly(1, missing("public.a")))), ["update index-usage 1"]);
    assert.ok(!life.of(INDEX_USAGE).isOpen);
    assert.deepEqual(toldWrites(life.run(weekly(2, missing("public.a", "public.b")))), [
      "reopen index-usage 1",
    ]);
    assert.match(life.of(INDEX_USAGE).comments[0] ?? "", /public\.b/);
  });

  it("is not written by an older run, nor twice by the same", () => {
    const life = new Life();
    life.run(weekly(2, failing("foreign-key-indexes", ["public.a"])));
    const earlier = new Date(FIRST_DAY + 14 * DAY - 60_000).toISOString();
    const older = life.run({ ...weekly(2), startedAt: earlier });
    assert.deepEqual(older.writes, []);
    assert.equal(older.notices.length, 1);
  });
});

describe("a repository that everybody may read", () => {
  it("has no name in its issues, its comments and their memory, and knows its findings again", () => {
    const life = new Life();
    life.rules = { ...RULES, showsNames: false };
    life.run(onDay(0, [failing("backups", ["public.zebra_a"])]));
    life.run(onDay(1, [failing("backups", ["public.zebra_a", "public.zebra_b"])]));
    const { comments, state, body } = life.of("backups");
    assert.equal(comments.length, 1);
    assert.equal(state?.idFormat, "hashed");
    assert.doesNotMatch(JSON.stringify([life.issues, comments, body]), /zebra/);
    assert.deepEqual(
      toldWrites(life.run(onDay(2, [failing("backups", ["public.zebra_a", "public.zebra_b"])]))),
      ["update overview 2"],
    );
  });

  it("that became one loses its names without a comment", () => {
    const life = new Life();
    const results = [failing("backups", ["public.zebra_a"]), failing("slow-queries", ["zebra"])];
    for (const day of [0, 1]) life.run(onDay(day, results));
    life.rules = { ...RULES, showsNames: false };
    life.run(onDay(2, results));
    const now = JSON.stringify(life.issues.map(({ body, state }) => [body, state]));
    assert.doesNotMatch(now, /zebra/);
    assert.deepEqual(
      life.issues.map(({ isOpen, comments }) => [isOpen, comments.length]),
      [
        [true, 0],
        [true, 0],
        [true, 0],
      ],
    );
    life.rules = RULES;
    life.run(onDay(3, results));
    assert.deepEqual(life.of("backups").comments, []);
    assert.match(life.of("backups").body, /zebra_a/);
  });

  it("is written nothing in when the server could not be told from another", () => {
    const facts = runFactsFor(onDay(0, [blind("backups")]), { system: null });
    const plan = planIssues(facts, trackerOf([]), { ...RULES, showsNames: false });
    assert.deepEqual(plan.writes, []);
    assert.match(plan.notices.join(), /system identifier/);
    assert.deepEqual(toldWrites(planIssues(facts, trackerOf([]), RULES)), ["open overview"]);
  });
});

describe("the plan in words", () => {
  it("is one line for each change", () => {
    const life = new Life();
    life.rules = { ...RULES, assignees: ["octocat"] };
    assert.deepEqual(describePlan(life.run(onDay(0, [failing("backups", ["public.a"])]))), [
      'open  "Failing on production: Title of backups": 1 finding (labels pg-preflight, priority: high; assigned to octocat)',
      'open  "Database health: production": 1 of 1 checks fails (labels pg-preflight)',
    ]);
    life.issues = [...life.issues, anIssue({ ...life.of("backups"), number: 9 })];
    const report = onDay(1, [failing("backups", ["public.a:critical", "public.b"])], {
      startedAt: new Date(FIRST_DAY + DAY).toISOString(),
    });
    assert.deepEqual(describePlan(life.run(report)), [
      "update #1 (backups): 1 new finding, high before, critical now (without label priority: high, with label priority: critical, with a comment)",
      "close #9 (backups) as a duplicate of #1",
      "update #2 (overview): 1 of 1 checks fails",
    ]);
  });
});
