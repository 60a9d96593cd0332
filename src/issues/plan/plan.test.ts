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
  bodyWith,
  IssueTimeline,
  PLAIN,
  SETTLING,
  timelineOf,
  writesOf,
} from "../../../test/support/builders/issue-timeline.ts";
import { LABEL } from "../issue.ts";

describe("the issue of a failing check", () => {
  it("opens with title, labels, assignees and its finding, before the overview", () => {
    const timeline = new IssueTimeline();
    timeline.rules = { ...timeline.rules, assignees: ["octocat"], labels: ["database"] };
    const plan = timeline.run(onDay(0, [failing(PLAIN, ["public.a"]), passing("migrations")]));
    assert.deepEqual(writesOf(plan), [`open ${PLAIN}`, "open overview"]);
    const issue = timeline.of(PLAIN);
    assert.equal(issue.title, "Failing on production: Title of backups");
    assert.deepEqual(issue.labels, [LABEL, "priority: high", "database"]);
    assert.deepEqual(issue.assignees, ["octocat"]);
    assert.match(issue.body, /^<!-- pg-preflight:issue=production\/backups -->/);
    assert.match(issue.body, /Trouble with/);
    assert.deepEqual(issue.state?.findings, [
      { ref: "public.a", priority: "high", firstSeen: FIRST_DAY, runs: 2, missed: 0 },
    ]);
    assert.equal(issue.comments.length, 0);
  });

  it("opens from the priority that the configuration names on, and not below", () => {
    const timeline = timelineOf("public.a:medium");
    assert.deepEqual(
      timeline.issues.map(({ topic }) => topic),
      ["overview"],
    );
    timeline.rules = { ...timeline.rules, from: "medium" };
    assert.deepEqual(writesOf(timeline.run(onDay(1, [failing(PLAIN, ["public.a:medium"])]))), [
      `open ${PLAIN}`,
      "update overview 1",
    ]);
  });

  it("opens after two runs in a row where counters decide, and closes after two", () => {
    const timeline = new IssueTimeline();
    const told = (day: number, result: ReturnType<typeof passing>): string[] =>
      writesOf(timeline.run(onDay(day, [result])));
    const fails = failing(SETTLING, ["1"]);
    const passes = passing(SETTLING);
    assert.deepEqual(told(0, fails), ["open overview"]);
    assert.deepEqual(told(1, passes), ["update overview 1"]);
    assert.deepEqual(told(2, fails), ["update overview 1"], "the pass between began the count anew");
    assert.deepEqual(told(3, fails), [`open ${SETTLING}`, "update overview 1"]);
    assert.deepEqual(told(4, passes), [`update ${SETTLING} 2`, "update overview 1"], "it says that it fades");
    assert.equal(timeline.of(SETTLING).comments.length, 0);
    assert.deepEqual(told(5, fails), [`update ${SETTLING} 2`, "update overview 1"]);
    assert.deepEqual(told(6, passes), [`update ${SETTLING} 2`, "update overview 1"]);
    assert.deepEqual(told(7, passes), [`close ${SETTLING} 2`, "update overview 1"]);
    assert.equal(timeline.of(SETTLING).state?.closed, "pass");
  });

  it("is not written by a run that finds the same", () => {
    const timeline = timelineOf("public.a");
    const before = timeline.of(PLAIN);
    const plan = timeline.run(onDay(1, [failing(PLAIN, ["public.a"])]));
    assert.deepEqual(writesOf(plan), ["update overview 2"]);
    assert.equal(plan.writes[0]?.comment, undefined);
    assert.deepEqual(timeline.of(PLAIN), before);
  });

  it("gets new facts without a comment, and a comment for what is new or gone", () => {
    const timeline = timelineOf("public.a", "public.b");
    const [finding] = failing(PLAIN, ["public.a"]).findings ?? [];
    assert.ok(finding !== undefined);
    const other = { ...finding, facts: { table_bytes: 1 } };
    const [, b] = failing(PLAIN, ["public.a", "public.b"]).findings ?? [];
    assert.ok(b !== undefined);
    timeline.run(onDay(1, [failing(PLAIN, [], { findings: [other, b] })]));
    assert.equal(timeline.of(PLAIN).comments.length, 0);
    const plan = timeline.run(onDay(2, [failing(PLAIN, ["public.b", "public.c"])]));
    assert.equal(plan.writes[0]?.why, "1 new finding, 1 resolved");
    assert.match(timeline.of(PLAIN).comments[0] ?? "", /1 new finding.*1 resolved.*public\.c.*public\.a/s);
  });

  it("says when it became more urgent, and nothing when it became less so; the label follows", () => {
    const timeline = timelineOf("public.a");
    const up = timeline.run(onDay(1, [failing(PLAIN, ["public.a:critical"])]));
    assert.equal(up.writes[0]?.why, "high before, critical now");
    assert.deepEqual(timeline.of(PLAIN).labels, [LABEL, "priority: critical"]);
    assert.equal(timeline.of(PLAIN).comments.length, 1);
    timeline.run(onDay(2, [failing(PLAIN, ["public.a:high"])]));
    assert.deepEqual(timeline.of(PLAIN).labels, [LABEL, "priority: high"]);
    assert.equal(timeline.of(PLAIN).comments.length, 1);
  });

  it("leaves the label that a person put in place of ours", () => {
    const timeline = timelineOf("public.a");
    timeline.edit(1, { labels: [LABEL, "priority: low", "team: data"] });
    timeline.run(onDay(1, [failing(PLAIN, ["public.a:critical"])]));
    assert.deepEqual(timeline.of(PLAIN).labels, [LABEL, "priority: low", "team: data"]);
    assert.deepEqual(
      timeline.run(onDay(2, [failing(PLAIN, ["public.a:critical"])])).writes.map(({ topic }) => topic),
      ["overview"],
    );
  });

  it("keeps what people wrote around our block, their title and assignees", () => {
    const timeline = timelineOf("public.a");
    const { body } = timeline.of(PLAIN);
    timeline.edit(1, {
      body: `Anna looks.\n\n${body}\n\n- [ ] ask Ben`,
      title: "Anna's",
      assignees: ["anna"],
    });
    timeline.run(onDay(1, [failing(PLAIN, ["public.b"])]));
    const issue = timeline.of(PLAIN);
    assert.match(issue.body, /^Anna looks\.\n\n<!-- pg-preflight:issue/);
    assert.match(issue.body, /\n\n- \[ \] ask Ben$/);
    assert.match(issue.body, /Trouble with <code>public\.b|public\.b/);
    assert.equal(issue.title, "Anna's");
    assert.deepEqual(issue.assignees, ["anna"]);
  });

  it("closes with a comment by a pass", () => {
    const timeline = timelineOf("public.a");
    const plan = timeline.run(onDay(1, [passing(PLAIN)]));
    assert.deepEqual(writesOf(plan), [`close ${PLAIN} 1`, "update overview 2"]);
    assert.equal(plan.writes[0]?.reason, "completed");
    assert.equal(timeline.of(PLAIN).state?.closed, "pass");
    assert.equal(timeline.of(PLAIN).comments.length, 1);
  });

  it("closes when what is left is less urgent than the configuration wants, and says so", () => {
    const timeline = timelineOf("public.a", "public.b:low");
    const plan = timeline.run(onDay(1, [failing(PLAIN, ["public.b:low"])]));
    assert.deepEqual(writesOf(plan), [`close ${PLAIN} 1`, "update overview 2"]);
    assert.match(timeline.of(PLAIN).comments[0] ?? "", /less urgent/);
  });

  it("closes as not planned when the check is switched off", () => {
    const timeline = timelineOf("public.a");
    const plan = timeline.run(onDay(1, [disabled(PLAIN)]));
    assert.deepEqual(writesOf(plan), [`close ${PLAIN} 1`, "update overview 2"]);
    assert.equal(plan.writes[0]?.reason, "not_planned");
    assert.equal(timeline.of(PLAIN).state?.closed, "disabled");
  });

  it("is neither closed nor written by a run that could not look, wholly or in part", () => {
    const timeline = timelineOf("public.a", "public.b");
    const told = (...results: Parameters<typeof onDay>[1]): string[] =>
      writesOf(timeline.run(onDay(1, results)));
    assert.deepEqual(told(unknownCheck(PLAIN)), ["update overview 2"]);
    assert.deepEqual(
      told(passing(PLAIN, { status: "skipped", skipped: { reason: "no-secret", detail: "d" } })),
      ["update overview 2"],
    );
    const inPart = failing(PLAIN, ["public.a"], { unknown: TIMED_OUT });
    assert.deepEqual(told(inPart), [`update ${PLAIN} 1`, "update overview 2"]);
    const { isOpen, comments, state } = timeline.of(PLAIN);
    assert.ok(isOpen);
    assert.deepEqual(comments, []);
    assert.deepEqual(state?.findings.map(({ ref }) => ref).sort(), ["public.a", "public.b"]);
  });

  it("is due from the first sight of its oldest most urgent finding on", () => {
    const timeline = timelineOf("public.a:high", "public.b:medium");
    timeline.run(onDay(3, [failing(PLAIN, ["public.a:high", "public.c:critical"])]));
    assert.match(timeline.of(PLAIN).body, /at once/);
    timeline.run(onDay(4, [failing(PLAIN, ["public.a:high"])]));
    assert.match(timeline.of(PLAIN).body, /2026-11-17/);
    timeline.rules = { ...timeline.rules, from: "low" };
    timeline.run(onDay(5, [failing(PLAIN, ["public.d:medium"])]));
    assert.match(timeline.of(PLAIN).body, /2026-11-28/);
    timeline.run(onDay(6, [failing(PLAIN, ["public.e:low"])]));
    assert.match(timeline.of(PLAIN).body, /2026-12-22/);
  });
});

describe("a due date", () => {
  it("counts from the oldest finding of the most urgent priority, not from an older one that is less urgent", () => {
    const timeline = timelineOf("public.a:medium", "public.b:high");
    timeline.run(onDay(3, [failing(PLAIN, ["public.a:medium", "public.c:high"])]));
    assert.match(timeline.of(PLAIN).body, /2026-11-20/);
  });
});

describe("an issue that a person closed", () => {
  function closedByPerson(...keys: string[]): IssueTimeline {
    const timeline = timelineOf(...keys);
    timeline.edit(1, { isOpen: false, closedAt: FIRST_DAY + 1_000 });
    return timeline;
  }

  it("stays closed while it is the same, and when some of it goes", () => {
    const timeline = closedByPerson("public.a", "public.b");
    for (const keys of [
      ["public.a", "public.b"],
      ["public.a"],
      ["public.a", "public.b"],
      ["public.a", "public.z:low"],
    ]) {
      assert.deepEqual(writesOf(timeline.run(onDay(1, [failing(PLAIN, keys)]))), ["update overview 2"]);
    }
  });

  it("opens again for a new finding, or one that is more urgent", () => {
    for (const keys of [["public.a", "public.b"], ["public.a:critical"]]) {
      const timeline = closedByPerson("public.a");
      const plan = timeline.run(onDay(1, [failing(PLAIN, keys)]));
      assert.deepEqual(writesOf(plan), [`reopen ${PLAIN} 1`, "update overview 2"]);
      assert.match(timeline.of(PLAIN).comments[0] ?? "", /person had closed/);
    }
  });

  it("is noted as passed without a word, and may come back from then on", () => {
    const timeline = closedByPerson("public.a");
    const plan = timeline.run(onDay(1, [passing(PLAIN)]));
    assert.deepEqual(writesOf(plan), [`update ${PLAIN} 1`, "update overview 2"]);
    assert.equal(plan.writes[0]?.comment, undefined);
    assert.equal(timeline.of(PLAIN).state?.closed, "pass");
    assert.deepEqual(writesOf(timeline.run(onDay(2, [failing(PLAIN, ["public.a"])]))), [
      `reopen ${PLAIN} 1`,
      "update overview 2",
    ]);
  });

  it("stays open when a person opens again what we closed, until it fails and passes again", () => {
    const timeline = timelineOf("public.a");
    timeline.run(onDay(1, [passing(PLAIN)]));
    timeline.edit(1, { isOpen: true, closedAt: null });
    assert.deepEqual(writesOf(timeline.run(onDay(2, [passing(PLAIN)]))), ["update overview 2"]);
    timeline.run(onDay(3, [failing(PLAIN, ["public.a"])]));
    assert.deepEqual(writesOf(timeline.run(onDay(4, [passing(PLAIN)]))), [
      `close ${PLAIN} 1`,
      "update overview 2",
    ]);
  });
});

describe("what comes back", () => {
  function closed(): IssueTimeline {
    const timeline = timelineOf("public.a");
    timeline.run(onDay(1, [passing(PLAIN)]));
    return timeline;
  }

  it("opens its issue again within 14 days", () => {
    const timeline = closed();
    const late = onDay(1, [failing(PLAIN, ["public.b"])], {
      startedAt: new Date(FIRST_DAY + 15 * DAY - 1_000).toISOString(),
    });
    assert.deepEqual(writesOf(timeline.run(late)), [`reopen ${PLAIN} 1`, "update overview 2"]);
    assert.equal(timeline.of(PLAIN).state?.closed, null);
    assert.match(timeline.of(PLAIN).comments.at(-1) ?? "", /came back/);
  });

  it("has a new issue that links the old one from then on", () => {
    const timeline = closed();
    assert.deepEqual(writesOf(timeline.run(onDay(15, [failing(PLAIN, ["public.b"])]))), [
      `open ${PLAIN}`,
      "update overview 2",
    ]);
    const fresh = timeline.issues.find(({ number }) => number === 3);
    assert.match(fresh?.body ?? "", /#1\b/);
    assert.deepEqual(writesOf(timeline.run(onDay(16, [failing(PLAIN, ["public.b"])]))), [
      "update overview 2",
    ]);
  });

  it("opens again what was closed because it was switched off", () => {
    const timeline = timelineOf("public.a");
    timeline.run(onDay(1, [disabled(PLAIN)]));
    assert.deepEqual(writesOf(timeline.run(onDay(2, [failing(PLAIN, ["public.a"])]))), [
      `reopen ${PLAIN} 1`,
      "update overview 2",
    ]);
  });
});

describe("a first night with much to tell", () => {
  const CHECKS = [
    "backups",
    "cron-jobs",
    "migrations",
    "replication-slots",
    "sequence-exhaustion",
    "query-logging",
    "review",
  ];
  const results = CHECKS.map((check, at) => failing(check, [at > 4 ? "public.a:critical" : "public.a"]));

  it("opens five issues, the most urgent first, and the others in the next run", () => {
    const timeline = new IssueTimeline();
    const plan = timeline.run(onDay(0, results));
    assert.deepEqual(writesOf(plan), [
      "open query-logging",
      "open review",
      "open backups",
      "open cron-jobs",
      "open migrations",
      "open overview",
    ]);
    assert.match(timeline.of("overview").body, /Title of replication-slots.*Title of sequence-exhaustion/s);
    assert.deepEqual(writesOf(timeline.run(onDay(1, results))), [
      "open replication-slots",
      "open sequence-exhaustion",
      "update overview 6",
    ]);
  });

  it("opens no sixth when the same run looks again, though one could not be created", () => {
    const timeline = new IssueTimeline();
    timeline.run(onDay(0, results));
    timeline.issues = timeline.issues.filter(({ number }) => number !== 1 && number !== 6);
    const again = onDay(0, results);
    assert.deepEqual(writesOf(timeline.plan({ ...factsOfFirst(again) })), [
      "open query-logging",
      "open overview",
    ]);
  });
});

function factsOfFirst(report: ReturnType<typeof onDay>): Parameters<IssueTimeline["plan"]>[0] {
  const timeline = new IssueTimeline();
  let facts: Parameters<IssueTimeline["plan"]>[0] | undefined;
  timeline.plan = (of) => {
    facts = of;
    return { writes: [], notices: [] };
  };
  timeline.run(report);
  assert.ok(facts !== undefined);
  return facts;
}

describe("when memory is not what it was", () => {
  it("an open issue with a broken block is rewritten without a comment", () => {
    const timeline = timelineOf("public.a", "public.b");
    timeline.edit(1, { body: bodyWith(timeline.of(PLAIN).body, { state: "1.broken" }) });
    const plan = timeline.run(onDay(1, [failing(PLAIN, ["public.b", "public.c"])]));
    assert.deepEqual(writesOf(plan), [`update ${PLAIN} 1`, "update overview 2"]);
    assert.deepEqual(timeline.of(PLAIN).comments, []);
    assert.deepEqual(timeline.of(PLAIN).state?.findings.length, 2);
  });

  it("no issue is told of what it tells already when the overview is gone", () => {
    const timeline = new IssueTimeline();
    for (const day of [0, 1]) timeline.run(onDay(day, [failing(SETTLING, ["1"])]));
    timeline.issues = timeline.issues.filter(({ topic }) => topic !== "overview");
    assert.deepEqual(writesOf(timeline.run(onDay(2, [failing(SETTLING, ["1"])]))), ["open overview"]);
    timeline.issues = timeline.issues.filter(({ topic }) => topic !== "overview");
    assert.deepEqual(
      writesOf(timeline.run(onDay(3, [passing(SETTLING)]))),
      [`update ${SETTLING} 2`, "open overview"],
      "one glance closes nothing",
    );
    assert.deepEqual(writesOf(timeline.run(onDay(4, [passing(SETTLING)]))).at(0), `close ${SETTLING} 2`);
  });

  it("another suite neither closes at its first glance nor tells the same twice", () => {
    const timeline = new IssueTimeline();
    for (const day of [0, 1]) timeline.run(onDay(day, [failing(SETTLING, ["1"])]));
    const other = { suite: "capacity-only" };
    assert.deepEqual(writesOf(timeline.run(onDay(2, [failing(SETTLING, ["1"])], other))), [
      "update overview 1",
    ]);
    assert.deepEqual(writesOf(timeline.run(onDay(3, [passing(SETTLING)], other)))[0], `update ${SETTLING} 2`);
    assert.ok(timeline.of(SETTLING).isOpen);
    assert.deepEqual(Object.keys(timeline.of("overview").state?.suites ?? {}), ["health", "capacity-only"]);
  });

  it("40,000 findings make an issue that GitHub takes, and are no news the next day", () => {
    const keys = Array.from({ length: 40_000 }, (_, at) => `public.table_${at}_${(at * 7919) % 104_729}_idx`);
    const timeline = timelineOf(...keys);
    const { state, body } = timeline.of(PLAIN);
    assert.ok(body.length < 65_000);
    assert.equal((state?.findings.length ?? 0) + (state?.leftOut ?? 0), 40_000);
    timeline.run(onDay(1, [failing(PLAIN, keys)]));
    assert.deepEqual(timeline.of(PLAIN).comments, []);
    const plan = timeline.run(onDay(2, [failing(PLAIN, [...keys, "public.new:critical"])]));
    assert.match(plan.writes[0]?.why ?? "", /^1 new finding/);
  });

  it("what people wrote may leave no room: the issue is left alone, and it is said", () => {
    const timeline = timelineOf("public.a");
    timeline.edit(1, { body: `${timeline.of(PLAIN).body}\n${"y".repeat(60_000)}` });
    const plan = timeline.run(onDay(1, [failing(PLAIN, ["public.b"])]));
    assert.deepEqual(writesOf(plan), ["update overview 2"]);
    assert.match(plan.notices.join(), /Issue #1 is left alone/);
  });
});

describe("runs at the same moment", () => {
  it("leave the lowest number, and close the others as its duplicates", () => {
    const timeline = timelineOf("public.a");
    const copy = anIssue({ ...timeline.of(PLAIN), number: 7 });
    timeline.issues = [...timeline.issues, copy];
    const plan = timeline.run(onDay(1, [failing(PLAIN, ["public.a"])]));
    assert.deepEqual(writesOf(plan), [`close-duplicate ${PLAIN} 7`, "update overview 2"]);
    assert.deepEqual(plan.writes[0]?.duplicateOf, { number: 1, id: 1_000 });
    assert.equal(plan.writes[0]?.reason, "duplicate");
    const closed = timeline.issues.find(({ number }) => number === 7);
    assert.equal(closed?.state?.closed, "duplicate");
    assert.deepEqual(writesOf(timeline.run(onDay(2, [passing(PLAIN)]))), [
      `close ${PLAIN} 1`,
      "update overview 2",
    ]);
    assert.deepEqual(writesOf(timeline.run(onDay(3, [failing(PLAIN, ["public.a"])]))), [
      `reopen ${PLAIN} 1`,
      "update overview 2",
    ]);
  });

  it("do not come back in a duplicate, though it was closed last", () => {
    const timeline = timelineOf("public.a");
    const copy = anIssue({ ...timeline.of(PLAIN), number: 7, isOpen: false, closedAt: FIRST_DAY + 2 * DAY });
    timeline.run(onDay(1, [passing(PLAIN)]));
    timeline.issues = [...timeline.issues, copy];
    timeline.forge(7, { closed: "duplicate" });
    assert.deepEqual(writesOf(timeline.run(onDay(3, [failing(PLAIN, ["public.a"])]))), [
      `reopen ${PLAIN} 1`,
      "update overview 2",
    ]);
  });

  it("close them as not planned on Enterprise Server", () => {
    const timeline = timelineOf("public.a");
    timeline.issues = [...timeline.issues, anIssue({ ...timeline.of(PLAIN), number: 7 })];
    timeline.rules = { ...timeline.rules, isEnterpriseServer: true };
    const [write] = timeline.run(onDay(1, [failing(PLAIN, ["public.a"])])).writes;
    assert.equal(write?.reason, "not_planned");
    assert.equal(write?.duplicateOf, undefined);
  });

  it("write the winner before its duplicates are closed", () => {
    const timeline = timelineOf("public.a");
    timeline.issues = [...timeline.issues, anIssue({ ...timeline.of(PLAIN), number: 7 })];
    assert.deepEqual(writesOf(timeline.run(onDay(1, [failing(PLAIN, ["public.b"])]))).slice(0, 2), [
      `update ${PLAIN} 1`,
      `close-duplicate ${PLAIN} 7`,
    ]);
  });

  it("a run that is older than what was written writes nothing but that, and says so", () => {
    const timeline = timelineOf("public.a");
    timeline.run(onDay(2, [failing(PLAIN, ["public.a"])]));
    timeline.issues = [...timeline.issues, anIssue({ ...timeline.of(PLAIN), number: 7 })];
    const plan = timeline.run(onDay(1, [passing(PLAIN)]));
    assert.deepEqual(writesOf(plan), [`close-duplicate ${PLAIN} 7`]);
    assert.match(plan.notices.join(), /later run of suite health/);
  });

  it("an issue that a later run of another suite wrote is left alone", () => {
    const timeline = timelineOf("public.a");
    timeline.run(onDay(3, [failing(PLAIN, ["public.a", "public.b"])], { suite: "capacity-only" }));
    assert.deepEqual(writesOf(timeline.run(onDay(2, [passing(PLAIN)]))), ["update overview 2"]);
  });
});
