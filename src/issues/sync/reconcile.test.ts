import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { fakeClock, planFor, reconcileOn } from "../../../test/support/builders/desired-issues.ts";
import { anIssueBody } from "../../../test/support/builders/issue-bodies.ts";
import { anOverview, aRow } from "../../../test/support/builders/issue-views.ts";
import { aFail, aFinding, aReport } from "../../../test/support/builders/report.ts";
import { runFactsFor } from "../../../test/support/builders/run-facts.ts";
import { checkedGitHub } from "../../../test/support/github/checked-github.ts";
import { BOT, type FakeGitHub } from "../../../test/support/github/github.ts";
import { settingsFor } from "../../../test/support/github/github-settings.ts";
import type { RunConfig } from "../../core/settings.ts";
import { EMPTY_SNAPSHOT, type IssueEvidence, NO_ISSUES } from "../issue.ts";
import { publishIssues } from "./reconcile.ts";

const start = checkedGitHub();

function ours(github: FakeGitHub, topic: string, labels: readonly string[] = []): number {
  const body = anIssueBody({ topic, shown: "As it was." });
  return github.people.opens({ body, labels: ["pg-preflight", ...labels], author: BOT });
}

function openNumbers({ issues }: FakeGitHub): number[] {
  return issues.filter(({ state }) => state === "open").map(({ number }) => number);
}

describe("a plan", () => {
  it("opens an issue with its title, text, labels and assignees, and looks once more", async () => {
    const github = await start({ assignable: ["ada"] });
    const { changes, problems } = await reconcileOn(
      github,
      planFor({
        topic: "overview",
        shown: "All is well.",
        addLabels: ["pg-preflight", "priority: high"],
        assignees: ["ada"],
      }),
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(changes, [
      { check: "overview", number: 1, action: "open", why: "overview is as it is" },
    ]);
    const { title, body, labels, assignees } = github.issue(1);
    assert.equal(title, "The issue of overview");
    assert.equal(body, anIssueBody({ shown: "All is well." }));
    assert.deepEqual([labels, assignees], [["pg-preflight", "priority: high"], ["ada"]]);
    assert.deepEqual(
      github.requests.map(({ method }) => method),
      ["GET", "POST", "GET"],
    );
  });

  it("knows the numbers of the issues that it opened before", async () => {
    const github = await start();
    const linking = anOverview({ rows: [aRow({ check: "backups", status: "fail" })] });
    const { changes } = await reconcileOn(
      github,
      planFor({ topic: "backups", shown: "No backup." }, { topic: "overview", shown: linking }),
    );
    assert.match(github.issue(2).body ?? "", /<td>#1<\/td>/);
    assert.deepEqual(
      changes.map(({ check, number, action }) => [check, number, action]),
      [
        ["backups", 1, "open"],
        ["overview", 2, "open"],
      ],
    );
  });

  it("changes text first, then labels, then comments, and sends nothing that is people's", async () => {
    const github = await start();
    const number = ours(github, "backups", ["priority: low", "area: db"]);
    github.people.renames(number, "Our name");
    github.people.assigns(number, "ada");
    const { changes } = await reconcileOn(
      github,
      planFor({
        topic: "backups",
        shown: "Worse.",
        removeLabels: ["priority: low"],
        addLabels: ["priority: high"],
        comment: "Worse than before.",
      }),
    );
    assert.deepEqual(github.writes, [
      "PATCH #1 body",
      "DELETE #1 label priority: low",
      "POST #1 labels priority: high",
      "POST #1 comment",
    ]);
    const issue = github.issue(number);
    assert.equal(issue.title, "Our name");
    assert.deepEqual(issue.labels, ["pg-preflight", "area: db", "priority: high"]);
    assert.deepEqual(issue.assignees, ["ada"]);
    assert.equal(issue.comments[0]?.body, "Worse than before.");
    assert.deepEqual(changes, [{ check: "backups", number, action: "update", why: "backups is as it is" }]);
    assert.equal(github.requests[0]?.method, "GET");
    assert.equal(github.requests.length, 5, "without an opened issue there is no second look");
  });

  it("takes away a label that is gone already", async () => {
    const github = await start();
    ours(github, "backups");
    const issue = { topic: "backups", shown: "Worse.", removeLabels: ["priority: low"], comment: "Worse." };
    assert.deepEqual((await reconcileOn(github, planFor(issue))).problems, []);
    assert.equal(github.issue(1).comments.length, 1);
  });

  it("closes and opens again", async () => {
    const github = await start();
    const number = ours(github, "backups");
    const issue = { topic: "backups", number } as const;
    await reconcileOn(github, planFor({ ...issue, shown: "Done.", action: "close", comment: "Gone." }));
    assert.equal(github.issue(number).state, "closed");
    assert.equal(github.issue(number).stateReason, "completed");
    await reconcileOn(github, planFor({ ...issue, shown: "Back.", action: "reopen", comment: "Back." }));
    assert.equal(github.issue(number).state, "open");
    await reconcileOn(github, planFor({ ...issue, shown: "Off.", action: "close", reason: "not_planned" }));
    assert.equal(github.issue(number).stateReason, "not_planned");
    assert.deepEqual(github.writes, [
      "PATCH #1 body state",
      "POST #1 comment",
      "PATCH #1 body state",
      "POST #1 comment",
      "PATCH #1 body state",
    ]);
  });

  it("that is empty costs one request", async () => {
    const github = await start();
    ours(github, "overview");
    const { changes } = await reconcileOn(github, planFor({ topic: "overview", shown: "As it was." }));
    assert.deepEqual(changes, []);
    assert.deepEqual([github.requests.length, github.writes], [1, []]);
  });

  it("is carried out on an Enterprise Server", async () => {
    const github = await start({}, "/api/v3");
    await reconcileOn(github, planFor({ topic: "overview", shown: "All is well." }));
    assert.deepEqual(openNumbers(github), [1]);
  });

  it("of many writes keeps below eighty a minute", async () => {
    const github = await start();
    const topics = Array.from({ length: 25 }, (_, index) => `check-${String.fromCharCode(97 + index)}`);
    for (const topic of topics) ours(github, topic);
    const clock = fakeClock();
    await reconcileOn(github, planFor(...topics.map((topic) => ({ topic, shown: "New." }))), clock);
    assert.equal(github.writes.length, 25);
    assert.deepEqual(clock.waits, [1000, 1000, 1000, 1000, 1000]);
  });
});

describe("duplicates", () => {
  it("are closed as what they are, the lowest number stays", async () => {
    const github = await start();
    for (let count = 0; count < 3; count += 1) ours(github, "overview");
    const { changes } = await reconcileOn(github, planFor({ topic: "overview", shown: "As it was." }));
    assert.deepEqual(openNumbers(github), [1]);
    for (const number of [2, 3]) {
      assert.equal(github.issue(number).stateReason, "duplicate");
      assert.equal(github.issue(number).duplicateOf, github.issue(1).id);
    }
    assert.deepEqual(
      changes.map(({ number, action }) => [number, action]),
      [
        [2, "close-duplicate"],
        [3, "close-duplicate"],
      ],
    );
  });

  it("are closed as not planned by a server that knows no duplicates", async () => {
    const github = await start({}, "/api/v3");
    ours(github, "overview");
    ours(github, "overview");
    github.order({ operation: "issues/update", times: 1, answer: { status: 422 } });
    const { problems } = await reconcileOn(github, planFor({ topic: "overview", shown: "As it was." }));
    assert.deepEqual(problems, []);
    assert.equal(github.issue(2).stateReason, "not_planned");
  });

  it("of two runs at the same moment end as one open issue of each kind", async () => {
    for (let round = 0; round < 25; round += 1) {
      const github = await start();
      github.hold({ operation: "issues/create" }, 2);
      const plan = planFor({ topic: "backups", shown: "None." }, { topic: "overview", shown: "As it was." });
      const runs = await Promise.all([reconcileOn(github, plan), reconcileOn(github, plan)]);
      assert.deepEqual(
        runs.flatMap(({ problems }) => problems),
        [],
      );
      const open = github.issues.filter(({ state }) => state === "open");
      assert.equal(open.length, 2, JSON.stringify(github.writes));
      assert.ok(github.issues.length > 2, "there was a race");
    }
  });
});

describe("publishing", () => {
  const failing = aReport({
    results: [aFail([aFinding()], { check: "backups", title: "Backups are there", category: "backups" })],
  });
  const run = (id: string) =>
    runFactsFor(failing, { run: { id, attempt: 1, at: Date.parse(failing.startedAt) } });
  const settings = (github: FakeGitHub, dryRun = false): RunConfig => ({
    ...settingsFor(github),
    target: "production",
    issues: { from: "high", assignees: [], labels: [], write: "auto", dryRun },
  });
  const tracking: IssueEvidence = { showsNames: true, writes: true, tracker: { value: EMPTY_SNAPSHOT } };

  for (const [title, evidence, dryRun] of [
    ["in a run that writes none", { ...tracking, writes: false }, false],
    ["when they could not be read", { ...NO_ISSUES, writes: true }, false],
    ["in a dry run", tracking, true],
  ] as const) {
    it(`asks nothing and does nothing ${title}`, async () => {
      const github = await start();
      const done = await publishIssues(runFactsFor(), evidence, settings(github, dryRun));
      assert.deepEqual(done, { changes: [], problems: [] });
      assert.equal(github.requests.length, 0);
    });
  }

  it("opens what a run found, and the same run asked again changes nothing", async () => {
    const github = await start();
    const first = await publishIssues(run("1"), tracking, settings(github));
    assert.deepEqual(first.problems, []);
    assert.deepEqual(
      first.changes.map(({ check, action }) => [check, action]),
      [
        ["backups", "open"],
        ["overview", "open"],
      ],
    );
    const written = github.writes.length;
    assert.deepEqual(await publishIssues(run("1"), tracking, settings(github)), {
      changes: [],
      problems: [],
    });
    assert.equal(github.writes.length, written);
  });

  it("by two runs at the same moment ends as one issue of each kind", async () => {
    for (let round = 0; round < 10; round += 1) {
      const github = await start();
      github.hold({ operation: "issues/create" }, 2);
      await Promise.all(["1", "2"].map((id) => publishIssues(run(id), tracking, settings(github))));
      const open = github.issues.filter(({ state }) => state === "open");
      assert.deepEqual(
        open.map(({ title }) => title).sort(),
        ["Database health: production", "Failing on production: Backups are there"],
        JSON.stringify(github.writes),
      );
      assert.ok(github.issues.length > 2, "there was a race");
    }
  });

  it("never throws: a defect of the plan is told", async () => {
    const github = await start();
    const { problems } = await reconcileOn(github, () => {
      throw new TypeError("postgres://secret");
    });
    assert.deepEqual(problems, [
      "The issues are not all up to date: a defect of pg-preflight (TypeError); please report it.",
    ]);
  });

  it("tells why something was left undone", async () => {
    const github = await start();
    const notice = "A later run has written already.";
    const { problems } = await reconcileOn(github, () => ({ writes: [], notices: [notice] }));
    assert.deepEqual(problems, [notice]);
  });

  it("ends when the plan never does", async () => {
    const github = await start();
    const plan = planFor({ topic: "overview", shown: "All is well.", action: "open", number: null });
    const { problems } = await reconcileOn(github, () => plan(EMPTY_SNAPSHOT));
    assert.equal(github.issues.length, 4);
    assert.match(problems.join(), /kept changing while they were written/);
  });
});
