import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  BLIND,
  blind,
  DAY,
  disabled,
  FIRST_DAY,
  failing,
  onDay,
  passing,
} from "../../../test/support/builders/issue-reports.ts";
import { anIssue, bodyWith, Life, toldWrites } from "../../../test/support/builders/issues.ts";
import { lifeOf, PLAIN, SETTLING } from "../../../test/support/builders/planned-life.ts";
import { LABEL } from "../issue.ts";

describe("the issue of a failing check", () => {
  it("opens with title, labels, assignees and its finding, before the overview", () => {
    const life = new Life();
    life.rules = { ...life.rules, assignees: ["octocat"], labels: ["database"] };
    const plan = life.run(onDay(0, [failing(PLAIN, ["public.a"]), passing("migrations")]));
    assert.deepEqual(toldWrites(plan), [`open ${PLAIN}`, "open overview"]);
    const issue = life.of(PLAIN);
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
    const life = lifeOf("public.a:medium");
    assert.deepEqual(
      life.issues.map(({ topic }) => topic),
      ["overview"],
    );
    life.rules = { ...life.rules, from: "medium" };
    assert.deepEqual(toldWrites(life.run(onDay(1, [failing(PLAIN, ["public.a:medium"])]))), [
      `open ${PLAIN}`,
      "update overview 1",
    ]);
  });

  it("opens after two runs in a row where counters decide, and closes after two", () => {
    const life = new Life();
    const told = (day: number, result: ReturnType<typeof passing>): string[] =>
      toldWrites(life.run(onDay(day, [result])));
    const fails = failing(SETTLING, ["1"]);
    const passes = passing(SETTLING);
    assert.deepEqual(told(0, fails), ["open overview"]);
    assert.deepEqual(told(1, passes), ["update overview 1"]);
    assert.deepEqual(told(2, fails), ["update overview 1"], "the pass between began the count anew");
    assert.deepEqual(told(3, fails), [`open ${SETTLING}`, "update overview 1"]);
    assert.deepEqual(told(4, passes), [`update ${SETTLING} 2`, "update overview 1"], "it says that it fades");
    assert.equal(life.of(SETTLING).comments.length, 0);
    assert.deepEqual(told(5, fails), [`update ${SETTLING} 2`, "update overview 1"]);
    assert.deepEqual(told(6, passes), [`update ${SETTLING} 2`, "update overview 1"]);
    assert.deepEqual(told(7, passes), [`close ${SETTLING} 2`, "update overview 1"]);
    assert.equal(life.of(SETTLING).state?.closed, "pass");
  });

  it("is not written by a run that finds the same", () => {
    const life = lifeOf("public.a");
    const before = life.of(PLAIN);
    const plan = life.run(onDay(1, [failing(PLAIN, ["public.a"])]));
    assert.deepEqual(toldWrites(plan), ["update overview 2"]);
    assert.equal(plan.writes[0]?.comment, undefined);
    assert.deepEqual(life.of(PLAIN), before);
  });

  it("gets new facts without a comment, and a comment for what is new or gone", () => {
    const life = lifeOf("public.a", "public.b");
    const [finding] = failing(PLAIN, ["public.a"]).findings ?? [];
    assert.ok(finding !== undefined);
    const other = { ...finding, facts: { table_bytes: 1 } };
    const [, b] = failing(PLAIN, ["public.a", "public.b"]).findings ?? [];
    assert.ok(b !== undefined);
    life.run(onDay(1, [failing(PLAIN, [], { findings: [other, b] })]));
    assert.equal(life.of(PLAIN).comments.length, 0);
    const plan = life.run(onDay(2, [failing(PLAIN, ["public.b", "public.c"])]));
    assert.equal(plan.writes[0]?.why, "1 new finding, 1 resolved");
    assert.match(life.of(PLAIN).comments[0] ?? "", /1 new finding.*1 resolved.*public\.c.*public\.a/s);
  });

  it("says when it became more urgent, and nothing when it became less so; the label follows", () => {
    const life = lifeOf("public.a");
    const up = life.run(onDay(1, [failing(PLAIN, ["public.a:critical"])]));
    assert.equal(up.writes[0]?.why, "high before, critical now");
    assert.deepEqual(life.of(PLAIN).labels, [LABEL, "priority: critical"]);
    assert.equal(life.of(PLAIN).comments.length, 1);
    life.run(onDay(2, [failing(PLAIN, ["public.a:high"])]));
    assert.deepEqual(life.of(PLAIN).labels, [LABEL, "priority: high"]);
    assert.equal(life.of(PLAIN).comments.length, 1);
  });

  it("leaves the label that a person put in place of ours", () => {
    const life = lifeOf("public.a");
    life.edit(1, { labels: [LABEL, "priority: low", "team: data"] });
    life.run(onDay(1, [failing(PLAIN, ["public.a:critical"])]));
    assert.deepEqual(life.of(PLAIN).labels, [LABEL, "priority: low", "team: data"]);
    assert.deepEqual(
      life.run(onDay(2, [failing(PLAIN, ["public.a:critical"])])).writes.map(({ topic }) => topic),
      ["overview"],
    );
  });

  it("keeps what people wrote around our block, their title and assignees", () => {
    const life = lifeOf("public.a");
    const { body } = life.of(PLAIN);
    life.edit(1, { body: `Anna looks.\n\n${body}\n\n- [ ] ask Ben`, title: "Anna's", assignees: ["anna"] });
    life.run(onDay(1, [failing(PLAIN, ["public.b"])]));
    const issue = life.of(PLAIN);
    assert.match(issue.body, /^Anna looks\.\n\n<!-- pg-preflight:issue/);
    assert.match(issue.body, /\n\n- \[ \] ask Ben$/);
    assert.match(issue.body, /Trouble with <code>public\.b|public\.b/);
    assert.equal(issue.title, "Anna's");
    assert.deepEqual(issue.assignees, ["anna"]);
  });

  it("closes with a comment by a pass", () => {
    const life = lifeOf("public.a");
    const plan = life.run(onDay(1, [passing(PLAIN)]));
    assert.deepEqual(toldWrites(plan), [`close ${PLAIN} 1`, "update overview 2"]);
    assert.equal(plan.writes[0]?.reason, "completed");
    assert.equal(life.of(PLAIN).state?.closed, "pass");
    assert.equal(life.of(PLAIN).comments.length, 1);
  });

  it("closes when what is left is less urgent than the configuration wants, and says so", () => {
    const life = lifeOf("public.a", "public.b:low");
    const plan = life.run(onDay(1, [failing(PLAIN, ["public.b:low"])]));
    assert.deepEqual(toldWrites(plan), [`close ${PLAIN} 1`, "update overview 2"]);
    assert.match(life.of(PLAIN).comments[0] ?? "", /less urgent/);
  });

  it("closes as not planned when the check is switched off", () => {
    const life = lifeOf("public.a");
    const plan = life.run(onDay(1, [disabled(PLAIN)]));
    assert.deepEqual(toldWrites(plan), [`close ${PLAIN} 1`, "update overview 2"]);
    assert.equal(plan.writes[0]?.reason, "not_planned");
    assert.equal(life.of(PLAIN).state?.closed, "disabled");
  });

  it("is neither closed nor written by a run that could not look, wholly or in part", () => {
    const life = lifeOf("public.a", "public.b");
    const told = (...results: Parameters<typeof onDay>[1]): string[] =>
      toldWrites(life.run(onDay(1, results)));
    assert.deepEqual(told(blind(PLAIN)), ["update overview 2"]);
    assert.deepEqual(
      told(passing(PLAIN, { status: "skipped", skipped: { reason: "no-secret", detail: "d" } })),
      ["update overview 2"],
    );
    const inPart = failing(PLAIN, ["public.a"], { unknown: BLIND });
    assert.deepEqual(told(inPart), [`update ${PLAIN} 1`, "update overview 2"]);
    const { isOpen, comments, state } = life.of(PLAIN);
    assert.ok(isOpen);
    assert.deepEqual(comments, []);
    assert.deepEqual(state?.findings.map(({ ref }) => ref).sort(), ["public.a", "public.b"]);
  });

  it("is due from the first sight of its oldest most urgent finding on", () => {
    const life = lifeOf("public.a:high", "public.b:medium");
    life.run(onDay(3, [failing(PLAIN, ["public.a:high", "public.c:critical"])]));
    assert.match(life.of(PLAIN).body, /at once/);
    life.run(onDay(4, [failing(PLAIN, ["public.a:high"])]));
    assert.match(life.of(PLAIN).body, /2026-11-17/);
    life.rules = { ...life.rules, from: "low" };
    life.run(onDay(5, [failing(PLAIN, ["public.d:medium"])]));
    assert.match(life.of(PLAIN).body, /2026-11-28/);
    life.run(onDay(6, [failing(PLAIN, ["public.e:low"])]));
    assert.match(life.of(PLAIN).body, /2026-12-22/);
  });
});

describe("a due date", () => {
  it("counts from the oldest finding of the most urgent priority, not from an older one that is less urgent", () => {
    const life = lifeOf("public.a:medium", "public.b:high");
    life.run(onDay(3, [failing(PLAIN, ["public.a:medium", "public.c:high"])]));
    assert.match(life.of(PLAIN).body, /2026-11-20/);
  });
});

describe("an issue that a person closed", () => {
  function closedByPerson(...keys: string[]): Life {
    const life = lifeOf(...keys);
    life.edit(1, { isOpen: false, closedAt: FIRST_DAY + 1_000 });
    return life;
  }

  it("stays closed while it is the same, and when some of it goes", () => {
    const life = closedByPerson("public.a", "public.b");
    for (const keys of [
      ["public.a", "public.b"],
      ["public.a"],
      ["public.a", "public.b"],
      ["public.a", "public.z:low"],
    ]) {
      assert.deepEqual(toldWrites(life.run(onDay(1, [failing(PLAIN, keys)]))), ["update overview 2"]);
    }
  });

  it("opens again for a new finding, or one that is more urgent", () => {
    for (const keys of [["public.a", "public.b"], ["public.a:critical"]]) {
      const life = closedByPerson("public.a");
      const plan = life.run(onDay(1, [failing(PLAIN, keys)]));
      assert.deepEqual(toldWrites(plan), [`reopen ${PLAIN} 1`, "update overview 2"]);
      assert.match(life.of(PLAIN).comments[0] ?? "", /person had closed/);
    }
  });

  it("is noted as passed without a word, and may come back from then on", () => {
    const life = closedByPerson("public.a");
    const plan = life.run(onDay(1, [passing(PLAIN)]));
    assert.deepEqual(toldWrites(plan), [`update ${PLAIN} 1`, "update overview 2"]);
    assert.equal(plan.writes[0]?.comment, undefined);
    assert.equal(life.of(PLAIN).state?.closed, "pass");
    assert.deepEqual(toldWrites(life.run(onDay(2, [failing(PLAIN, ["public.a"])]))), [
      `reopen ${PLAIN} 1`,
      "update overview 2",
    ]);
  });

  it("stays open when a person opens again what we closed, until it fails and passes again", () => {
    const life = lifeOf("public.a");
    life.run(onDay(1, [passing(PLAIN)]));
    life.edit(1, { isOpen: true, closedAt: null });
    assert.deepEqual(toldWrites(life.run(onDay(2, [passing(PLAIN)]))), ["update overview 2"]);
    life.run(onDay(3, [failing(PLAIN, ["public.a"])]));
    assert.deepEqual(toldWrites(life.run(onDay(4, [passing(PLAIN)]))), [
      `close ${PLAIN} 1`,
      "update overview 2",
    ]);
  });
});

describe("what comes back", () => {
  function closed(): Life {
    const life = lifeOf("public.a");
    life.run(onDay(1, [passing(PLAIN)]));
    return life;
  }

  it("opens its issue again within 14 days", () => {
    const life = closed();
    const late = onDay(1, [failing(PLAIN, ["public.b"])], {
      startedAt: new Date(FIRST_DAY + 15 * DAY - 1_000).toISOString(),
    });
    assert.deepEqual(toldWrites(life.run(late)), [`reopen ${PLAIN} 1`, "update overview 2"]);
    assert.equal(life.of(PLAIN).state?.closed, null);
    assert.match(life.of(PLAIN).comments.at(-1) ?? "", /came back/);
  });

  it("has a new issue that links the old one from then on", () => {
    const life = closed();
    assert.deepEqual(toldWrites(life.run(onDay(15, [failing(PLAIN, ["public.b"])]))), [
      `open ${PLAIN}`,
      "update overview 2",
    ]);
    const fresh = life.issues.find(({ number }) => number === 3);
    assert.match(fresh?.body ?? "", /#1\b/);
    assert.deepEqual(toldWrites(life.run(onDay(16, [failing(PLAIN, ["public.b"])]))), ["update overview 2"]);
  });

  it("opens again what was closed because it was switched off", () => {
    const life = lifeOf("public.a");
    life.run(onDay(1, [disabled(PLAIN)]));
    assert.deepEqual(toldWrites(life.run(onDay(2, [failing(PLAIN, ["public.a"])]))), [
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
    const life = new Life();
    const plan = life.run(onDay(0, results));
    assert.deepEqual(toldWrites(plan), [
      "open query-logging",
      "open review",
      "open backups",
      "open cron-jobs",
      "open migrations",
      "open overview",
    ]);
    assert.match(life.of("overview").body, /Title of replication-slots.*Title of sequence-exhaustion/s);
    assert.deepEqual(toldWrites(life.run(onDay(1, results))), [
      "open replication-slots",
      "open sequence-exhaustion",
      "update overview 6",
    ]);
  });

  it("opens no sixth when the same run looks again, though one could not be created", () => {
    const life = new Life();
    life.run(onDay(0, results));
    life.issues = life.issues.filter(({ number }) => number !== 1 && number !== 6);
    const again = onDay(0, results);
    assert.deepEqual(toldWrites(life.plan({ ...factsOfFirst(again) })), [
      "open query-logging",
      "open overview",
    ]);
  });
});

function factsOfFirst(report: ReturnType<typeof onDay>): Parameters<Life["plan"]>[0] {
  const life = new Life();
  let facts: Parameters<Life["plan"]>[0] | undefined;
  life.plan = (of) => {
    facts = of;
    return { writes: [], notices: [] };
  };
  life.run(report);
  assert.ok(facts !== undefined);
  return facts;
}

describe("when memory is not what it was", () => {
  it("an open issue with a broken block is rewritten without a comment", () => {
    const life = lifeOf("public.a", "public.b");
    life.edit(1, { body: bodyWith(life.of(PLAIN).body, { state: "1.broken" }) });
    const plan = life.run(onDay(1, [failing(PLAIN, ["public.b", "public.c"])]));
    assert.deepEqual(toldWrites(plan), [`update ${PLAIN} 1`, "update overview 2"]);
    assert.deepEqual(life.of(PLAIN).comments, []);
    assert.deepEqual(life.of(PLAIN).state?.findings.length, 2);
  });

  it("no issue is told of what it tells already when the overview is gone", () => {
    const life = new Life();
    for (const day of [0, 1]) life.run(onDay(day, [failing(SETTLING, ["1"])]));
    life.issues = life.issues.filter(({ topic }) => topic !== "overview");
    assert.deepEqual(toldWrites(life.run(onDay(2, [failing(SETTLING, ["1"])]))), ["open overview"]);
    life.issues = life.issues.filter(({ topic }) => topic !== "overview");
    assert.deepEqual(
      toldWrites(life.run(onDay(3, [passing(SETTLING)]))),
      [`update ${SETTLING} 2`, "open overview"],
      "one glance closes nothing",
    );
    assert.deepEqual(toldWrites(life.run(onDay(4, [passing(SETTLING)]))).at(0), `close ${SETTLING} 2`);
  });

  it("another suite neither closes at its first glance nor tells the same twice", () => {
    const life = new Life();
    for (const day of [0, 1]) life.run(onDay(day, [failing(SETTLING, ["1"])]));
    const other = { suite: "capacity-only" };
    assert.deepEqual(toldWrites(life.run(onDay(2, [failing(SETTLING, ["1"])], other))), [
      "update overview 1",
    ]);
    assert.deepEqual(toldWrites(life.run(onDay(3, [passing(SETTLING)], other)))[0], `update ${SETTLING} 2`);
    assert.ok(life.of(SETTLING).isOpen);
    assert.deepEqual(Object.keys(life.of("overview").state?.suites ?? {}), ["health", "capacity-only"]);
  });

  it("40,000 findings make an issue that GitHub takes, and are no news the next day", () => {
    const keys = Array.from({ length: 40_000 }, (_, at) => `public.table_${at}_${(at * 7919) % 104_729}_idx`);
    const life = lifeOf(...keys);
    const { state, body } = life.of(PLAIN);
    assert.ok(body.length < 65_000);
    assert.equal((state?.findings.length ?? 0) + (state?.leftOut ?? 0), 40_000);
    life.run(onDay(1, [failing(PLAIN, keys)]));
    assert.deepEqual(life.of(PLAIN).comments, []);
    const plan = life.run(onDay(2, [failing(PLAIN, [...keys, "public.new:critical"])]));
    assert.match(plan.writes[0]?.why ?? "", /^1 new finding/);
  });

  it("what people wrote may leave no room: the issue is left alone, and it is said", () => {
    const life = lifeOf("public.a");
    life.edit(1, { body: `${life.of(PLAIN).body}\n${"y".repeat(60_000)}` });
    const plan = life.run(onDay(1, [failing(PLAIN, ["public.b"])]));
    assert.deepEqual(toldWrites(plan), ["update overview 2"]);
    assert.match(plan.notices.join(), /Issue #1 is left alone/);
  });
});

describe("runs at the same moment", () => {
  it("leave the lowest number, and close the others as its duplicates", () => {
    const life = lifeOf("public.a");
    const copy = anIssue({ ...life.of(PLAIN), number: 7 });
    life.issues = [...life.issues, copy];
    const plan = life.run(onDay(1, [failing(PLAIN, ["public.a"])]));
    assert.deepEqual(toldWrites(plan), [`close-duplicate ${PLAIN} 7`, "update overview 2"]);
    assert.deepEqual(plan.writes[0]?.duplicateOf, { number: 1, id: 1_000 });
    assert.equal(plan.writes[0]?.reason, "duplicate");
    const closed = life.issues.find(({ number }) => number === 7);
    assert.equal(closed?.state?.closed, "duplicate");
    assert.deepEqual(toldWrites(life.run(onDay(2, [passing(PLAIN)]))), [
      `close ${PLAIN} 1`,
      "update overview 2",
    ]);
    assert.deepEqual(toldWrites(life.run(onDay(3, [failing(PLAIN, ["public.a"])]))), [
      `reopen ${PLAIN} 1`,
      "update overview 2",
    ]);
  });

  it("do not come back in a duplicate, though it was closed last", () => {
    const life = lifeOf("public.a");
    const copy = anIssue({ ...life.of(PLAIN), number: 7, isOpen: false, closedAt: FIRST_DAY + 2 * DAY });
    life.run(onDay(1, [passing(PLAIN)]));
    life.issues = [...life.issues, copy];
    life.forge(7, { closed: "duplicate" });
    assert.deepEqual(toldWrites(life.run(onDay(3, [failing(PLAIN, ["public.a"])]))), [
      `reopen ${PLAIN} 1`,
      "update overview 2",
    ]);
  });

  it("close them as not planned on Enterprise Server", () => {
    const life = lifeOf("public.a");
    life.issues = [...life.issues, anIssue({ ...life.of(PLAIN), number: 7 })];
    life.rules = { ...life.rules, isEnterpriseServer: true };
    const [write] = life.run(onDay(1, [failing(PLAIN, ["public.a"])])).writes;
    assert.equal(write?.reason, "not_planned");
    assert.equal(write?.duplicateOf, undefined);
  });

  it("write the winner before its duplicates are closed", () => {
    const life = lifeOf("public.a");
    life.issues = [...life.issues, anIssue({ ...life.of(PLAIN), number: 7 })];
    assert.deepEqual(toldWrites(life.run(onDay(1, [failing(PLAIN, ["public.b"])]))).slice(0, 2), [
      `update ${PLAIN} 1`,
      `close-duplicate ${PLAIN} 7`,
    ]);
  });

  it("a run that is older than what was written writes nothing but that, and says so", () => {
    const life = lifeOf("public.a");
    life.run(onDay(2, [failing(PLAIN, ["public.a"])]));
    life.issues = [...life.issues, anIssue({ ...life.of(PLAIN), number: 7 })];
    const plan = life.run(onDay(1, [passing(PLAIN)]));
    assert.deepEqual(toldWrites(plan), [`close-duplicate ${PLAIN} 7`]);
    assert.match(plan.notices.join(), /later run of suite health/);
  });

  it("an issue that a later run of another suite wrote is left alone", () => {
    const life = lifeOf("public.a");
    life.run(onDay(3, [failing(PLAIN, ["public.a", "public.b"])], { suite: "capacity-only" }));
    assert.deepEqual(toldWrites(life.run(onDay(2, [passing(PLAIN)]))), ["update overview 2"]);
  });
});
