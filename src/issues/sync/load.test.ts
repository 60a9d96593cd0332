import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { anIssueBody, anIssueState } from "../../../test/support/builders/issue-bodies.ts";
import { checkedGitHub } from "../../../test/support/github/checked-github.ts";
import {
  BOT,
  type FakeGitHub,
  type FakePerson,
  type Fault,
  STRANGER,
} from "../../../test/support/github/github.ts";
import { settingsFor } from "../../../test/support/github/github-settings.ts";
import type { RunConfig } from "../../core/settings.ts";
import type { IssueEvidence, IssueSnapshot } from "../issue.ts";
import { INCIDENT_WRITES_NONE, loadIssues } from "./load.ts";

const start = checkedGitHub();

const APP: FakePerson = { login: "our-app[bot]", type: "Bot", association: "NONE" };

interface Parts extends Partial<Omit<RunConfig, "github" | "issues">> {
  readonly github?: Partial<RunConfig["github"]>;
  readonly issues?: Partial<RunConfig["issues"]>;
}

/** A run on the default branch of a private repository, of which its event tells everything. */
function settings(github: FakeGitHub, { github: told, issues, ...parts }: Parts = {}): RunConfig {
  const event = { eventName: "push", ref: "refs/heads/main", isPublic: false, defaultBranch: "main" };
  return {
    ...settingsFor(github, { github: { ...event, ...told } }),
    timeout: 20_000,
    isPullRequest: false,
    knownPass: false,
    pullRequestComment: true,
    publicDetails: false,
    issues: { from: "high", assignees: [], labels: [], write: "auto", dryRun: false, ...issues },
    ...parts,
  };
}

async function collect(github: FakeGitHub, parts?: Parts): Promise<IssueEvidence> {
  return loadIssues(settings(github, parts));
}

function trackerOf({ tracker }: IssueEvidence): IssueSnapshot {
  assert.ok("value" in tracker, JSON.stringify(tracker));
  return tracker.value;
}

function open(github: FakeGitHub, body: string, author: FakePerson = BOT, labels = ["pg-preflight"]): number {
  return github.people.opens({ title: "A title", body, labels, author });
}

describe("our issues", () => {
  it("are found by label and mark, whatever their title, open and closed", async () => {
    const github = await start();
    const state = anIssueState({ priority: "high", closed: "pass" });
    open(github, anIssueBody());
    const check = open(github, anIssueBody({ topic: "unused-indexes", parts: state }), BOT, [
      "pg-preflight",
      "priority: high",
    ]);
    github.people.renames(check, "Ours, renamed");
    github.people.closes(check, "completed");
    const [overview, failing, ...none] = trackerOf(await collect(github)).issues;
    assert.deepEqual(none, []);
    assert.equal(overview?.topic, "overview");
    assert.equal(overview?.isOpen, true);
    assert.equal(overview?.closedAt, null);
    assert.equal(failing?.topic, "unused-indexes");
    assert.equal(failing?.isOpen, false);
    assert.ok(Math.abs((failing?.closedAt ?? 0) - Date.now()) < 60_000);
    assert.equal(failing?.title, "Ours, renamed");
    assert.deepEqual(failing?.labels, ["pg-preflight", "priority: high"]);
    assert.deepEqual(failing?.state, state);
    assert.equal(failing?.id, github.issue(check).id);
  });

  it("are read and not written in an incident, on the default branch too, which says so; always writes them", async () => {
    const github = await start();
    open(github, anIssueBody());
    const incident = await collect(github, { suite: "incident" });
    assert.equal(trackerOf(incident).issues.length, 1, "what the nightly runs stored is known");
    assert.equal(incident.writes, false);
    assert.deepEqual(incident.notices, [INCIDENT_WRITES_NONE]);
    assert.equal((await collect(github)).writes, true, "another suite writes here");
    const always = await collect(github, { suite: "incident", issues: { write: "always" } });
    assert.equal(always.writes, true);
    assert.equal(always.notices, undefined);
  });

  it("passes by other labels, other targets, pull requests and bodies without our mark", async () => {
    const github = await start();
    open(github, anIssueBody({ target: "staging" }));
    open(github, anIssueBody(), BOT, []);
    open(github, "Nothing of ours");
    github.people.opens({ title: "Ours?", labels: ["pg-preflight"] });
    github.people.opens({ body: anIssueBody(), labels: ["pg-preflight"], author: BOT, isPullRequest: true });
    assert.deepEqual(trackerOf(await collect(github)), { issues: [], notices: [], newerVersionTopics: [] });
  });

  it("keeps what people wrote around our block, in their browser's lines", async () => {
    const github = await start();
    const number = open(github, anIssueBody());
    github.people.edits(number, (body) => `Ask Ada first.\n\n${body}\n\nSince May.`);
    const [issue] = trackerOf(await collect(github)).issues;
    assert.equal(issue?.before, "Ask Ada first.\n\n");
    assert.equal(issue?.after, "\n\nSince May.");
    assert.deepEqual(issue?.state, anIssueState());
  });

  it("are read page by page", async () => {
    const github = await start();
    for (let number = 0; number < 230; number += 1) open(github, anIssueBody({ target: "staging" }));
    const last = open(github, anIssueBody());
    assert.deepEqual(
      trackerOf(await collect(github)).issues.map(({ number }) => number),
      [last],
    );
    assert.equal(github.requests.length, 3);
  });

  it("are unknown when there are more than can be read: what was not seen would be opened again", async () => {
    const github = await start();
    for (let number = 0; number < 2_001; number += 1) open(github, "");
    const { tracker } = await collect(github);
    assert.ok("unknown" in tracker);
    assert.match(tracker.unknown.detail, /^More than 2,000 issues carry the label pg-preflight/);
    assert.equal(github.requests.length, 20);
  });

  it("of somebody without rights here are left alone, whoever labelled them", async () => {
    const github = await start();
    const forged = open(github, anIssueBody(), STRANGER);
    const closed = open(github, anIssueBody(), STRANGER);
    github.people.closes(closed);
    const members = open(github, anIssueBody(), { login: "ada", type: "User", association: "MEMBER" });
    const tracker = trackerOf(await collect(github));
    assert.deepEqual(
      tracker.issues.map(({ number }) => number),
      [members],
    );
    assert.deepEqual(tracker.notices, [
      `Issue #${forged} carries pg-preflight's label and marker, but was opened by a user without triage rights here: it was left alone.`,
    ]);
    assert.equal(github.requests.length, 4, "the list, the token's identity, and two people, each once");
  });

  it("of people count by their role here, and not by their association", async () => {
    const github = await start({ isPublic: true });
    const person = (login: string, role: NonNullable<FakePerson["role"]>, more: Partial<FakePerson> = {}) =>
      open(github, anIssueBody({ topic: login }), {
        login,
        type: "User",
        association: "NONE",
        role,
        ...more,
      });
    const trusted = [
      person("triager", "triage"),
      person("writer", "write"),
      person("maintainer", "maintain"),
      person("owner", "admin"),
      person("custom", "triage", { customRole: "on-call" }),
    ];
    person("member", "read", { association: "MEMBER" });
    person("reader", "read", { customRole: "triage-like" });
    const { issues, notices } = trackerOf(await collect(github));
    assert.deepEqual(
      issues.map(({ number }) => number),
      trusted,
    );
    assert.equal(notices.length, 2);
  });

  it("of people whose role GitHub does not say are left alone, and ten are asked for at most", async () => {
    const github = await start();
    for (let each = 0; each < 12; each += 1) {
      open(github, anIssueBody(), { login: `member-${each}`, type: "User", association: "MEMBER" });
    }
    github.order({ operation: "repos/get-collaborator-permission-level", times: 1, answer: { status: 403 } });
    const { issues, notices } = trackerOf(await collect(github));
    assert.equal(issues.length, 9);
    assert.equal(notices.length, 3);
    for (const notice of notices) {
      assert.match(notice, /but GitHub did not say whether .* has triage rights here: it was left alone\.$/);
    }
    assert.equal(github.requests.length, 12);
  });

  for (const prefix of ["", "/api/v3"]) {
    it(`of another App are left alone, of this token's App they are ours${prefix && ", on an Enterprise Server"}`, async () => {
      const github = await start({}, prefix);
      github.actor = APP;
      const jobs = open(github, anIssueBody({ topic: "overview" }));
      const own = open(github, anIssueBody(), APP);
      const copy = open(github, anIssueBody(), { ...APP, login: "other-app[bot]" });
      const tracker = trackerOf(await collect(github));
      assert.deepEqual(
        tracker.issues.map(({ number }) => number),
        [jobs, own],
      );
      assert.deepEqual(tracker.notices, [
        `Issue #${copy} carries pg-preflight's label and marker, but was opened by other-app[bot], which is neither github-actions[bot] nor the identity of this run's token: it was left alone.`,
      ]);
      assert.equal(github.requests.filter(({ target }) => target.endsWith("/graphql")).length, 1);
    });
  }

  it("of a person are ours with that person's own token, whatever GitHub says of their role", async () => {
    const github = await start();
    github.actor = STRANGER;
    const own = open(github, anIssueBody(), STRANGER);
    assert.deepEqual(
      trackerOf(await collect(github)).issues.map(({ number }) => number),
      [own],
    );
  });

  it("of the job's token cost no question for its identity", async () => {
    const github = await start();
    open(github, anIssueBody());
    await collect(github);
    assert.equal(github.requests.length, 1);
  });

  it("are unknown when GitHub does not answer whose token it is; a refusal leaves other Apps' alone", async () => {
    const github = await start();
    github.actor = APP;
    open(github, anIssueBody(), APP);
    const graphql = { method: "POST", path: /\/graphql$/ };
    github.order({ ...graphql, answer: { status: 502 } });
    assert.ok("unknown" in (await collect(github)).tracker);
    github.mend();
    for (const answer of [
      { status: 403 },
      { status: 200, body: '{"data":null,"errors":[{"type":"FORBIDDEN"}]}' },
    ]) {
      github.order({ ...graphql, answer });
      const { issues, notices } = trackerOf(await collect(github));
      assert.deepEqual([issues.length, notices.length], [0, 1]);
      github.mend();
    }
  });

  for (const [title, state] of [
    ["gone", ""],
    ["cut", "1.eJyr"],
    ["another's", "1.q1YqSyyqVLJSKkgsLk5VqgUA"],
  ] as const) {
    it(`with a hidden block that is ${title} are kept without their memory`, async () => {
      const github = await start();
      const number = open(github, anIssueBody({ state }));
      const tracker = trackerOf(await collect(github));
      assert.equal(tracker.issues[0]?.state, null);
      assert.match(tracker.notices.join(), new RegExp(`issue #${number} remembered can't be read`));
      assert.deepEqual(tracker.newerVersionTopics, []);
    });
  }

  it("of a newer version are not touched", async () => {
    const github = await start();
    const number = open(github, anIssueBody({ topic: "checklist", state: "2.eJyr" }));
    const { issues, notices, newerVersionTopics } = trackerOf(await collect(github));
    assert.deepEqual(issues, []);
    assert.deepEqual(newerVersionTopics, ["checklist"]);
    assert.deepEqual(notices, [
      `Issue #${number} was written by a newer version of pg-preflight: left alone.`,
    ]);
  });

  it("are found on an Enterprise Server", async () => {
    const github = await start({}, "/api/v3");
    const number = open(github, anIssueBody());
    assert.equal(trackerOf(await collect(github)).issues[0]?.number, number);
  });
});

describe("whether this run writes issues", () => {
  const cases: [title: string, parts: Parts, writes: boolean][] = [
    ["on the default branch", {}, true],
    ["on another branch", { github: { ref: "refs/heads/feature" } }, false],
    ["on a tag of that name", { github: { ref: "refs/tags/main" } }, false],
    ["by schedule", { github: { eventName: "schedule", ref: null, defaultBranch: null } }, true],
    ["on a pull request", { isPullRequest: true }, false],
    ["never", { issues: { write: "never" } }, false],
    [
      "always, on a pull request of another branch",
      { issues: { write: "always" }, isPullRequest: true, github: { ref: "refs/pull/1/merge" } },
      true,
    ],
    ["without a token", { issues: { write: "always" }, github: { token: undefined } }, false],
    ["outside of GitHub", { issues: { write: "always" }, github: { repository: null } }, false],
  ];
  for (const [title, parts, writes] of cases) {
    it(`${title}: ${writes ? "it does" : "it does not"}`, async () => {
      const github = await start();
      assert.equal((await collect(github, parts)).writes, writes);
      assert.ok(github.requests.every(({ target }) => target.startsWith("/repos/acme/app/issues?")));
    });
  }

  it("asks for the default branch where the event does not tell it", async () => {
    const github = await start({ defaultBranch: "trunk" });
    const on = (ref: string) => collect(github, { github: { defaultBranch: null, ref } });
    assert.equal((await on("refs/heads/trunk")).writes, true);
    assert.equal((await on("refs/heads/main")).writes, false);
    assert.equal(github.requests.filter(({ target }) => target === "/repos/acme/app").length, 2);
  });

  it("does not, and says so, when that can't be learned", async () => {
    const github = await start();
    github.order({ operation: "repos/get", answer: { status: 403 } });
    const { writes, notices } = await collect(github, { github: { defaultBranch: null } });
    assert.equal(writes, false);
    assert.match(
      notices?.join() ?? "",
      /^No issue is written, for the default branch could not be learned: .*403/,
    );
  });

  it("says that it was told to and has no token", async () => {
    const github = await start();
    const { notices } = await collect(github, {
      issues: { write: "always" },
      github: { token: undefined },
    });
    assert.deepEqual(notices, [
      "No issue is written, although write-issues is always: no github-token was given.",
    ]);
  });
});

describe("whether names are shown", () => {
  const unknownVisibility = { github: { isPublic: null } };
  // Its event is that of the first attempt.
  const repeated: Parts = { run: { id: "1", attempt: 2 } };
  const cases: [title: string, parts: Parts, isPublic: boolean, shown: boolean, asked: number][] = [
    ["the event tells a private repository", {}, true, true, 0],
    ["the event tells a public one", { github: { isPublic: true } }, false, false, 0],
    ["GitHub tells a private one", unknownVisibility, false, true, 1],
    ["GitHub tells a public one", unknownVisibility, true, false, 1],
    ["of a repeated run GitHub tells that it became public", repeated, true, false, 1],
    ["of a repeated run GitHub tells that it is private still", repeated, false, true, 1],
    [
      "a repeated run's event tells a public one",
      { ...repeated, github: { isPublic: true } },
      true,
      false,
      0,
    ],
    ["the configuration allows it", { ...unknownVisibility, publicDetails: true }, true, true, 0],
    ["outside of GitHub", { github: { isPublic: null, repository: null } }, true, true, 0],
  ];
  for (const [title, parts, isPublic, shown, asked] of cases) {
    it(`${title}: ${shown ? "yes" : "no"}`, async () => {
      const github = await start({ isPublic });
      const { showsNames, notices } = await collect(github, { issues: { write: "never" }, ...parts });
      assert.equal(showsNames, shown);
      assert.equal(notices, undefined);
      assert.equal(github.requests.length, asked);
    });
  }

  for (const [title, parts] of [
    ["without a token", { github: { isPublic: null, token: undefined } }],
    ["when GitHub refuses", unknownVisibility],
    ["when GitHub refuses a repeated run", repeated],
  ] as const) {
    it(`${title} they are not, with a notice`, async () => {
      const github = await start();
      github.order({ operation: "repos/get", answer: { status: 404 } });
      const { showsNames, notices } = await collect(github, { ...parts, issues: { write: "never" } });
      assert.equal(showsNames, false);
      assert.equal(notices?.length, 1);
      assert.match(notices?.[0] ?? "", /^Names are counted, not shown.*public-details: true/s);
    });
  }
});

describe("reading our issues", () => {
  it("costs no request when nobody needs them", async () => {
    const github = await start();
    const other: Parts = { github: { ref: "refs/heads/feature" } };
    for (const parts of [other, { ...other, isPullRequest: true }]) {
      const { tracker } = await collect(github, parts);
      assert.ok("skipped" in tracker && tracker.skipped.reason === "not-configured");
    }
    assert.equal(github.requests.length, 0);
  });

  it("happens wherever known findings pass, though this run writes none", async () => {
    const github = await start();
    const number = open(github, anIssueBody());
    const github_ = { ref: "refs/pull/1/merge" };
    for (const isPullRequest of [true, false]) {
      const evidence = await collect(github, { isPullRequest, knownPass: true, github: github_ });
      assert.equal(evidence.writes, false);
      assert.equal(trackerOf(evidence).issues[0]?.number, number);
    }
  });

  it("without a token is skipped, not unknown", async () => {
    const github = await start();
    const { tracker } = await collect(github, { knownPass: true, github: { token: undefined } });
    assert.ok("skipped" in tracker && tracker.skipped.reason === "no-secret");
  });

  const refusals: [title: string, answer: Fault["answer"], reason: string, detail: RegExp, fix?: RegExp][] = [
    ["401", { status: 401 }, "permission", /does not accept the token/, /github\.token/],
    [
      "403",
      { status: 403, body: '{"message":"Resource not accessible by integration"}' },
      "permission",
      /may not read the repository's issues \(403\)/,
      /^permissions: \{ contents: read, issues: write \}$/,
    ],
    [
      "404",
      { status: 404 },
      "permission",
      /knows nothing of the repository's issues \(404\)/,
      /issues: write/,
    ],
    ["410", { status: 410 }, "error", /switched off in this repository \(410\)/],
    ["a long limit", { status: 429, headers: { "retry-after": "3600" } }, "timeout", /rate limit/],
    ["another form", { status: 200, body: '[{"number":"x"}]' }, "version", /has not the form/],
    ["no list", { status: 200, body: "{}" }, "version", /is no list/],
    ["no JSON", { status: 200, body: "<html>" }, "unreachable", /no JSON/],
  ];
  for (const [title, answer, reason, detail, fix] of refusals) {
    it(`${title}: unknown in one sentence, the token not in it`, async () => {
      const github = await start();
      github.order({ answer });
      const { tracker } = await collect(github);
      assert.ok("unknown" in tracker, JSON.stringify(tracker));
      assert.equal(tracker.unknown.reason, reason);
      assert.match(tracker.unknown.detail, detail);
      if (fix !== undefined) assert.match(tracker.unknown.fix?.text ?? "", fix);
      assert.ok(!JSON.stringify(tracker).includes(github.token));
    });
  }

  it("asks for no more than it needs: a run that only reads wants issues: read", async () => {
    const github = await start();
    github.permissions = new Set(["contents: read"]);
    const { tracker } = await collect(github, { knownPass: true, github: { ref: "refs/heads/feature" } });
    assert.equal(
      "unknown" in tracker && tracker.unknown.fix?.text,
      "permissions: { contents: read, issues: read }",
    );
  });

  it("is unknown when the second of two pages is lost: half a list is none", async () => {
    const github = await start();
    for (let number = 0; number < 120; number += 1) open(github, anIssueBody({ target: "staging" }));
    github.order({ path: /[?&]page=2/, answer: { status: 502 } });
    assert.ok("unknown" in (await collect(github)).tracker);
  });

  for (const [title, answer] of [
    ["502", { status: 502 }],
    ["a cut connection", "drop"],
    ["429 with a short wait", { status: 429, headers: { "retry-after": "0" } }],
  ] as const) {
    it(`outlives ${title} once`, async () => {
      const github = await start();
      const number = open(github, anIssueBody());
      github.order({ answer, times: 1 });
      assert.equal(trackerOf(await collect(github)).issues[0]?.number, number);
    });
  }

  for (const type of ["text/plain", "application/octet-stream"]) {
    it(`reads JSON that a proxy sends as ${type}`, async () => {
      const github = await start();
      const headers = { "content-type": type };
      github.order({ operation: "issues/list-for-repo", answer: { status: 200, headers, body: "[]" } });
      assert.deepEqual(trackerOf(await collect(github)).issues, []);
    });
  }

  it("ends with the run's time", async () => {
    const github = await start();
    github.order({ answer: "hang" });
    const before = performance.now();
    const { tracker } = await collect(github, { deadline: Date.now() + 500 });
    assert.equal("unknown" in tracker && tracker.unknown.reason, "timeout");
    assert.ok(performance.now() - before < 3_000);
  });
});
