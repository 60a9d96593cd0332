/**
 * Suite incident as a person starts it: three sessions wait in a row, a statement that a deploy slowed down. The bundled
 * action shows them first, compares with what the nightly run stored, and writes nothing.
 */
import assert from "node:assert/strict";
import { afterAll, beforeAll, it } from "vitest";
import type { Report } from "../../src/core/report.ts";
import { read } from "../support/builders/markdown.ts";
import { type FakeGitHub, startGitHub } from "../support/github/github.ts";
import { issueRun, managedIssues } from "../support/github/issue-runs.ts";
import { type Database, type OwnServer, startServer, until } from "../support/postgres/postgres.ts";

const CONFIG = "checks:\n  slow-queries: { max-mean-time: 400ms, min-calls: 2, observed-for: 0s }";

let server: OwnServer;
let database: Database;
let login: string;
let github: FakeGitHub;

beforeAll(async () => {
  server = await startServer({ preload: ["pg_stat_statements"] });
  database = await server.createDatabase({ name: "app" });
  await database.query("CREATE EXTENSION pg_stat_statements; CREATE TABLE public.orders (id int)");
  await database.query("CREATE MATERIALIZED VIEW public.totals AS SELECT count(*) AS n FROM public.orders");
  login = await database.monitor();
  github = await startGitHub();
});
afterAll(() => server.stop("immediate"));

const run = (suite: string, eventName: "workflow_dispatch" | "schedule") =>
  issueRun(github, login, {
    eventName,
    ref: "refs/heads/main",
    files: { ".github/pg-preflight.yml": CONFIG },
    inputs: { target: "production", suite, "fail-on": "never" },
  });

it("shows first who blocks whom, with shorter waits, knows what the nightly run stored, and writes nothing", async () => {
  await run("health", "schedule");
  const before = JSON.stringify(managedIssues(github));
  const body = github.issue(1).body;
  const writes = github.writes.length;

  const head = await database.connect();
  await head.query("BEGIN; SELECT 'a secret' FROM public.orders");
  const altering = (await database.connect()).query("ALTER TABLE public.orders ADD note text");
  const reading = until("the ALTER waits", async () => {
    const rows = await database.query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
    return rows.length === 1;
  }).then(async () => (await database.connect()).query("SELECT * FROM public.orders"));
  await until("two sessions wait", async () => {
    const rows = await database.query("SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock'");
    return rows.length === 2;
  });

  github.permissions = new Set(["contents: read", "issues: read"]);
  const incident = await run("incident", "workflow_dispatch");
  assert.deepEqual(github.violations, [], incident.log);
  await head.query("ROLLBACK");
  await Promise.all([altering, reading]);

  const report = incident.report as Report;
  assert.ok(report.durationMs < 60_000, `${report.durationMs}`);
  const page = read(incident.summary);
  assert.ok(page.indexOf("Right now") > 0 && page.indexOf("Right now") < page.indexOf("Runbook"), page);
  const blocking = report.results.find(({ check }) => check === "blocking-queries");
  assert.equal(blocking?.status, "pass", "not yet a minute");
  assert.equal(blocking?.measurements?.[0]?.waiting_sessions, 2);
  assert.match(incident.summary, /REFRESH MATERIALIZED VIEW public\.totals;/);
  assert.doesNotMatch(JSON.stringify([incident.summary, incident.log]), /a secret|ADD note/);
  assert.match(page, /This run writes no issues: suite incident does so with write-issues: always alone/);

  assert.equal(github.writes.length, writes);
  assert.equal(JSON.stringify(managedIssues(github)), before);
  assert.equal(github.issue(1).body, body);
});
