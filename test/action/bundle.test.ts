/** The committed bundle, run as the runner runs it, against a real server. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, it } from "vitest";
import { checks } from "../../src/checks/index.ts";
import { type Report, reportSchema } from "../../src/core/report.ts";
import { type ActionRun, runAction } from "../support/github/runner.ts";
import { type Database, sharedServer } from "../support/postgres/postgres.ts";

const OUTPUTS = [
  "baseline-file",
  "conclusion",
  "critical-findings",
  "failed-checks",
  "high-findings",
  "issue-changes",
  "low-findings",
  "medium-findings",
  "report-file",
  "unknown-checks",
];

const keysOf = (report: Report, check: string): string[] =>
  (report.results.find((result) => result.check === check)?.findings ?? []).map(({ key }) => key);

describe("the bundle, with nothing but database-url", () => {
  let database: Database;
  let login: string;
  let run: ActionRun;
  let report: Report;
  let connections: string[];

  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    await database.query("create extension pg_stat_statements");
    await database.query("create table orgs (id int primary key)");
    await database.query(
      "create table docs (id serial primary key, org_id int references orgs, status text)",
    );
    await database.query(
      "create index docs_status on docs (status); create index docs_status_too on docs (status)",
    );
    await database.query(`create table "a|b""<img src=x>@octocat" (n int)`);
    await database.query(`create index "twin|1" on "a|b""<img src=x>@octocat" (n)`);
    await database.query(`create index "twin|2" on "a|b""<img src=x>@octocat" (n)`);
    await database.query("insert into orgs select generate_series(1, 10)");
    await database.query(
      "insert into docs (org_id, status) select 1 + i % 10, 'x' from generate_series(1, 60000) i",
    );
    await database.query("analyze");
    login = await database.monitor();
    const spy = spyOnConnections();
    run = await runAction({
      inputs: { "database-url": login },
      env: { NODE_OPTIONS: `--import=${spy.module}` },
    });
    connections = spy.read();
    report = reportSchema.parse(run.report);
  });

  it("tells in a group of the log, one line a check, what it is doing while it works", () => {
    const [group = ""] = /##\[group\]Looking at database: .*?##\[endgroup\]/s.exec(run.log) ?? [];
    assert.match(group, new RegExp(`: ${checks.length} checks of suite health$`, "m"));
    for (const id of ["duplicate-indexes", "foreign-key-indexes", "transaction-id-age"]) {
      assert.match(group, new RegExp(`^${id}: \\d+ ms$`, "m"));
    }
  });

  it("finds what is there, and leaves the step green below the gate", () => {
    assert.deepEqual(keysOf(report, "duplicate-indexes").sort(), [
      'public."twin|2"',
      "public.docs_status_too",
    ]);
    assert.deepEqual(keysOf(report, "foreign-key-indexes"), ["public.docs (org_id)"]);
    assert.deepEqual(keysOf(report, "unused-indexes"), [], "the counters are too young");
    assert.deepEqual(
      report.results.map(({ check }) => check),
      checks.map(({ id }) => id),
      "every check of the catalogue",
    );
    assert.equal(run.exitCode, 0, run.log);
    assert.equal(report.stepFails, false);
  });

  it("writes a valid report, every output and no other", () => {
    assert.deepEqual(Object.keys(run.outputs).sort(), OUTPUTS);
    assert.deepEqual(run.undeclaredOutputs, []);
    assert.deepEqual(run.warnings, []);
    assert.equal(run.outputs.conclusion, report.conclusion);
    assert.deepEqual(
      JSON.parse(run.outputs["failed-checks"] ?? ""),
      report.results.filter(({ status }) => status === "fail").map(({ check }) => check),
    );
    const low = report.results
      .flatMap(({ findings = [] }) => findings)
      .filter(({ priority }) => priority === "low");
    assert.equal(run.outputs["low-findings"], String(low.length));
    assert.equal(run.outputs["issue-changes"], "[]");
  });

  it("writes a summary whose database text is only text", () => {
    assert.match(run.summary, /docs_status_too/);
    assert.doesNotMatch(run.summary, /<img/);
    assert.equal(run.summaryTooBig, false);
    assert.equal(run.droppedAnnotations, 0);
  });

  it("speaks to the database and to nobody else", () => {
    const port = new URL(login).port;
    assert.ok(connections.length >= 1 && connections.length <= 2, connections.join());
    assert.deepEqual([...new Set(connections)], [`127.0.0.1:${port}`]);
  });

  it("is red at the gate, after everything was published", async () => {
    const strict = await runAction({ inputs: { "database-url": login, "fail-on": "low" } });
    assert.equal(strict.exitCode, 1);
    assert.equal(strict.outputs.conclusion, "fail");
    assert.match(strict.summary, /docs_status_too/);
    assert.ok(strict.annotations.some(({ level }) => level === "error"));
    reportSchema.parse(strict.report);
  });

  it("takes a selection of checks and a target of its own", async () => {
    const some = await runAction({
      inputs: { "database-url": login, checks: "duplicate-indexes", target: "staging db" },
    });
    assert.deepEqual(
      some.report.results.map((result: { check: string }) => result.check),
      ["duplicate-indexes"],
    );
    assert.match(some.outputs["report-file"] ?? "", /staging-db-health\.json$/);
    assert.match(some.summary, /staging db/);
  });
});

describe("the bundle's configuration", () => {
  let login: string;
  beforeAll(async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query("create table t (a int); create index t_one on t (a); create index t_two on t (a)");
    login = await database.monitor();
  });

  const withConfig = (text: string, inputs: Record<string, string> = {}) =>
    runAction({
      inputs: { "database-url": login, checks: "duplicate-indexes", ...inputs },
      files: { ".github/pg-preflight.yml": text },
    });

  it("ignores a finding with its reason, shown", async () => {
    const run = await withConfig(
      "ignore: [{ check: duplicate-indexes, key: 'public.t_*', reason: migration under way, expires: 2999-01-01 }]",
    );
    assert.equal(run.report.results[0].status, "pass");
    assert.deepEqual(run.report.ignored, [
      {
        check: "duplicate-indexes",
        key: "public.t_two",
        reason: "migration under way",
        expires: "2999-01-01",
      },
    ]);
    assert.match(run.summary, /migration under way/);
  });

  it("says which ignores expired and which match nothing", async () => {
    const run = await withConfig(
      [
        "ignore:",
        "  - { check: duplicate-indexes, key: public.t_two, reason: old, expires: 2020-01-01 }",
        "  - { check: duplicate-indexes, key: public.gone, reason: fixed }",
      ].join("\n"),
    );
    assert.equal(run.report.results[0].status, "fail");
    assert.match(run.report.notices.join("\n"), /public\.t_two.*expired on 2020-01-01/);
    assert.match(run.report.notices.join("\n"), /public\.gone.*matched no finding/);
  });

  it("changes priorities, disables checks, names schemas", async () => {
    const high = await withConfig("checks: { duplicate-indexes: { priority: high } }");
    assert.equal(high.exitCode, 1);
    assert.equal(high.outputs["high-findings"], "1");
    const disabled = await withConfig("checks: { duplicate-indexes: { enabled: false } }");
    assert.equal(disabled.report.results[0].skipped.reason, "disabled");
    assert.equal(disabled.exitCode, 1, "nothing was looked at");
    const elsewhere = await withConfig("schemas: [nowhere]");
    assert.match(elsewhere.report.notices.join("\n"), /schemas name nowhere/);
    assert.equal(elsewhere.report.results[0].status, "unknown", "nothing looked at is no pass");
  });

  it("and the address are told their problems together", async () => {
    const run = await withConfig("polcy: {}\n", {
      "database-url": "mysql://u@h/d",
      checks: "duplicate-index",
    });
    const told = run.annotations.map(({ message }) => message).join("\n");
    assert.match(told, /database-url: this is no PostgreSQL URL/);
    assert.match(told, /polcy is not known/);
    assert.match(told, /checks: "duplicate-index"/);
  });

  it("with mistakes is told whole, and the database is not asked", async () => {
    const run = await withConfig("polcy: {}\nchecks: { duplicate-index: {} }", { "fail-on": "never" });
    assert.equal(run.exitCode, 1);
    assert.equal(run.annotations.filter(({ level }) => level === "error").length, 2);
    assert.match(run.summary, /polcy.*Did you mean policy/s);
    assert.match(run.summary, /duplicate-index.*Did you mean duplicate-indexes/s);
    assert.equal(run.outputs["report-file"], "");
    assert.deepEqual(Object.keys(run.outputs).sort(), OUTPUTS, "a later step can still read them");
  });
});

/** A module that writes down every address that the process connects to. */
function spyOnConnections(): { module: string; read: () => string[] } {
  const folder = mkdtempSync(join(tmpdir(), "pg-preflight-spy-"));
  const module = join(folder, "spy.mjs");
  const log = join(folder, "log");
  writeFileSync(log, "");
  writeFileSync(
    module,
    `import net from "node:net"; import { appendFileSync } from "node:fs"; import dns from "node:dns";
    const connect = net.Socket.prototype.connect;
    net.Socket.prototype.connect = function (...args) {
      const [first, second] = Array.isArray(args[0]) ? args[0] : args;
      const { host, port } = typeof first === "object" && first !== null ? first : { port: first, host: second };
      appendFileSync(${JSON.stringify(log)}, host + ":" + port + "\\n");
      return connect.apply(this, args);
    };
    const fetch = globalThis.fetch;
    globalThis.fetch = (url, ...rest) => { appendFileSync(${JSON.stringify(log)}, "fetch " + url + "\\n"); return fetch(url, ...rest); };`,
  );
  return {
    module,
    read: () =>
      readFileSync(log, "utf8")
        .split("\n")
        .filter((line) => line !== ""),
  };
}
