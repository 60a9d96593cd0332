/** The pull request's one comment and the gate on what is new: the bundled action over the life of one pull request. */
import assert from "node:assert/strict";
import { beforeAll, beforeEach, describe, it } from "vitest";
import { type FakeGitHub, startGitHub } from "../support/github/github.ts";
import { issueRun, openIssue } from "../support/github/issue-runs.ts";
import type { ActionRun, ActionRunOptions } from "../support/github/runner.ts";
import { type Database, sharedServer } from "../support/postgres/postgres.ts";

const PATH = ".github/pg-preflight.yml";
const BASE_SHA = "0123456789abcdef0123456789abcdef01234567";

describe("a pull request's comment", () => {
  let database: Database;
  let url: string;
  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    url = await database.monitor();
  });
  let github: FakeGitHub;
  let number: number;
  beforeEach(async () => {
    await database.query(`
      DROP SEQUENCE IF EXISTS public.tickets, public.invoices;
      CREATE SEQUENCE public.tickets MAXVALUE 3; SELECT setval('public.tickets', 3);
      GRANT SELECT ON SEQUENCE public.tickets TO PUBLIC`);
    github = await startGitHub();
    number = github.people.opens({ isPullRequest: true, title: "Add a table", body: "It does." });
  });

  const breakMore = () =>
    database.query(
      "CREATE SEQUENCE public.invoices MAXVALUE 3; SELECT setval('public.invoices', 3); GRANT SELECT ON SEQUENCE public.invoices TO PUBLIC",
    );
  const check = { checks: "sequence-exhaustion" };
  const nightly = () => issueRun(github, url, { inputs: check });
  const pull = (options: ActionRunOptions = {}): Promise<ActionRun> =>
    issueRun(github, url, {
      eventName: "pull_request",
      ref: `refs/pull/${number}/merge`,
      event: { pull_request: { number, base: { sha: BASE_SHA } } },
      ...options,
      inputs: { ...check, ...options.inputs },
    });
  const comments = (): string[] => github.issue(number).comments.map(({ body }) => body);
  /** The policy as it stands on the base branch. */
  const withPolicy = (policy: string): void => {
    github.repository = { files: { [BASE_SHA]: { [PATH]: `policy: { ${policy} }\n` } } };
  };

  it("goes by what is new: known findings pass without a word, a new one fails and is told, a green one edits", async () => {
    await nightly();
    const issue = openIssue(github, "sequence-exhaustion");

    const known = await pull();
    assert.equal(known.conclusion, "success", known.log);
    assert.equal(known.outputs.conclusion, "pass");
    assert.equal(known.outputs["critical-findings"], "0");
    assert.match(known.summary, /no new finding; 1 known, in open issues/);
    assert.deepEqual(comments(), []);
    assert.deepEqual(
      known.annotations.map(({ level, title }) => [level, title]),
      [["notice", "Known"]],
    );

    await breakMore();
    const fresh = await pull();
    assert.equal(fresh.conclusion, "failure", fresh.log);
    assert.match(fresh.summary, /has 1 new finding \(1 high\); 1 known, in open issues/);
    assert.match(fresh.log, /^Wrote the pull request's comment\.$/m);
    const [comment = ""] = comments();
    assert.match(comment, /^<!-- pg-preflight:comment=database\/health -->\n\n<h3>❌ /);
    assert.match(comment, /<code>public\.invoices<\/code>/);
    assert.ok(!comment.includes("public.tickets"), "what is known is in its issue");
    assert.ok(
      comment.includes(`<a href="https://github.com/acme/app/issues/${issue.number}">#${issue.number}</a>`),
    );

    const writes = github.writes.length;
    await pull();
    assert.equal(github.writes.length, writes, "an unchanged run writes nothing");

    await database.query("DROP SEQUENCE public.invoices");
    const mended = await pull();
    assert.equal(mended.conclusion, "success");
    assert.equal(comments().length, 1);
    assert.match(comments()[0] ?? "", /no new finding; 1 known, in open issues/);
    assert.deepEqual(github.violations, []);
    assert.equal(openIssue(github, "sequence-exhaustion").body, issue.body, "a pull request writes no issue");
  });

  it("counts everything with known-findings: fail", async () => {
    await nightly();
    withPolicy("known-findings: fail");
    const { conclusion, summary } = await pull();
    assert.equal(conclusion, "failure");
    assert.doesNotMatch(summary, /new finding/);
    assert.match(comments()[0] ?? "", /public\.tickets/);
  });

  it("counts everything when the issues can't be read, and says so", async () => {
    await nightly();
    github.order({ operation: "issues/list-for-repo", answer: { status: 403 } });
    const { conclusion, summary } = await pull();
    assert.equal(conclusion, "failure");
    assert.match(summary, /Our issues could not be read, so no finding counts as known/);
  });

  it("is none with pull-request-comment: never", async () => {
    withPolicy("pull-request-comment: never");
    const { conclusion } = await pull();
    assert.equal(conclusion, "failure");
    assert.deepEqual(comments(), []);
    assert.deepEqual(github.writes, []);
  });

  it("is only told of on a dry run", async () => {
    const { log, summary, annotations } = await pull({ inputs: { "dry-run": "true" } });
    assert.deepEqual(github.writes, []);
    assert.match(summary, /### Dry run: nothing was written/);
    assert.match(summary, /Would write this comment on the pull request:/);
    assert.match(summary, /none on a pull request/);
    assert.match(log, /Would write this comment on the pull request:/);
    assert.deepEqual(
      annotations.filter(({ title }) => title === "Issues"),
      [],
    );
  });

  it("stands beside a dry run of the night, which says what the next real one does", async () => {
    const dry = await issueRun(github, url, { inputs: { ...check, "dry-run": "true" } });
    assert.deepEqual(github.writes, []);
    assert.equal(dry.outputs["issue-changes"], "[]");
    for (const text of [dry.summary, dry.log]) {
      assert.match(text, /Would open an issue, Sequences have numbers left: 1 finding/);
      assert.match(text, /Would open an issue, the overview/);
    }
    const real = await nightly();
    assert.match(
      real.summary,
      /### Issues\n\n<ul>\n<li>Opened <a href="[^"]*">#2<\/a>, Sequences have numbers left: 1 finding/,
    );
    assert.match(real.log, /^Opened #2, Sequences have numbers left: 1 finding$/m);
    assert.deepEqual(
      JSON.parse(real.outputs["issue-changes"] ?? "").map(({ action }: { action: string }) => action),
      ["open", "open"],
    );
    const again = await issueRun(github, url, { inputs: { ...check, "dry-run": "true" } });
    assert.doesNotMatch(again.summary, /Would open/);
  });

  it("is missed in one warning with the permission to add, and the summary is there all the same", async () => {
    github.permissions = new Set(["contents: read", "issues: read", "pull-requests: read"]);
    const { summary, annotations } = await pull();
    assert.match(summary, /^<h2>❌/);
    const [warning, ...others] = annotations.filter(({ title }) => title === "Issues");
    assert.deepEqual(others, []);
    assert.equal(warning?.level, "warning");
    assert.match(warning?.message ?? "", /comment could not be written.*\(403\).*pull-requests: write/);
  });

  it("is missed without a warning on a fork", async () => {
    github.permissions = new Set(["contents: read", "issues: read", "pull-requests: read"]);
    const { annotations, log } = await pull({
      inputs: { "database-url": "", checks: "review, sequence-exhaustion" },
      files: { [PATH]: "" },
    });
    assert.deepEqual(
      annotations.filter(({ title }) => title === "Issues"),
      [],
    );
    assert.doesNotMatch(log, /::warning/);
    assert.deepEqual(comments(), []);
  });
});
