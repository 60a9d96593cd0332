/** A pull request must not grade itself: the bundled action beside a database and GitHub's stand-in. */
import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import { type FakeGitHub, startGitHub } from "../support/github/github.ts";
import { type ActionRunOptions, runAction } from "../support/github/runner.ts";
import { type Database, sharedServer } from "../support/postgres/postgres.ts";

const PATH = ".github/pg-preflight.yml";
const BASE_SHA = "0123456789abcdef0123456789abcdef01234567";
const IGNORING = `
ignore: [{ check: sequence-exhaustion, key: "public.*", reason: "MY REASON" }]
policy: { unknown: warn }
`;

describe("a pull request", () => {
  let database: Database;
  let url: string;
  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    await database.query(
      "CREATE SEQUENCE public.tickets MAXVALUE 3; SELECT setval('public.tickets', 3); GRANT SELECT ON SEQUENCE public.tickets TO PUBLIC",
    );
    url = await database.monitor();
  });

  const run = (github: FakeGitHub, options: ActionRunOptions = {}) =>
    runAction({
      eventName: "pull_request",
      event: { pull_request: { base: { sha: BASE_SHA } } },
      files: { [PATH]: IGNORING },
      token: github.token,
      env: { GITHUB_API_URL: github.url },
      ...options,
      inputs: { "database-url": url, checks: "sequence-exhaustion", ...options.inputs },
    });
  const start = (files: Record<string, string> = {}) => startGitHub({ files: { [BASE_SHA]: files } });

  it("would be let through by what it says of itself", async () => {
    const github = await start();
    const { conclusion, report } = await run(github, {
      eventName: "push",
      inputs: { "write-issues": "never" },
    });
    assert.equal(conclusion, "success");
    assert.equal(report.ignored.length, 1);
    assert.equal(github.requests.length, 0);
  });

  it("is judged as if it had not said it", async () => {
    const github = await start({ [PATH]: "policy: { unknown: fail }\n" });
    const { conclusion, report, summary, rawLog } = await run(github);
    assert.equal(conclusion, "failure");
    assert.deepEqual(report.ignored, []);
    assert.equal(report.results[0].findings[0].key, "public.tickets");
    assert.match(summary, /This branch changes .*: ignore, <code>policy\.unknown/);
    assert.doesNotMatch(summary + rawLog, /MY REASON/);
    assert.deepEqual(github.violations, []);
    const read = github.requests.filter(({ target }) => target.includes("/contents/"));
    assert.equal(read.length, 1);
    assert.ok(github.requests.every(({ method }) => method === "GET"));
  });

  it("counts as the base branch ignores", async () => {
    const github = await start({ [PATH]: IGNORING });
    const { conclusion, report } = await run(github, { files: { [PATH]: "" } });
    assert.equal(conclusion, "success");
    assert.equal(report.ignored[0].reason, "MY REASON");
  });

  it("has the defaults, and is told so, when the base branch's file can't be read", async () => {
    const github = await start({ [PATH]: IGNORING });
    github.permissions = new Set();
    const { conclusion, report, summary } = await run(github);
    assert.equal(conclusion, "failure");
    assert.deepEqual(report.ignored, []);
    assert.match(summary, /configuration did not count.*contents: read/);
  });

  it("from a fork has no secrets: what needs no database is checked", async () => {
    const github = await start();
    const { report, rawLog } = await run(github, {
      inputs: { "database-url": "", checks: "sequence-exhaustion, monitoring" },
    });
    const reasons = Object.fromEntries(
      report.results.map((result: { check: string; skipped?: { reason: string } }) => [
        result.check,
        result.skipped?.reason,
      ]),
    );
    assert.equal(reasons["sequence-exhaustion"], "no-secret");
    assert.equal(reasons.review, "not-configured");
    assert.equal(reasons["monitoring-schedule"], undefined, "the read-only token is enough to look");
    const shown = rawLog.replaceAll(/^::add-mask::.*$/gm, "");
    assert.ok(!shown.includes(github.token));
  });
});
