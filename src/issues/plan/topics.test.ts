import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { describePlan } from "../../../test/support/builders/describe-plan.ts";
import {
  DAY,
  FIRST_DAY,
  failing,
  onDay,
  passing,
  unknownCheck,
} from "../../../test/support/builders/issue-reports.ts";
import {
  anIssue,
  bodyWith,
  IssueTimeline,
  RULES,
  snapshotOf,
  writesOf,
} from "../../../test/support/builders/issue-timeline.ts";
import { runFactsFor } from "../../../test/support/builders/run-facts.ts";
import type { CheckResult, Report, ReportedItem } from "../../core/report.ts";
import { CHECKLIST, INDEX_USAGE, LABEL, OVERVIEW } from "../issue.ts";
import { planIssues } from "./plan.ts";

describe("the overview", () => {
  it("opens at the first run, whatever it found, with our label only", () => {
    const timeline = new IssueTimeline();
    timeline.rules = { ...RULES, labels: ["database"], assignees: ["octocat"] };
    assert.deepEqual(writesOf(timeline.run(onDay(0, [passing("backups")]))), ["open overview"]);
    const { title, labels, assignees } = timeline.of(OVERVIEW);
    assert.equal(title, "Database health: production");
    assert.deepEqual(labels, [LABEL]);
    assert.deepEqual(assignees, []);
  });

  it("names the issues that the same plan opens by their numbers", () => {
    const timeline = new IssueTimeline();
    timeline.run(onDay(0, [failing("backups", ["public.a"]), failing("migrations", ["1"])]));
    const { body } = timeline.of(OVERVIEW);
    assert.match(body, /#1\b/);
    assert.match(body, /#2\b/);
    timeline.run(onDay(1, [passing("backups"), failing("migrations", ["1"])]));
    assert.doesNotMatch(timeline.of(OVERVIEW).body, /#1\b/, "a closed one is not where to look");
  });

  it("keeps one run's memory once, and one slot for each suite", () => {
    const timeline = new IssueTimeline();
    timeline.run(onDay(0, [passing("backups")]));
    timeline.run(onDay(1, [passing("connection-usage")], { suite: "capacity-only" }));
    timeline.run(onDay(2, [passing("backups")]));
    const suites = timeline.of(OVERVIEW).state?.suites ?? {};
    assert.deepEqual(
      Object.entries(suites).map(([suite, { runs }]) => [suite, runs.map(({ id }) => id)]),
      [
        ["health", ["3", "1"]],
        ["capacity-only", ["2"]],
      ],
    );
    assert.match(timeline.of(OVERVIEW).body, /Connections are left/, "the other suite's check is shown");
  });

  it("that a person closed is kept up to date, and opens again when something new is found", () => {
    const timeline = new IssueTimeline();
    timeline.run(onDay(0, [passing("backups"), failing("migrations", ["1:low"])]));
    timeline.edit(1, { isOpen: false, closedAt: FIRST_DAY + 1_000 });
    const same = [passing("backups"), failing("migrations", ["1:low"])];
    assert.deepEqual(writesOf(timeline.run(onDay(1, same))), ["update overview 1"]);
    assert.ok(!timeline.of(OVERVIEW).isOpen);
    const plan = timeline.run(
      onDay(2, [failing("backups", ["public.a:low"]), failing("migrations", ["1:low"])]),
    );
    assert.deepEqual(writesOf(plan), ["reopen overview 1"]);
    assert.equal(plan.writes[0]?.comment, undefined);
  });

  it("with a broken block begins anew, without a word, and without opening again what a person closed", () => {
    const timeline = new IssueTimeline();
    timeline.run(onDay(0, [failing("migrations", ["1:low"])]));
    const { body } = timeline.of(OVERVIEW);
    timeline.edit(1, { body: bodyWith(body, { state: "" }), isOpen: false, closedAt: FIRST_DAY + 1_000 });
    assert.deepEqual(writesOf(timeline.run(onDay(1, [failing("migrations", ["1:low"])]))), [
      "update overview 1",
    ]);
    assert.equal(timeline.of(OVERVIEW).state?.suites.health?.runs.length, 1);
  });

  it("of a newer version keeps this one from writing any issue of its suites", () => {
    const facts = runFactsFor(onDay(0, [failing("backups", ["public.a"])]));
    const plan = planIssues(facts, snapshotOf([], [OVERVIEW]), RULES);
    assert.deepEqual(plan.writes, []);
    assert.match(plan.notices.join(), /newer version/);
    const other = planIssues(facts, snapshotOf([], ["backups"]), RULES);
    assert.deepEqual(writesOf(other), ["open overview"]);
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
    const timeline = new IssueTimeline();
    timeline.rules = { ...RULES, labels: ["database"] };
    assert.deepEqual(writesOf(timeline.run(deploy(0, ["pass", "attested"]))), []);
    assert.deepEqual(writesOf(timeline.run(deploy(1, ["fail", "unknown"]))), ["open checklist"]);
    const opened = timeline.of(CHECKLIST);
    assert.equal(opened.title, "Deployment checklist: production");
    assert.deepEqual(opened.labels, [LABEL, "priority: high", "database"]);
    timeline.run(deploy(2, ["fail", "unknown"]));
    timeline.run(deploy(3, ["unknown", "unknown"]));
    assert.deepEqual(timeline.of(CHECKLIST).comments, [], "still without their ticks");
    const plan = timeline.run(deploy(4, ["pass", "unknown"]));
    assert.deepEqual(writesOf(plan), ["update checklist 1"]);
    assert.match(timeline.of(CHECKLIST).comments[0] ?? "", /Title of migrations-applied/);
    assert.deepEqual(writesOf(timeline.run(deploy(5, ["pass", "dropped"]))), ["close checklist 1"]);
    assert.equal(timeline.of(CHECKLIST).state?.closed, "pass");
    assert.equal(timeline.of(CHECKLIST).state?.suites.deploy?.runs.length, 5);
  });

  it("is as urgent as what stands in the way of its ticks, and at least high for a failed box", () => {
    const timeline = new IssueTimeline();
    timeline.run(deploy(0, ["fail", "pass"], [failing("migrations", ["1:low"]), passing("backups")]));
    assert.deepEqual(timeline.of(CHECKLIST).labels, [LABEL, "priority: high"]);
    timeline.run(deploy(1, ["fail", "pass"], [failing("migrations", ["1:critical"]), passing("backups")]));
    assert.deepEqual(timeline.of(CHECKLIST).labels, [LABEL, "priority: critical"]);
    assert.equal(timeline.of(CHECKLIST).comments.length, 1);
  });

  it("writes nothing else, and its memory while it is closed", () => {
    const timeline = new IssueTimeline();
    const results = [failing("migrations", ["1:critical"]), passing("backups")];
    assert.deepEqual(writesOf(timeline.run(deploy(0, ["fail", "pass"], results))), ["open checklist"]);
    timeline.edit(1, { isOpen: false, closedAt: FIRST_DAY + 1_000 });
    const same = timeline.run(deploy(1, ["fail", "pass"], results));
    assert.deepEqual(writesOf(same), ["update checklist 1"]);
    assert.equal(same.writes[0]?.comment, undefined);
    assert.ok(!timeline.of(CHECKLIST).isOpen);
    assert.deepEqual(writesOf(timeline.run(deploy(2, ["fail", "fail"], results))), ["reopen checklist 1"]);
  });

  it("comes back in its own issue within 14 days, and in a new one with the same memory after that", () => {
    const timeline = new IssueTimeline();
    timeline.run(deploy(0, ["fail", "pass"]));
    timeline.run(deploy(1, ["pass", "pass"]));
    assert.deepEqual(writesOf(timeline.run(deploy(2, ["fail", "pass"]))), ["reopen checklist 1"]);
    timeline.run(deploy(3, ["pass", "pass"]));
    assert.deepEqual(writesOf(timeline.run(deploy(17, ["fail", "pass"]))), ["open checklist"]);
    const fresh = timeline.issues.find(({ number }) => number === 2);
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
    const timeline = new IssueTimeline();
    const plan = timeline.run(onDay(0, [failing("foreign-key-indexes", ["public.fk"])]));
    assert.deepEqual(writesOf(plan), ["open overview"]);
  });

  it("opens at the first run that has something to tell, follows, and closes when nothing is left", () => {
    const timeline = new IssueTimeline();
    assert.deepEqual(writesOf(timeline.run(weekly(0))), []);
    const unused = (...keys: string[]): CheckResult => failing("unused-indexes", keys);
    assert.deepEqual(writesOf(timeline.run(weekly(1, unused("public.a:low")))), ["open index-usage"]);
    assert.equal(timeline.of(INDEX_USAGE).title, "Index usage: production");
    timeline.run(weekly(2, unused("public.a:low", "public.b:low")));
    assert.deepEqual(
      timeline.of(INDEX_USAGE).comments,
      [],
      "what was told is no news, and one sight is none",
    );
    assert.equal(
      timeline.run(weekly(3, unused("public.a:low", "public.b:low"))).writes[0]?.why,
      "1 new finding",
    );
    assert.deepEqual(writesOf(timeline.run(weekly(4))), ["update index-usage 1"]);
    assert.deepEqual(writesOf(timeline.run(weekly(5))), ["close index-usage 1"]);
    assert.equal(timeline.of(INDEX_USAGE).comments.length, 2);
    assert.deepEqual(writesOf(timeline.run(weekly(6))), ["update index-usage 1"], "its memory goes on");
    assert.equal(timeline.of(INDEX_USAGE).state?.closed, "pass");
    assert.equal(timeline.of(INDEX_USAGE).state?.suites["index-usage"]?.runs.length, 6);
  });

  it("opens by a check that could not look, and does not close by one", () => {
    const timeline = new IssueTimeline();
    assert.deepEqual(writesOf(timeline.run(weekly(0, unknownCheck("unused-indexes")))), ["open index-usage"]);
    assert.deepEqual(writesOf(timeline.run(weekly(1, unknownCheck("unused-indexes")))), [
      "update index-usage 1",
    ]);
    assert.deepEqual(writesOf(timeline.run(weekly(2))), ["close index-usage 1"]);
  });

  it("that a person closed keeps its memory, and opens again for what was not told", () => {
    const timeline = new IssueTimeline();
    const missing = (...keys: string[]): CheckResult => failing("invalid-indexes", keys);
    timeline.run(weekly(0, missing("public.a")));
    timeline.edit(1, { isOpen: false, closedAt: FIRST_DAY + 1_000 });
    assert.deepEqual(writesOf(timeline.run(weekly(1, missing("public.a")))), ["update index-usage 1"]);
    assert.ok(!timeline.of(INDEX_USAGE).isOpen);
    assert.deepEqual(writesOf(timeline.run(weekly(2, missing("public.a", "public.b")))), [
      "reopen index-usage 1",
    ]);
    assert.match(timeline.of(INDEX_USAGE).comments[0] ?? "", /public\.b/);
  });

  it("is not written by an older run, nor twice by the same", () => {
    const timeline = new IssueTimeline();
    timeline.run(weekly(2, failing("foreign-key-indexes", ["public.a"])));
    const earlier = new Date(FIRST_DAY + 14 * DAY - 60_000).toISOString();
    const older = timeline.run({ ...weekly(2), startedAt: earlier });
    assert.deepEqual(older.writes, []);
    assert.equal(older.notices.length, 1);
  });
});

describe("a repository that everybody may read", () => {
  it("has no name in its issues, its comments and their memory, and knows its findings again", () => {
    const timeline = new IssueTimeline();
    timeline.rules = { ...RULES, showsNames: false };
    timeline.run(onDay(0, [failing("backups", ["public.zebra_a"])]));
    timeline.run(onDay(1, [failing("backups", ["public.zebra_a", "public.zebra_b"])]));
    const { comments, state, body } = timeline.of("backups");
    assert.equal(comments.length, 1);
    assert.equal(state?.idFormat, "hashed");
    assert.doesNotMatch(JSON.stringify([timeline.issues, comments, body]), /zebra/);
    assert.deepEqual(
      writesOf(timeline.run(onDay(2, [failing("backups", ["public.zebra_a", "public.zebra_b"])]))),
      ["update overview 2"],
    );
  });

  it("that became one loses its names without a comment", () => {
    const timeline = new IssueTimeline();
    const results = [failing("backups", ["public.zebra_a"]), failing("slow-queries", ["zebra"])];
    for (const day of [0, 1]) timeline.run(onDay(day, results));
    timeline.rules = { ...RULES, showsNames: false };
    timeline.run(onDay(2, results));
    const now = JSON.stringify(timeline.issues.map(({ body, state }) => [body, state]));
    assert.doesNotMatch(now, /zebra/);
    assert.deepEqual(
      timeline.issues.map(({ isOpen, comments }) => [isOpen, comments.length]),
      [
        [true, 0],
        [true, 0],
        [true, 0],
      ],
    );
    timeline.rules = RULES;
    timeline.run(onDay(3, results));
    assert.deepEqual(timeline.of("backups").comments, []);
    assert.match(timeline.of("backups").body, /zebra_a/);
  });

  it("is written nothing in when the server could not be told from another", () => {
    const facts = runFactsFor(onDay(0, [unknownCheck("backups")]), { system: null });
    const plan = planIssues(facts, snapshotOf([]), { ...RULES, showsNames: false });
    assert.deepEqual(plan.writes, []);
    assert.match(plan.notices.join(), /system identifier/);
    assert.deepEqual(writesOf(planIssues(facts, snapshotOf([]), RULES)), ["open overview"]);
  });
});

describe("the plan in words", () => {
  it("is one line for each change", () => {
    const timeline = new IssueTimeline();
    timeline.rules = { ...RULES, assignees: ["octocat"] };
    assert.deepEqual(describePlan(timeline.run(onDay(0, [failing("backups", ["public.a"])]))), [
      'open  "Failing on production: Title of backups": 1 finding (labels pg-preflight, priority: high; assigned to octocat)',
      'open  "Database health: production": 1 of 1 checks fails (labels pg-preflight)',
    ]);
    timeline.issues = [...timeline.issues, anIssue({ ...timeline.of("backups"), number: 9 })];
    const report = onDay(1, [failing("backups", ["public.a:critical", "public.b"])], {
      startedAt: new Date(FIRST_DAY + DAY).toISOString(),
    });
    assert.deepEqual(describePlan(timeline.run(report)), [
      "update #1 (backups): 1 new finding, high before, critical now (without label priority: high, with label priority: critical, with a comment)",
      "close #9 (backups) as a duplicate of #1",
      "update #2 (overview): 1 of 1 checks fails",
    ]);
  });
});
