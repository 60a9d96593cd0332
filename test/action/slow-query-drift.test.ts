/**
 * A statement that a deploy slows down, and one that a deploy mends, night after night: the bundled action knows both
 * by what its overview remembers, and nobody declared anything.
 */
import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { Report, ReportedFinding } from "../../src/core/report.ts";
import { DAY } from "../support/builders/context.ts";
import { storedStatements } from "../support/builders/stored-runs.ts";
import { type FakeGitHub, startGitHub } from "../support/github/github.ts";
import { issueRun, managedIssues, openIssue, stateOf, topicOf } from "../support/github/issue-runs.ts";
import { MovedTime } from "../support/postgres/faketime.ts";
import { embedded } from "../support/postgres/installation.ts";
import { needs } from "../support/postgres/needs.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";

const CONFIG = "checks:\n  slow-queries: { priority: high, max-mean-time: 400ms, observed-for: 0s }";
const CALLS = 40;

describe("statements from night to night", needs("faketime"), () => {
  let time: MovedTime;
  let server: OwnServer;
  let database: Database;
  let login: string;
  let github: FakeGitHub;

  beforeAll(async () => {
    time = new MovedTime(30 * DAY);
    server = await startServer({
      installation: time.installation(embedded(18)),
      settings: { autovacuum: "off" },
    });
    database = await server.createDatabase({ name: "app" });
    await database.query("CREATE EXTENSION pg_stat_statements");
    login = await database.monitor();
    github = await startGitHub();
    github.clock = time.now;
    // Younger than the files of the server, which were made in our own time.
    await database.query("SELECT pg_stat_statements_reset()");
    time.forward(10 * DAY);
  });
  afterAll(() => server.stop("immediate"));

  /** A deploy: the statement that the application sends stays the same. */
  const deploy = (name: string, milliseconds: number): Promise<unknown> =>
    database.query(`CREATE OR REPLACE FUNCTION public.${name}() RETURNS int LANGUAGE plpgsql
      AS $$ BEGIN PERFORM pg_sleep(${milliseconds / 1_000}); RETURN 1; END $$`);

  /** A day of the application, on many connections. */
  async function application(...names: string[]): Promise<void> {
    const clients = await Promise.all(Array.from({ length: 20 }, () => database.connect()));
    for (const name of names) {
      await Promise.all(
        clients.map(async (client) => {
          for (let call = 0; call < CALLS / clients.length; call += 1)
            await client.query(`SELECT public.${name}()`);
        }),
      );
    }
    await Promise.all(clients.map((client) => client.end()));
  }

  async function night(inputs: Record<string, string> = {}): Promise<readonly ReportedFinding[]> {
    const run = await issueRun(github, login, {
      env: time.environment(),
      files: { ".github/pg-preflight.yml": CONFIG },
      inputs: { target: "production", checks: "slow-queries", "fail-on": "never", ...inputs },
    });
    assert.deepEqual(github.violations, [], run.log);
    const [result] = (run.report as Report).results;
    assert.equal(result?.unknown, undefined, run.log);
    time.forward(DAY);
    return result?.findings ?? [];
  }

  const statementsOf = (findings: readonly ReportedFinding[]) =>
    findings.map(({ facts }) => facts.statement).sort();
  const ANSWER = "SELECT public.answer()";
  const REPORT = "SELECT public.report()";

  it("tells a slow one by all that was counted while nothing is remembered", async () => {
    await deploy("answer", 3);
    await deploy("report", 450);
    await application("answer", "report");
    const findings = await night();
    assert.deepEqual(statementsOf(findings), [REPORT]);
    assert.match(findings[0]?.message ?? "", /^A statement takes \d+ ms on average; it ran 40 times\.$/);
    const remembered = storedStatements(stateOf(openIssue(github, "overview")).suites.health)?.list ?? [];
    assert.ok(remembered.some(({ ref, calls }) => ref === findings[0]?.key && calls === CALLS));
  });

  it("tells no more of one that was mended, though its mean since the reset is as high as ever", async () => {
    await deploy("report", 1);
    await application("answer", "report");
    assert.deepEqual(await night(), []);
    const [{ mean } = { mean: 0 }] = await database.query(
      `SELECT mean_exec_time AS mean FROM pg_stat_statements WHERE query = '${REPORT}'`,
    );
    assert.ok(Number(mean) > 200, `${mean}`);
  });

  it("tells of a deploy's slowdown the next night, and opens an issue when another night agrees", async () => {
    await deploy("answer", 320);
    await application("answer", "report");
    const [finding, ...others] = await night();
    assert.deepEqual(others, []);
    assert.match(
      finding?.message ?? "",
      /^A statement takes \d+ ms on average since 20[-\d]+ \d\d:\d\d UTC, \d+\.\d times as long as before \(\d+ ms\); it ran 40 times\.$/,
    );
    assert.equal(finding?.facts.statement, ANSWER);
    assert.ok(Number(finding?.facts.slowdown) > 2 && Number(finding?.facts.mean_before_ms) < 20);
    assert.deepEqual(managedIssues(github), ["#1 overview open"]);

    await application("answer");
    assert.deepEqual(statementsOf(await night()), [ANSWER]);
    assert.match(openIssue(github, "slow-queries").body ?? "", /times as long as before/);
  });

  it("is not confused by a pull request, which reads memory and leaves it", async () => {
    const body = github.issue(1).body;
    const event = { eventName: "pull_request", ref: "refs/pull/9/merge" } as const;
    const run = await issueRun(github, login, {
      ...event,
      env: time.environment(),
      files: { ".github/pg-preflight.yml": CONFIG },
      inputs: { target: "production", checks: "slow-queries", suite: "deploy", "fail-on": "never" },
      event: { number: 9, pull_request: { number: 9, head: {}, base: { sha: "0".repeat(40), ref: "main" } } },
    });
    const findings = (run.report as Report).results[0]?.findings ?? [];
    assert.deepEqual(statementsOf(findings), [ANSWER], run.log);
    assert.equal(github.issue(1).body, body);
  });

  it("closes the issue two nights after it was mended", async () => {
    await deploy("answer", 3);
    for (let count = 0; count < 2; count += 1) {
      await application("answer");
      assert.deepEqual(await night(), []);
    }
    assert.deepEqual(managedIssues(github), ["#1 overview open", "#2 slow-queries closed as completed"]);
    assert.equal(topicOf(github.issue(2)), "slow-queries");
  });

  it("compares nothing over a reset", async () => {
    await database.query("SELECT pg_stat_statements_reset()");
    await deploy("answer", 320);
    await application("answer");
    assert.deepEqual(await night(), []);
    const { list } = storedStatements(stateOf(github.issue(1)).suites.health) ?? { list: [] };
    assert.ok(list.length > 0 && list.every(({ last, before: means }) => last === null && means.length <= 1));
  });
});
