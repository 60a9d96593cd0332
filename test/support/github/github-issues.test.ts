/** The stand-in refuses what GitHub refuses, and tells what GitHub passes over. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { BOT, type FakeGitHub, MAINTAINER, STRANGER, startGitHub } from "./github.ts";

const ISSUES = "/repos/acme/app/issues";

interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: GitHub's JSON.
  readonly body: any;
}

async function call(github: FakeGitHub, method: string, path: string, body?: unknown): Promise<Reply> {
  const response = await fetch(path.startsWith("http") ? path : `${github.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${github.token}`, "user-agent": "test" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(8_000),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? null : JSON.parse(text) };
}

for (const [name, options] of [
  ["github.com", {}],
  ["the oldest Enterprise Server", { prefix: "/api/v3" }],
  ["the newest Enterprise Server", { prefix: "/api/v3", description: "ghes-3.19.json" }],
] as const) {
  describe(`the stand-in of ${name}`, () => {
    it("keeps an issue's whole life", async () => {
      const github = await startGitHub({ assignable: ["Dba"] }, options);
      github.clock = () => Date.UTC(2026, 10, 1, 12);
      const first = { title: "One", body: "text", labels: ["a", "priority: high"], assignees: ["dba"] };
      const { status, body: made } = await call(github, "POST", ISSUES, first);
      assert.equal(status, 201);
      assert.equal(made.number, 1);
      assert.equal(made.user.login, "github-actions[bot]");
      assert.equal(made.created_at, "2026-11-01T12:00:00Z");
      assert.deepEqual(
        made.labels.map((label: { name: string }) => label.name),
        ["a", "priority: high"],
      );
      await call(github, "POST", ISSUES, { title: "Two" });
      await call(github, "DELETE", `${ISSUES}/1/labels/priority%3A%20high`);
      await call(github, "POST", `${ISSUES}/1/labels`, { labels: ["priority: low", "b"] });
      await call(github, "POST", `${ISSUES}/1/comments`, { body: "said" });
      const comment = github.issue(1).comments[0]?.id;
      await call(github, "PATCH", `${ISSUES}/comments/${comment}`, { body: "mended" });
      const closing = {
        body: "done",
        state: "closed",
        state_reason: "duplicate",
        duplicate_issue_id: 1_000_002,
      };
      const { body: closed } = await call(github, "PATCH", `${ISSUES}/1`, closing);
      assert.deepEqual([closed.state, closed.state_reason, closed.comments], ["closed", "duplicate", 1]);
      assert.equal(closed.closed_at, "2026-11-01T12:00:00Z");
      const { body: open } = await call(github, "PATCH", `${ISSUES}/1`, { state: "open" });
      assert.deepEqual([open.state, open.state_reason, open.closed_at], ["open", "reopened", null]);
      await call(github, "DELETE", `${ISSUES}/comments/${comment}`);
      assert.deepEqual(github.writes, [
        "POST issues",
        "POST issues",
        "DELETE #1 label priority: high",
        "POST #1 labels priority: low, b",
        "POST #1 comment",
        "PATCH #1 comment",
        "PATCH #1 body state",
        "PATCH #1 state",
        "DELETE #1 comment",
      ]);
      assert.deepEqual(github.issue(1).labels, ["a", "priority: low", "b"]);
      assert.deepEqual(github.violations, []);
    });

    it("lists by label and state, page after page, pull requests among the issues", async () => {
      const github = await startGitHub({}, options);
      for (let count = 0; count < 65; count += 1) github.people.opens({ labels: ["Ours"] });
      const pull = github.people.opens({ labels: ["ours"], isPullRequest: true });
      github.people.opens({ labels: ["theirs"] });
      github.people.closes(7);
      const query = "state=open&labels=ours&sort=created&direction=asc&per_page=30";
      let next: string | undefined = `${ISSUES}?${query}`;
      const numbers: number[] = [];
      let pages = 0;
      while (next !== undefined) {
        const { body, headers } = await call(github, "GET", next);
        numbers.push(...body.map(({ number }: { number: number }) => number));
        pages += 1;
        next = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1];
      }
      assert.equal(pages, 3);
      assert.equal(numbers.length, 65);
      assert.ok(!numbers.includes(7) && numbers.includes(pull));
      const { body } = await call(github, "GET", `${ISSUES}?state=closed`);
      assert.deepEqual(
        body.map(({ number }: { number: number }) => number),
        [7],
      );
      assert.ok((await call(github, "GET", `${ISSUES}/${pull}`)).body.pull_request);
      assert.deepEqual(github.violations, []);
    });
  });
}

describe("the stand-in of GitHub", () => {
  it("refuses as GitHub refuses", async () => {
    const github = await startGitHub();
    const mine = github.people.opens();
    const pull = github.people.opens({ isPullRequest: true });
    const refused = async (status: number, method: string, path: string, body?: unknown): Promise<Reply> => {
      const reply = await call(github, method, path, body);
      assert.equal(reply.status, status, `${method} ${path} ${JSON.stringify(reply.body)}`);
      return reply;
    };
    await refused(422, "POST", ISSUES, { title: "t", body: "x".repeat(65_537) });
    await refused(422, "POST", ISSUES, { title: "t".repeat(257) });
    await refused(422, "POST", ISSUES, { title: "t", labels: ["x".repeat(51)] });
    await refused(422, "POST", ISSUES, { title: "t", labels: [" x"] });
    const { body } = await refused(422, "POST", ISSUES, { title: "t", assignees: ["nobody"] });
    assert.equal(body.errors[0].field, "assignees");
    await refused(404, "DELETE", `${ISSUES}/${mine}/labels/none`);
    await refused(404, "GET", `${ISSUES}/99`);
    await refused(404, "GET", "/repos/acme/app/assignees/nobody");
    github.people.locks(mine);
    await refused(403, "POST", `${ISSUES}/${mine}/comments`, { body: "t" });
    github.people.deletes(mine);
    await refused(410, "PATCH", `${ISSUES}/${mine}`, { body: "t" });
    github.permissions = new Set(["pull-requests: write"]);
    const { headers } = await refused(403, "POST", ISSUES, { title: "t" });
    assert.equal(headers.get("x-accepted-github-permissions"), "issues=write");
    await refused(201, "POST", `${ISSUES}/${pull}/comments`, { body: "t" });
    github.permissions = new Set(["issues: read"]);
    await refused(200, "GET", ISSUES);
    await refused(403, "POST", `${ISSUES}/${pull}/comments`, { body: "t" });
    github.repository = { hasIssues: false };
    await refused(410, "GET", ISSUES);
    assert.deepEqual(github.violations, []);
    assert.deepEqual(github.writes, [`POST #${pull} comment`]);
  });

  it("tells what GitHub would pass over without a word", async () => {
    const github = await startGitHub();
    const told = async (...[method, path, body]: [string, string, unknown?]): Promise<string> => {
      const { status } = await call(github, method, path, body);
      assert.ok(status >= 400, String(status));
      return github.violations.splice(0).join();
    };
    assert.match(await told("POST", ISSUES, { title: "t", lables: [] }), /lables/);
    assert.match(await told("PATCH", `${ISSUES}/1`, { state: "resolved" }), /state/);
    assert.match(await told("GET", `${ISSUES}?label=a`), /label/);
    assert.match(await told("GET", `${ISSUES}?state=opened`), /state/);
    assert.match(await told("PUT", `${ISSUES}/1/lock`), /no operation/);
    assert.match(await told("POST", `${ISSUES}/1/labels`, ["a"]), /oneOf|object/);
    assert.deepEqual(github.writes, []);
  });

  it("drops labels and assignees of somebody who may not set them", async () => {
    const github = await startGitHub({ assignable: ["dba"] });
    Object.assign(github, { canTriage: false, actor: STRANGER });
    const { body } = await call(github, "POST", ISSUES, { title: "t", labels: ["a"], assignees: ["dba"] });
    assert.deepEqual([body.labels, body.assignees, body.author_association], [[], [], "NONE"]);
  });

  it("says whose token it is by GraphQL, and by GET /user to people alone", async () => {
    for (const prefix of ["", "/api/v3"]) {
      const github = await startGitHub({}, prefix);
      const graphql = async (query: string, token = github.token) => {
        const url = `${new URL(github.url).origin}${prefix === "" ? "" : "/api"}/graphql`;
        const headers = { authorization: `Bearer ${token}` };
        const response = await fetch(url, { method: "POST", headers, body: JSON.stringify({ query }) });
        return { status: response.status, body: await response.json() };
      };
      const viewer = "query { viewer { login } }";
      for (const actor of [BOT, { ...BOT, login: "our-app[bot]" }, MAINTAINER]) {
        github.actor = actor;
        assert.deepEqual(await graphql(viewer), {
          status: 200,
          body: { data: { viewer: { login: actor.login } } },
        });
        assert.equal((await call(github, "GET", "/user")).status, actor.type === "Bot" ? 403 : 200);
      }
      assert.equal((await graphql(viewer, "wrong")).status, 401);
      assert.deepEqual(github.violations, []);
      await graphql("query { viewer { email } }");
      assert.equal(github.violations.length, 1);
    }
  });

  it("says the role of whoever wrote something, to those who may push", async () => {
    const github = await startGitHub();
    const roleOf = async (login: string) =>
      call(github, "GET", `${ISSUES.replace("issues", "collaborators")}/${login}/permission`);
    github.people.opens({ author: MAINTAINER });
    github.people.opens({ author: { ...STRANGER, role: "triage", customRole: "on-call" } });
    const { body } = await roleOf(MAINTAINER.login);
    assert.deepEqual([body.permission, body.role_name], ["write", "write"]);
    const { body: custom } = await roleOf(STRANGER.login);
    assert.deepEqual([custom.permission, custom.role_name], ["read", "on-call"]);
    assert.deepEqual([custom.user.permissions.triage, custom.user.permissions.push], [true, false]);
    assert.equal((await roleOf("nobody-here")).status, 404);
    assert.equal((await roleOf(encodeURIComponent(BOT.login))).status, 404);
    github.actor = STRANGER;
    assert.equal((await roleOf(MAINTAINER.login)).status, 403);
  });

  it("lets people do what people do", async () => {
    const github = await startGitHub();
    const { people } = github;
    const number = people.opens({ title: "One", body: "a\nb", author: MAINTAINER, labels: ["x"] });
    people.edits(number, (body) => `${body}\nc`);
    people.renames(number, "Another");
    people.labels(number, "y");
    people.unlabels(number, "X");
    people.assigns(number, "dba");
    people.setsMilestone(number, 4);
    people.comments(number, "hm");
    people.closes(number, "not_planned");
    const { body } = await call(github, "GET", `${ISSUES}/${number}`);
    assert.equal(body.body, "a\r\nb\r\nc");
    assert.equal(body.title, "Another");
    assert.equal(body.labels[0].name, "y");
    assert.equal(body.milestone.number, 4);
    assert.deepEqual([body.state, body.state_reason], ["closed", "not_planned"]);
    assert.deepEqual(github.writes, [], "none of it was ours");
    assert.deepEqual(github.violations, []);
  });

  it("loses a request or its answer when it is told to", async () => {
    const github = await startGitHub();
    const create = () => call(github, "POST", ISSUES, { title: "t" }).then(({ status }) => status);
    const operation = "issues/create";
    github.order({ operation, times: 1, answer: { status: 502 } });
    assert.equal(await create(), 502);
    github.order({ operation, times: 1, takesEffect: true, answer: { status: 502 } });
    assert.equal(await create(), 502);
    github.order({ operation, times: 1, takesEffect: true, answer: "drop" });
    await assert.rejects(create());
    github.order({ operation, after: 1, times: 1, answer: "drop" });
    assert.equal(await create(), 201);
    await assert.rejects(create());
    assert.equal(github.issues.length, 3);
    github.order({ operation, answer: { status: 429, headers: { "retry-after": "1" } } });
    assert.equal(await create(), 429);
    github.mend();
    assert.equal(await create(), 201);
  });

  it("lets requests wait for each other", async () => {
    const github = await startGitHub();
    github.hold({ operation: "issues/create" }, 2);
    let isFirstDone = false;
    const first = call(github, "POST", ISSUES, { title: "1" }).then(() => {
      isFirstDone = true;
    });
    await call(github, "GET", ISSUES);
    assert.equal(isFirstDone, false);
    await Promise.all([first, call(github, "POST", ISSUES, { title: "2" })]);
    assert.equal(github.issues.length, 2);
    const started = performance.now();
    await call(github, "POST", ISSUES, { title: "3" });
    assert.ok(performance.now() - started < 1_000, "only the next two");
  });
});
