import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  DAY,
  disabled,
  FIRST_DAY,
  failing,
  onDay,
  passing,
  TIMED_OUT,
  unknownCheck,
} from "../../../test/support/builders/issue-reports.ts";
import {
  anIssue,
  applyPlan,
  IssueTimeline,
  PLAIN,
  RULES,
  SETTLING,
  snapshotOf,
  timelineOf,
  writesOf,
} from "../../../test/support/builders/issue-timeline.ts";
import { runFactsFor } from "../../../test/support/builders/run-facts.ts";
import type { CheckResult, Report, ReportedItem } from "../../core/report.ts";
import { CHECKLIST, INDEX_USAGE, OVERVIEW } from "../issue.ts";
import { issuesByTopic } from "./issues-by-topic.ts";
import { planIssues } from "./plan.ts";

const OTHER = { suite: "capacity-only" };

/** One finding that says this, and is mended by that. */
function saying(message: string, fix = "VACUUM public.a;"): CheckResult {
  const [finding] = failing(PLAIN, ["public.a"]).findings ?? [];
  assert.ok(finding !== undefined);
  return failing(PLAIN, [], { findings: [{ ...finding, message, fix, facts: { age: message } }] });
}

function ignoring(...keys: string[]): Partial<Report> {
  return { ignored: keys.map((key) => ({ check: PLAIN, key, reason: "known", expires: null })) };
}

describe("numbers that move by themselves", () => {
  const timeline = (): IssueTimeline => {
    const begun = new IssueTimeline();
    begun.run(onDay(0, [saying("public.a waits for 3 hours and holds 1.2 GB; 1 row is dead.")]));
    return begun;
  };
  const MOVED = "public.a waits for 2 days and holds 900 MB; 12,000 rows are dead.";

  it("write no issue each night, and are brought up to date once a week without a word", () => {
    const begun = timeline();
    for (const day of [1, 2, 6]) {
      const message = `public.a waits for ${day} days and holds ${day}.5 GB; 1 row is dead.`;
      assert.deepEqual(writesOf(begun.run(onDay(day, [saying(message)]))), ["update overview 2"]);
    }
    const plan = begun.run(onDay(7, [saying(MOVED)]));
    assert.deepEqual(writesOf(plan), [`update ${PLAIN} 1`, "update overview 2"]);
    assert.match(begun.of(PLAIN).body, /12,000 rows/);
    assert.deepEqual(begun.of(PLAIN).comments, []);
    assert.deepEqual(writesOf(begun.run(onDay(15, [saying(MOVED)]))), ["update overview 2"]);
  });

  it("do not hide another fix, another wording, what else could not be seen, or another version", () => {
    const first = "public.a waits for 3 hours and holds 1.2 GB; 1 row is dead.";
    const changed: readonly [CheckResult, Partial<Report>][] = [
      [saying(first, "VACUUM FREEZE public.a;"), {}],
      [saying("public.a is lost."), {}],
      [{ ...saying(first), unknown: TIMED_OUT }, {}],
      [saying(first), { toolVersion: "1.0.1" }],
    ];
    for (const [result, parts] of changed) {
      const begun = timeline();
      assert.equal(writesOf(begun.run(onDay(1, [result], parts)))[0], `update ${PLAIN} 1`);
      assert.deepEqual(begun.of(PLAIN).comments, []);
    }
  });
});

describe("what another suite closed", () => {
  it("is not opened again by a suite that still remembers it and does not see it", () => {
    const timeline = new IssueTimeline();
    for (const day of [0, 1]) timeline.run(onDay(day, [failing(SETTLING, ["1"])]));
    for (const day of [2, 3]) timeline.run(onDay(day, [passing(SETTLING)], OTHER));
    assert.ok(!timeline.of(SETTLING).isOpen);
    for (const day of [4, 5]) {
      assert.deepEqual(writesOf(timeline.run(onDay(day, [passing(SETTLING)]))), ["update overview 1"]);
    }
    assert.equal(writesOf(timeline.run(onDay(6, [failing(SETTLING, ["1"])], OTHER)))[0], "update overview 1");
    assert.equal(
      writesOf(timeline.run(onDay(7, [failing(SETTLING, ["1"])], OTHER)))[0],
      `reopen ${SETTLING} 2`,
    );
  });

  it("nor is what fades told as new", () => {
    const timeline = new IssueTimeline();
    for (const day of [0, 1]) timeline.run(onDay(day, [failing(SETTLING, ["1", "2"])]));
    for (const day of [2, 3]) timeline.run(onDay(day, [failing(SETTLING, ["1"])], OTHER));
    assert.equal(timeline.of(SETTLING).comments.length, 1, "it told that 2 is gone");
    timeline.run(onDay(4, [failing(SETTLING, ["1"])]));
    assert.equal(timeline.of(SETTLING).comments.length, 1);
  });
});

describe("an issue that a person closed", () => {
  it("is not taken for passed while what it told of only fades", () => {
    const timeline = new IssueTimeline();
    for (const day of [0, 1]) timeline.run(onDay(day, [failing(SETTLING, ["1"])]));
    timeline.edit(2, { isOpen: false, closedAt: FIRST_DAY + DAY + 1_000 });
    assert.deepEqual(writesOf(timeline.run(onDay(2, [passing(SETTLING)]))), ["update overview 1"]);
    assert.equal(timeline.of(SETTLING).state?.closed, null);
    assert.deepEqual(writesOf(timeline.run(onDay(3, [failing(SETTLING, ["1"])]))), ["update overview 1"]);
  });
});

describe("a finding that the configuration ignores", () => {
  it("is not told as mended, neither while others stand nor when the issue closes", () => {
    const timeline = timelineOf("public.a", "public.b", "public.c");
    timeline.run(onDay(1, [failing(PLAIN, ["public.b"])], ignoring("public.a")));
    const [comment = ""] = timeline.of(PLAIN).comments;
    assert.match(comment, /1 resolved<\/b>|1 resolved and 1 now ignored by the configuration/);
    assert.match(comment, /<b>Resolved<\/b><\/p>\n<ul>\n<li><code>public\.c<\/code><\/li>\n<\/ul>/);
    assert.doesNotMatch(timeline.of(OVERVIEW).body, /✅ <code>public\.a/, "nor in the overview");
    assert.match(comment, /<b>Ignored<\/b><\/p>\n<ul>\n<li><code>public\.a<\/code><\/li>\n<\/ul>/);
    timeline.run(onDay(2, [passing(PLAIN)], ignoring("public.a", "public.b")));
    assert.ok(!timeline.of(PLAIN).isOpen);
    const last = timeline.of(PLAIN).comments.at(-1) ?? "";
    assert.match(last, /nothing is left but 2 findings that the configuration ignores, so this closes/);
    assert.doesNotMatch(last, /Resolved|nothing of it is there/);
  });

  it("needs no second run to go, though the check rests on counters, or was unknown to others", () => {
    const timeline = new IssueTimeline();
    const ignored = [{ check: SETTLING, key: "1", reason: "known", expires: null }];
    for (const day of [0, 1]) timeline.run(onDay(day, [failing(SETTLING, ["1", "2"])]));
    timeline.run(onDay(2, [failing(SETTLING, ["2"], { unknown: TIMED_OUT })], { ignored }));
    assert.deepEqual(
      timeline.of(SETTLING).state?.findings.map(({ ref }) => ref),
      ["2"],
    );
  });

  it("is not named where everybody may read", () => {
    const timeline = new IssueTimeline();
    timeline.rules = { ...RULES, showsNames: false };
    timeline.run(onDay(0, [failing(PLAIN, ["public.a", "public.b"])]));
    timeline.run(onDay(1, [failing(PLAIN, ["public.b"])], ignoring("public.a")));
    assert.match(timeline.of(PLAIN).comments[0] ?? "", /1 now ignored by the configuration/);
    assert.doesNotMatch(timeline.of(PLAIN).comments[0] ?? "", /public\.a/);
  });
});

describe("a check that is unknown in part", () => {
  it("resolves none of the thousands that memory had no room for, and tells none of them as new later", () => {
    const keys = Array.from({ length: 8_000 }, (_, at) => `public.table_${at}_${(at * 7919) % 104_729}_idx`);
    const timeline = timelineOf(...keys);
    const [first = ""] = keys;
    const partly = failing(PLAIN, [first], { unknown: TIMED_OUT });
    timeline.run(onDay(1, [partly]));
    assert.deepEqual(writesOf(timeline.run(onDay(2, [partly]))), ["update overview 2"]);
    timeline.run(onDay(3, [failing(PLAIN, keys)]));
    assert.deepEqual(timeline.of(PLAIN).comments, []);
    timeline.run(onDay(4, [failing(PLAIN, [first])]));
    assert.match(timeline.of(PLAIN).comments.join(), /7,999 resolved/);
  });
});

describe("a runner whose clock was a year ahead", () => {
  it("does not keep the others from writing", () => {
    const timeline = new IssueTimeline();
    timeline.run(onDay(365, [failing(PLAIN, ["public.a"])]));
    const plan = timeline.run(onDay(1, [passing(PLAIN)]));
    assert.deepEqual(writesOf(plan), [`close ${PLAIN} 1`, "update overview 2"]);
    assert.deepEqual(plan.notices, []);
  });

  it("does not put off what is due, nor outlast another suite's state in the overview", () => {
    const timeline = new IssueTimeline();
    timeline.run(onDay(365, [failing(PLAIN, ["public.a"])]));
    timeline.run(onDay(1, [failing(PLAIN, ["public.a"])], OTHER));
    assert.match(timeline.of(PLAIN).body, /2026-11-18/);
    assert.doesNotMatch(timeline.of(PLAIN).body, /(?:Due by|since) 2027/);
    timeline.run(onDay(2, [passing(PLAIN)], OTHER));
    assert.match(timeline.of(OVERVIEW).body, /all 1 check|its one check passes/);
  });
});

describe("the label of an issue", () => {
  it("goes with the priority when it closes, so that it can go on with it later", () => {
    const timeline = timelineOf("public.a:high", "public.b:low");
    timeline.run(onDay(1, [failing(PLAIN, ["public.b:low"])]));
    assert.ok(timeline.of(PLAIN).labels.includes("priority: low"));
    timeline.run(onDay(2, [failing(PLAIN, ["public.b:critical"])]));
    assert.deepEqual(
      timeline.of(PLAIN).labels.filter((label) => label.startsWith("priority")),
      ["priority: critical"],
    );
  });
});

describe("the last of several closed issues", () => {
  it("is the one that was written last where GitHub's seconds are the same, so that the run is done with it", () => {
    const timeline = timelineOf("public.a");
    const older = anIssue({ ...timeline.of(PLAIN), number: 7, isOpen: false, closedAt: FIRST_DAY + DAY });
    timeline.run(onDay(1, [passing(PLAIN)]));
    const ours = timeline.of(PLAIN);
    timeline.issues = [...timeline.issues, older];
    assert.equal(ours.closedAt, older.closedAt);
    assert.equal(issuesByTopic(snapshotOf(timeline.issues)).of(PLAIN).issue?.number, 1);
    assert.deepEqual(writesOf(timeline.run(onDay(1, [passing(PLAIN)]))), ["update overview 2"]);
  });
});

describe("a run that looks again at its own writes", () => {
  const CHECKS = ["backups", "cron-jobs", "migrations", "query-logging", "review"];
  const results = [passing("sequence-exhaustion"), ...CHECKS.map((check) => failing(check, ["public.a"]))];
  const facts = runFactsFor(onDay(1, results), { run: { id: "2", attempt: 1, at: FIRST_DAY + DAY } });
  /** A timeline in which this run has written one issue already. */
  function begun(topic: string): IssueTimeline {
    const timeline = new IssueTimeline();
    timeline.run(onDay(0, [failing(topic, ["public.a"])]));
    timeline.forge(1, { run: facts.run });
    return timeline;
  }

  it("opens no sixth, though what it had written is closed as a duplicate meanwhile", () => {
    const timeline = begun("sequence-exhaustion");
    // A person opened again what had been a duplicate, and its number is the lowest.
    timeline.issues = [...timeline.issues, anIssue({ ...timeline.of("sequence-exhaustion"), number: 7 })];
    timeline.forge(1, { run: { id: "1", attempt: 1, at: FIRST_DAY }, closed: "duplicate", findings: [] });
    const plan = planIssues(facts, snapshotOf(timeline.issues), RULES);
    assert.equal(plan.writes.filter(({ action }) => action === "open").length, 4);
    const after = applyPlan(timeline.issues, plan, facts.run.at);
    assert.deepEqual(writesOf(planIssues(facts, snapshotOf(after), RULES)), []);
  });

  it("nor though a new issue took the place of one that it had written", () => {
    const timeline = begun("backups");
    timeline.forge(1, { closed: "pass" });
    timeline.edit(1, { isOpen: false, closedAt: FIRST_DAY - 20 * DAY });
    const plan = planIssues(facts, snapshotOf(timeline.issues), RULES);
    assert.equal(plan.writes.filter(({ action }) => action === "open").length, 4);
    const after = applyPlan(timeline.issues, plan, facts.run.at);
    assert.deepEqual(writesOf(planIssues(facts, snapshotOf(after), RULES)), []);
  });
});

describe("memory that names findings in the other form", () => {
  it("is no writing of this run, though it bears its stamp", () => {
    const timeline = new IssueTimeline();
    timeline.rules = { ...RULES, showsNames: false };
    for (const day of [0, 1]) timeline.run(onDay(day, [failing(PLAIN, ["public.a"])]));
    const facts = runFactsFor(onDay(1, [failing(PLAIN, ["public.a"])]), {
      run: { id: "2", attempt: 1, at: FIRST_DAY + DAY },
    });
    const plan = planIssues(facts, snapshotOf(timeline.issues), RULES);
    assert.deepEqual(writesOf(plan), [`update ${PLAIN} 1`, "update overview 2"]);
    const after = applyPlan(timeline.issues, plan, facts.run.at);
    assert.deepEqual(writesOf(planIssues(facts, snapshotOf(after), RULES)), []);
    assert.deepEqual(
      after.find(({ topic }) => topic === OVERVIEW)?.state?.suites.health?.runs.map(({ id }) => id),
      ["2", "1"],
    );
  });
});

describe("an issue of a check that this version does not have", () => {
  it("is left alone, and is told of in each run until somebody closes it", () => {
    const timeline = timelineOf("public.a");
    const body = timeline.of(PLAIN).body.replaceAll("production/backups", "production/of-another-version");
    timeline.issues = [...timeline.issues, anIssue({ number: 7, body })];
    const plan = timeline.run(onDay(1, [failing(PLAIN, ["public.a"])]));
    assert.deepEqual(writesOf(plan), ["update overview 2"]);
    assert.match(plan.notices.join(), /Issue #7 tells of the check of-another-version/);
    timeline.edit(7, { isOpen: false, closedAt: FIRST_DAY + DAY });
    assert.deepEqual(timeline.run(onDay(2, [failing(PLAIN, ["public.a"])])).notices, []);
  });

  it("is no other than one that this run, or this suite, had not in it", () => {
    const timeline = timelineOf("public.a");
    const plan = timeline.run(onDay(1, [passing("migrations")], OTHER));
    assert.deepEqual([writesOf(plan), plan.notices], [["update overview 2"], []]);
    assert.ok(timeline.of(PLAIN).isOpen);
  });
});

describe("a week without the database", () => {
  const OUT: Partial<Report> = { unreachable: "The server did not answer.", server: null };
  const away = { system: null, timeline: null, tablesWindow: undefined };

  for (const showsNames of [true, false]) {
    it(`closes nothing and says since when, names ${showsNames ? "shown" : "kept back"}`, () => {
      const timeline = new IssueTimeline();
      timeline.rules = { ...RULES, showsNames };
      const seen = [failing(PLAIN, ["public.a"]), failing(SETTLING, ["1"])];
      for (const day of [0, 1]) timeline.run(onDay(day, seen));
      const numbers = timeline.issues.filter(({ isOpen }) => isOpen).map(({ number }) => number);
      for (const day of [2, 3, 4, 5, 6, 7, 8]) {
        const plan = timeline.run(onDay(day, [unknownCheck(PLAIN), unknownCheck(SETTLING)], OUT), away);
        assert.deepEqual([writesOf(plan), plan.notices], [["update overview 2"], []]);
      }
      assert.match(timeline.of(OVERVIEW).body, /could not be reached/);
      assert.match(timeline.of(OVERVIEW).body, /Since 2026-11-18/);
      assert.deepEqual(writesOf(timeline.run(onDay(9, seen))), ["update overview 2"], "all is known again");
      assert.deepEqual(
        timeline.issues.filter(({ isOpen }) => isOpen).map(({ number }) => number),
        numbers,
      );
    });
  }

  it("neither tells nor forgets what a check without a database found, where names are kept back", () => {
    const timeline = new IssueTimeline();
    timeline.rules = { ...RULES, showsNames: false };
    timeline.run(onDay(0, [failing(PLAIN, ["public.a"])]));
    const plan = timeline.run(onDay(1, [failing(PLAIN, ["public.a", "public.b"])], OUT), away);
    assert.deepEqual(writesOf(plan), ["update overview 2"]);
    assert.equal(timeline.of(OVERVIEW).state?.suites.health?.checks[PLAIN]?.findings.length, 1);
    assert.deepEqual(writesOf(timeline.run(onDay(2, [failing(PLAIN, ["public.a"])]))), ["update overview 2"]);
  });

  it("writes nothing where names would stay that everybody may read now", () => {
    const timeline = timelineOf("public.a");
    timeline.rules = { ...RULES, showsNames: false };
    const plan = timeline.run(onDay(1, [unknownCheck(PLAIN)], OUT), away);
    assert.deepEqual(plan.writes, []);
    assert.match(plan.notices.join(), /system identifier/);
  });
});

describe("a box that is dropped from the checklist", () => {
  function deploy(day: number, status: ReportedItem["status"]): Report {
    const item = (id: string, its: ReportedItem["status"]): ReportedItem => {
      return { id, title: `Title of ${id}`, status: its, evidence: "e", checks: [] };
    };
    const items = [item("migrations-applied", status), item("backup-schedule-verified", "fail")];
    return onDay(day, [passing("migrations")], {
      suite: "deploy",
      checklist: [{ section: "Database", items }],
    });
  }

  it("is told as dropped", () => {
    const timeline = new IssueTimeline();
    timeline.run(deploy(0, "fail"));
    timeline.run(deploy(1, "dropped"));
    assert.match(
      timeline.of(CHECKLIST).comments[0] ?? "",
      /migrations-applied \(dropped from the checklist\)/,
    );
  });
});

describe("an index of which two checks tell", () => {
  function weekly(week: number, ...results: CheckResult[]): Report {
    return onDay(week * 7, results, { suite: "index-usage" });
  }

  it("is told twice: that it is invalid is news though it was known to be a duplicate", () => {
    const timeline = new IssueTimeline();
    const duplicate = failing("duplicate-indexes", ["public.a:low"]);
    timeline.run(weekly(0, duplicate, passing("invalid-indexes")));
    timeline.edit(1, { isOpen: false, closedAt: FIRST_DAY + 1_000 });
    const plan = timeline.run(weekly(1, duplicate, failing("invalid-indexes", ["public.a"])));
    assert.deepEqual(writesOf(plan), ["reopen index-usage 1"]);
    assert.equal(plan.writes[0]?.why, "1 new finding");
    timeline.run(weekly(2, passing("duplicate-indexes"), failing("invalid-indexes", ["public.a"])));
    assert.match(timeline.of(INDEX_USAGE).comments.at(-1) ?? "", /1 resolved.*<code>public\.a<\/code>/s);
  });
});

describe("an index that the configuration ignores", () => {
  it("is not told as resolved, and the issue closes without saying that it is gone", () => {
    const timeline = new IssueTimeline();
    const weekly = (week: number, result: CheckResult, parts: Partial<Report> = {}): Report =>
      onDay(week * 7, [result], { suite: "index-usage", ...parts });
    const ignored = [{ check: "unused-indexes", key: "public.a", reason: "month-end", expires: null }];
    timeline.run(weekly(0, failing("unused-indexes", ["public.a:low", "public.b:low"])));
    timeline.run(weekly(1, failing("unused-indexes", ["public.b:low"]), { ignored }));
    assert.match(
      timeline.of(INDEX_USAGE).comments.at(-1) ?? "",
      /<b>1 now ignored by the configuration<\/b>/,
    );
    for (const week of [2, 3]) timeline.run(weekly(week, passing("unused-indexes"), { ignored }));
    const last = timeline.of(INDEX_USAGE).comments.at(-1) ?? "";
    assert.match(last, /nothing is left but 1 finding that the configuration ignores/);
    assert.match(last, /<b>Resolved<\/b><\/p>\n<ul>\n<li><code>public\.b<\/code><\/li>\n<\/ul>/);
  });
});

describe("a check that is switched off and on again", () => {
  it("comes back in its issue, and a person's closing outlasts it", () => {
    const timeline = timelineOf("public.a");
    timeline.edit(1, { isOpen: false, closedAt: FIRST_DAY + 1_000 });
    assert.deepEqual(writesOf(timeline.run(onDay(1, [disabled(PLAIN)]))), ["update overview 2"]);
    assert.deepEqual(writesOf(timeline.run(onDay(2, [failing(PLAIN, ["public.a"])]))), ["update overview 2"]);
  });
});
