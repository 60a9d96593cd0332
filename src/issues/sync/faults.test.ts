import assert from "node:assert/strict";
import { afterEach, beforeAll, describe, it } from "vitest";
import {
  type DesiredIssue,
  fakeClock,
  planFor,
  reconcileOn,
} from "../../../test/support/builders/desired-issues.ts";
import { anIssueBody } from "../../../test/support/builders/issue-bodies.ts";
import { BOT, type FakeGitHub, type Fault, startGitHub } from "../../../test/support/github/github.ts";
import { bodyOf } from "../render/fit.ts";

const started: FakeGitHub[] = [];

async function start(...parameters: Parameters<typeof startGitHub>): Promise<FakeGitHub> {
  const github = await startGitHub(...parameters);
  started.push(github);
  return github;
}

/** The stand-in compiles GitHub's description as it is asked, which may take longer than our requests wait. */
beforeAll(async () => {
  const github = await start();
  const issue = { ...BACKUPS, addLabels: ["pg-preflight"], assignees: ["nobody"] };
  for (const shown of ["One.", "Two."]) {
    await reconcileOn(github, planFor({ ...issue, shown }), fakeClock(60_000));
  }
});

afterEach(() => {
  for (const { violations } of started.splice(0)) assert.deepEqual(violations, []);
});

const OVERVIEW: DesiredIssue = { topic: "overview", shown: "All is well." };
const BACKUPS: DesiredIssue = { topic: "backups", shown: "No backup.", comment: "There is no backup." };

function ours(github: FakeGitHub, topic: string): number {
  const body = anIssueBody({ topic, shown: "As it was." });
  return github.people.opens({ body, labels: ["pg-preflight"], author: BOT });
}

function open({ issues }: FakeGitHub): number[] {
  return issues.filter(({ state }) => state === "open").map(({ number }) => number);
}

function asked({ requests }: FakeGitHub, method: string, path = /./): number {
  return requests.filter((request) => request.method === method && path.test(request.target)).length;
}

/** What GitHub or a proxy in between says itself is never told. */
const LOUD = '{"message":"postgres://somebody:secret@db/app"}';

function assertQuiet(problems: readonly string[], github: FakeGitHub): void {
  for (const problem of problems) {
    assert.ok(!problem.includes("secret") && !problem.includes(github.token), problem);
    assert.ok(!problem.includes("\n"), problem);
  }
}

const LOST: [title: string, answer: Fault["answer"]][] = [
  ["502", { status: 502, body: LOUD }],
  ["503 that names a time", { status: 503, headers: { "retry-after": "1" } }],
  ["silence", "hang"],
  ["a cut connection", "drop"],
  ["an answer that is no JSON", { status: 201, body: "<html>" }],
  ["an answer of another form", { status: 201, body: "{}" }],
];

describe("opening an issue", () => {
  for (const [title, answer] of LOST) {
    it(`that was opened, though the answer was ${title}: one issue, one request`, async () => {
      const github = await start();
      github.order({ operation: "issues/create", takesEffect: true, times: 1, answer });
      const { changes, problems } = await reconcileOn(github, planFor(OVERVIEW), fakeClock());
      assert.deepEqual(problems, []);
      assert.equal(github.issues.length, 1);
      assert.equal(asked(github, "POST"), 1);
      assert.deepEqual(
        changes.map(({ number, action }) => [number, action]),
        [[1, "open"]],
      );
    });

    it(`that was not, and the answer was ${title}: looked for, and then asked for once more`, async () => {
      const github = await start();
      github.order({ operation: "issues/create", times: 1, answer });
      const { problems } = await reconcileOn(github, planFor(OVERVIEW), fakeClock());
      assert.deepEqual(problems, []);
      assert.equal(github.issues.length, 1);
      assert.deepEqual(
        github.requests.map(({ method }) => method),
        ["GET", "POST", "GET", "POST", "GET"],
      );
    });
  }

  it("is told when it fails twice, and does not stop the others", async () => {
    const github = await start();
    github.order({ operation: "issues/create", times: 2, answer: { status: 502, body: LOUD } });
    const { changes, problems } = await reconcileOn(github, planFor(BACKUPS, OVERVIEW));
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? "", /^The issue of backups could not be opened: .* 502 for a new issue\.$/);
    assertQuiet(problems, github);
    assert.deepEqual(
      changes.map(({ check }) => check),
      ["overview"],
    );
    assert.equal(asked(github, "POST"), 3, "nor is it tried again in the next round");
  });

  it("goes on with the issue that another run opened meanwhile", async () => {
    const github = await start();
    github.order({ operation: "issues/create", times: 1, answer: { status: 502 } });
    const clock = fakeClock();
    clock.meanwhile = () => void ours(github, "overview");
    const { changes } = await reconcileOn(github, planFor(OVERVIEW), clock);
    assert.deepEqual(open(github), [1]);
    assert.match(github.issue(1).body ?? "", /All is well/);
    assert.deepEqual(
      changes.map(({ action }) => action),
      ["update"],
    );
  });

  it("is not repeated because the list does not show it yet", async () => {
    const github = await start();
    github.order({
      operation: "issues/list-for-repo",
      after: 1,
      times: 1,
      answer: { status: 200, body: "[]" },
    });
    const { problems } = await reconcileOn(github, planFor(OVERVIEW));
    assert.deepEqual(problems, []);
    assert.equal(github.issues.length, 1);
  });

  it("drops an assignee whom GitHub refuses, and tells it once", async () => {
    const github = await start({ assignable: ["ada"] });
    const assignees = ["ada", "left-us"];
    const { problems } = await reconcileOn(
      github,
      planFor({ ...OVERVIEW, assignees }, { ...BACKUPS, assignees }),
    );
    assert.deepEqual(problems, [
      "Nothing can be assigned to @left-us of issues.assignees here: issues are opened without.",
    ]);
    assert.deepEqual(
      github.issues.map((issue) => issue.assignees),
      [["ada"], ["ada"]],
    );
    assert.equal(asked(github, "GET", /assignees/), 2, "each is asked for once");
    assert.equal(asked(github, "POST", /issues$/), 3);
  });

  it("drops configured labels that GitHub refuses, and keeps our own", async () => {
    const github = await start();
    const labels = ["ops", "x".repeat(51)];
    const { problems } = await reconcileOn(
      github,
      planFor({ ...OVERVIEW, addLabels: ["pg-preflight", "priority: high", ...labels] }),
      fakeClock(),
      labels,
    );
    assert.deepEqual(problems, ["GitHub refuses labels of issues.labels: issues are opened without."]);
    assert.deepEqual(github.issue(1).labels, ["pg-preflight", "priority: high"]);
  });

  it("of a text that is too long is told as our defect, and the others go on", async () => {
    const github = await start();
    const { problems } = await reconcileOn(
      github,
      planFor({ ...BACKUPS, shown: "x".repeat(66_000) }, OVERVIEW),
    );
    assert.deepEqual(problems, [
      "The issue of backups could not be opened: GitHub's API refuses to write a new issue (422). " +
        "Its text is longer than GitHub takes. This is a defect of pg-preflight; please report it.",
    ]);
    assert.equal(asked(github, "POST"), 2);
    assert.match(github.issue(1).body ?? "", /All is well/);
  });

  it("by a token whose labels are dropped is taken back, and no other is opened", async () => {
    const github = await start();
    const number = ours(github, "checklist");
    github.canTriage = false;
    const { changes, problems } = await reconcileOn(
      github,
      planFor(BACKUPS, OVERVIEW, { topic: "checklist", shown: "New." }),
    );
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? "", /may not set labels.*#2 was closed at once.*issues: write/);
    assert.deepEqual(open(github), [number]);
    assert.equal(github.issues.length, 2);
    assert.equal(github.issue(2).stateReason, "not_planned");
    assert.equal(github.issue(2).comments.length, 0);
    assert.match(github.issue(number).body ?? "", /New\./);
    assert.deepEqual(
      changes.map(({ check }) => check),
      ["checklist"],
    );
    // Should somebody label it by hand, it is nobody's issue all the same.
    github.people.labels(2, "pg-preflight");
    const closedBecause: unknown[] = [];
    await reconcileOn(github, ({ issues }) => {
      closedBecause.push(issues.find((issue) => issue.number === 2)?.state?.closed);
      return { writes: [], notices: [] };
    });
    assert.deepEqual(closedBecause, ["duplicate"]);
  });

  it("by a token whose identity GitHub does not say is taken back: the next run would not take it for ours", async () => {
    const github = await start();
    github.actor = { login: "our-app[bot]", type: "Bot", association: "NONE" };
    github.order({ method: "POST", path: /\/graphql$/, answer: { status: 403 } });
    const { changes, problems } = await reconcileOn(github, planFor(BACKUPS, OVERVIEW));
    assert.deepEqual(changes, []);
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? "", /does not say whose token this is.*#1 was closed at once.*github\.token/);
    assert.equal(github.issues.length, 1);
    assert.deepEqual(open(github), []);
  });

  it("is told in one sentence where issues are switched off", async () => {
    const github = await start();
    github.order({ operation: "issues/create", answer: { status: 410, body: LOUD } });
    const { problems } = await reconcileOn(github, planFor(BACKUPS, OVERVIEW));
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? "", /switched off in this repository \(410\)/);
    assert.equal(asked(github, "POST"), 1);
    github.mend();
    github.repository = { hasIssues: false };
    assert.match((await reconcileOn(github, planFor(OVERVIEW))).problems.join(), /switched off .* \(410\)/);
  });

  it("in a repository that moved is not done elsewhere", async () => {
    const [github, elsewhere] = [await start(), await start()];
    const location = `${elsewhere.url}/repos/acme/app/issues`;
    github.order({ operation: "issues/create", answer: { status: 307, headers: { location } } });
    const { problems } = await reconcileOn(github, planFor(OVERVIEW));
    assert.equal(problems.length, 1);
    assert.equal(elsewhere.requests.length, 0);
  });
});

const WRITES: [operation: string, what: DesiredIssue][] = [
  ["issues/create", OVERVIEW],
  ["issues/update", { topic: "backups", shown: "Worse." }],
  ["issues/add-labels", { topic: "backups", shown: "Worse.", addLabels: ["priority: high"] }],
  ["issues/create-comment", { topic: "backups", shown: "Worse.", comment: "Worse." }],
];

describe("every kind of write", () => {
  for (const [operation, issue] of WRITES) {
    it(`${operation}: without the permission all stops, with the line to add`, async () => {
      const github = await start();
      if (operation !== "issues/create") for (const topic of ["backups", "other"]) ours(github, topic);
      github.permissions = new Set(["contents: read", "issues: read"]);
      const { changes, problems } = await reconcileOn(
        github,
        planFor(issue, { topic: "other", shown: "Changed." }),
      );
      assert.deepEqual(changes, []);
      assert.equal(problems.length, 1);
      assert.match(
        problems[0] ?? "",
        /The token may not write .* \(403\)\. Add to the workflow: `permissions: \{ contents: read, issues: write \}`$/,
      );
      assert.equal(github.requests.length, 2);
    });

    it(`${operation}: an expired token is told`, async () => {
      const github = await start();
      if (operation !== "issues/create") ours(github, "backups");
      github.order({ operation, answer: { status: 401, body: LOUD } });
      const { problems } = await reconcileOn(github, planFor(issue));
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", /does not accept the token \(401\)/);
      assertQuiet(problems, github);
    });

    for (const [title, status, headers, body, waits] of [
      ["429 with a time", 429, { "retry-after": "7" }, undefined, [7_000]],
      ["429 without", 429, {}, undefined, [60_000]],
      ["a secondary limit with a time", 403, { "retry-after": "3" }, undefined, [3_000]],
      ["a secondary limit without", 403, {}, '{"message":"a secondary rate limit"}', [60_000]],
    ] as const) {
      it(`${operation}: ${title} is waited for, then it is done once`, async () => {
        const github = await start();
        if (operation !== "issues/create") ours(github, "backups");
        const answer = { status, headers, ...(body === undefined ? {} : { body }) };
        github.order({ operation, times: 1, answer });
        const clock = fakeClock();
        const { problems } = await reconcileOn(github, planFor(issue), clock);
        assert.deepEqual(problems, []);
        assert.deepEqual(clock.waits, waits);
        assert.equal(github.changes.filter((change) => change.operation === operation).length, 1);
      });
    }

    it(`${operation}: a limit and then a failure of the server are both waited for`, async () => {
      for (const statuses of [
        [429, 503],
        [503, 429],
      ]) {
        const github = await start();
        if (operation !== "issues/create") ours(github, "backups");
        for (const status of statuses) github.order({ operation, times: 1, answer: { status } });
        const clock = fakeClock();
        const { problems } = await reconcileOn(github, planFor(issue), clock);
        assert.deepEqual(problems, []);
        assert.equal(clock.waits.length, 2);
        assert.equal(github.changes.filter((change) => change.operation === operation).length, 1);
      }
    });

    it(`${operation}: a limit that outlasts our time stops all, and is told once`, async () => {
      const github = await start();
      for (const topic of operation === "issues/create" ? ["other"] : ["backups", "other"])
        ours(github, topic);
      const reset = String(Math.ceil(Date.now() / 1000) + 3_600);
      const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": reset };
      github.order({ operation, answer: { status: 403, headers } });
      const clock = fakeClock();
      const { problems } = await reconcileOn(
        github,
        planFor(issue, { topic: "other", shown: "Changed." }),
        clock,
      );
      assert.equal(problems.length, 1);
      assert.match(
        problems[0] ?? "",
        /GitHub's rate limit lets no more questions through until \d\d:\d\d UTC/,
      );
      assert.deepEqual(clock.waits, []);
      assert.ok(!github.changes.some(({ body }) => JSON.stringify(body ?? "").includes("Changed.")));
    });

    it(`${operation}: waits grow, and end with our time`, async () => {
      const github = await start();
      if (operation !== "issues/create") ours(github, "backups");
      github.order({ operation, answer: { status: 429 } });
      const clock = fakeClock();
      const { problems } = await reconcileOn(github, planFor(issue), clock);
      assert.equal(problems.length, 1);
      assert.deepEqual(clock.waits, [60_000]);
    });
  }
});

describe("changing an issue", () => {
  for (const [title, answer] of [
    ["502", { status: 502, body: LOUD }],
    ["silence", "hang"],
    ["a cut connection", "drop"],
  ] as const) {
    it(`${title} once is no matter, whether it took effect or not`, async () => {
      for (const takesEffect of [true, false]) {
        const github = await start();
        ours(github, "backups");
        github.order({ operation: "issues/update", times: 1, takesEffect, answer });
        github.order({ operation: "issues/add-labels", times: 1, takesEffect, answer });
        const issue = { ...BACKUPS, addLabels: ["priority: high"] };
        const { problems } = await reconcileOn(github, planFor(issue), fakeClock());
        assert.deepEqual(problems, []);
        assert.deepEqual(github.issue(1).labels, ["pg-preflight", "priority: high"]);
        assert.match(github.issue(1).body ?? "", /No backup/);
        assert.equal(github.issue(1).comments.length, 1);
      }
    });
  }

  it("is told when it fails for ever, without its comment, and the others go on", async () => {
    const github = await start();
    for (const topic of ["backups", "overview"]) ours(github, topic);
    github.order({ path: /issues\/1$/, answer: { status: 502, body: LOUD } });
    const { changes, problems } = await reconcileOn(github, planFor(BACKUPS, OVERVIEW));
    assert.deepEqual(problems, [
      "Issue #1 could not be updated: GitHub's API is in trouble: it answers 502 for issue #1.",
    ]);
    assert.deepEqual(
      changes.map(({ number }) => number),
      [2],
    );
    assert.deepEqual(github.writes, ["PATCH #2 body"]);
  });

  it("gives up after three in a row without an answer, and says so", async () => {
    const github = await start();
    const topics = ["a", "b", "c", "d", "e"];
    for (const topic of topics) ours(github, topic);
    github.order({ operation: "issues/update", answer: "drop" });
    const { problems } = await reconcileOn(
      github,
      planFor(...topics.map((topic) => ({ topic, shown: "Changed." }))),
    );
    assert.equal(problems.length, 4);
    assert.match(problems[3] ?? "", /the other issues are left to the next run/);
    assert.equal(asked(github, "PATCH"), 9);
  });

  it("refused as malformed is our defect, and the others go on", async () => {
    const github = await start();
    for (const topic of ["backups", "overview"]) ours(github, topic);
    github.order({ path: /issues\/1$/, answer: { status: 422, body: LOUD } });
    const { problems } = await reconcileOn(github, planFor(BACKUPS, OVERVIEW));
    assert.deepEqual(problems, [
      "Issue #1 could not be updated: GitHub's API refuses to write issue #1 (422). This is a defect of pg-preflight; please report it.",
    ]);
    assert.deepEqual(github.writes, ["PATCH #2 body"]);
  });

  it("that somebody deleted meanwhile is planned anew", async () => {
    const github = await start();
    ours(github, "backups");
    github.order({ operation: "issues/update", times: 1, answer: { status: 410 } });
    const plan = planFor(BACKUPS);
    const { changes, problems } = await reconcileOn(github, plan);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      changes.map(({ number, action }) => [number, action]),
      [[2, "open"]],
    );
  });

  for (const status of [404, 301] as const) {
    it(`that answers ${status} (deleted, moved to another repository) is planned anew`, async () => {
      const [github, elsewhere] = [await start(), await start()];
      ours(github, "backups");
      const location = `${elsewhere.url}/repos/acme/app/issues/1`;
      github.order({ path: /issues\/1$/, answer: { status, headers: { location } } });
      const { problems } = await reconcileOn(github, planFor(BACKUPS));
      assert.deepEqual(problems, []);
      assert.deepEqual(github.writes, ["POST issues", "POST #2 comment"]);
      assert.equal(elsewhere.requests.length, 0);
    });
  }

  it("is not repeated because the list still shows the old text", async () => {
    const github = await start();
    ours(github, "backups");
    const plan = planFor(BACKUPS, OVERVIEW);
    const stale = new Map<number, string>();
    const { problems } = await reconcileOn(github, (tracker) => {
      const issues = tracker.issues.map((issue) => {
        const body = stale.get(issue.number) ?? issue.body;
        stale.set(issue.number, body);
        return { ...issue, body };
      });
      return plan({ ...tracker, issues });
    });
    assert.deepEqual(problems, []);
    assert.deepEqual(github.writes, ["PATCH #1 body", "POST #1 comment", "POST issues"]);
  });

  it("that a person edited while we waited keeps the person's words", async () => {
    const github = await start();
    for (const topic of ["backups", "overview"]) ours(github, topic);
    github.order({ path: /issues\/1$/, times: 1, answer: { status: 429 } });
    const clock = fakeClock();
    clock.meanwhile = () => github.people.edits(2, (body) => `Ask Ada.\n\n${body}`);
    const plan = planFor(BACKUPS, OVERVIEW);
    const { problems } = await reconcileOn(
      github,
      (tracker) => {
        const { writes, notices } = plan(tracker);
        const before = new Map(tracker.issues.map((issue) => [issue.number, issue.before]));
        return {
          notices,
          writes: writes.map((write) => ({
            ...write,
            body: `${before.get(write.number ?? 0) ?? ""}${bodyOf(write, new Map())}`,
          })),
        };
      },
      clock,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(github.writes, ["PATCH #1 body", "POST #1 comment", "PATCH #2 body"]);
    assert.match(github.issue(2).body ?? "", /^Ask Ada\.\s+<!--.*All is well/s);
  });
});

describe("a comment", () => {
  for (const [title, answer] of LOST.filter(([, fault]) => typeof fault === "string" || fault.status > 201)) {
    it(`that was added, though the answer was ${title}, is not added twice`, async () => {
      const github = await start();
      ours(github, "backups");
      github.order({ operation: "issues/create-comment", takesEffect: true, times: 1, answer });
      const { problems } = await reconcileOn(github, planFor(BACKUPS), fakeClock());
      assert.deepEqual(problems, []);
      assert.equal(github.issue(1).comments.length, 1);
      assert.equal(asked(github, "POST"), 1);
    });

    it(`that was not, and the answer was ${title}, is looked for and tried once more`, async () => {
      const github = await start();
      ours(github, "backups");
      github.people.comments(1, "What is this?");
      github.order({ operation: "issues/create-comment", times: 1, answer });
      const { problems } = await reconcileOn(github, planFor(BACKUPS), fakeClock());
      assert.deepEqual(problems, []);
      assert.deepEqual(
        github.issue(1).comments.map(({ body }) => body),
        ["What is this?", "There is no backup."],
      );
      assert.equal(asked(github, "GET", /comments\?/), 1);
    });
  }

  it("that fails twice is told, and the issue is up to date all the same", async () => {
    const github = await start();
    ours(github, "backups");
    github.order({ operation: "issues/create-comment", answer: { status: 502, body: LOUD } });
    const { changes, problems } = await reconcileOn(github, planFor(BACKUPS));
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? "", /comment on issue #1/);
    assertQuiet(problems, github);
    assert.equal(asked(github, "POST"), 2);
    assert.equal(changes.length, 1);
  });

  it("on a locked issue is told, and the others go on", async () => {
    const github = await start();
    for (const topic of ["backups", "overview"]) ours(github, topic);
    github.people.locks(1);
    const { changes, problems } = await reconcileOn(github, planFor(BACKUPS, OVERVIEW));
    assert.deepEqual(problems, [
      "Issue #1 is locked: its text was updated, but no comment could be added (403).",
    ]);
    assert.equal(changes.length, 2);
  });
});

describe("the list before the plan", () => {
  for (const [title, answer, told] of [
    ["502", { status: 502, body: LOUD }, /502 for the repository's issues/],
    ["403", { status: 403, body: LOUD }, /may not read .*issues: write/],
    ["an archived repository", { status: 403, body: '{"message":"was archived"}' }, /is archived/],
  ] as const) {
    it(`${title}: nothing is written, and it is told`, async () => {
      const github = await start();
      github.order({ operation: "issues/list-for-repo", answer });
      const { problems } = await reconcileOn(github, planFor(OVERVIEW));
      assert.equal(problems.length, 1);
      assert.match(problems[0] ?? "", told);
      assertQuiet(problems, github);
      assert.equal(asked(github, "POST"), 0);
    });
  }
});
