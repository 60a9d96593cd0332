/** Crashes, promotions, locks, lost connections: the verdicts that are wrong in other tools. */
import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { CheckResult } from "../../src/core/report.ts";
import { type ActionRun, runAction } from "../support/github/runner.ts";
import {
  type Database,
  type OwnServer,
  sharedServer,
  standbyOf,
  startServer,
} from "../support/postgres/postgres.ts";

const resultOf = (run: ActionRun, check: string): CheckResult =>
  run.report.results.find((result: CheckResult) => result.check === check);

/** Tables whose indexes are used; on a server that has counted for so long that silence would mean something. */
async function usedIndexes(server: OwnServer): Promise<Database> {
  const database = await server.createDatabase();
  await database.query(
    "create table used (a int, b int); create index used_a on used (a); create index used_b on used (b)",
  );
  await database.query("insert into used select i, i from generate_series(1, 50000) i; analyze used");
  await database.query(
    "set enable_seqscan = off; select count(*) from used where a = 5; select count(*) from used where b = 5",
  );
  await database.query("select pg_stat_force_next_flush()");
  return database;
}

/** So short that only a window which began anew can be shorter. */
const YOUNG = { ".github/pg-preflight.yml": "checks: { unused-indexes: { observed-for: 1d } }\n" };

describe("just before the run", () => {
  let primary: OwnServer;
  let database: Database;
  let login: string;
  beforeAll(async () => {
    primary = await startServer({ settings: { wal_level: "replica" } });
    database = await usedIndexes(primary);
    login = await database.monitor();
  });
  afterAll(() => primary.remove());

  it("a backend was killed: no index is called unused", async () => {
    await primary.crash();
    const [counters] = await database.query("select sum(idx_scan)::int as scans from pg_stat_user_indexes");
    assert.equal(counters?.scans, 0, "the crash did zero the counters");
    const run = await runAction({ inputs: { "database-url": login }, files: YOUNG });
    const result = resultOf(run, "unused-indexes");
    assert.equal(result.status, "unknown");
    assert.equal(result.unknown?.reason, "window");
    assert.match(result.unknown?.detail ?? "", /crash/);
    assert.doesNotMatch(run.summary, /used_a/);
  });

  it("a standby was promoted: no index is called unused", async () => {
    const standby = await standbyOf(primary);
    try {
      await standby.promote();
      const url = new URL(login);
      url.port = String(standby.port);
      const run = await runAction({ inputs: { "database-url": url.href }, files: YOUNG });
      const result = resultOf(run, "unused-indexes");
      assert.equal(result.status, "unknown");
      assert.match(result.unknown?.detail ?? "", /promoted/);
      assert.doesNotMatch(run.summary, /used_a/);
    } finally {
      await standby.remove();
    }
  });
});

describe("a lock on a table", () => {
  it("ends the run within its time-outs, and what could not be looked at is unknown", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query("create table locked (id serial primary key, a int)");
    await database.query("create index locked_a on locked (a); create index locked_b on locked (a)");
    await database.query("grant select on all sequences in schema public to public");
    await database.query(
      "create table free (a int); create index free_a on free (a); create index free_b on free (a)",
    );
    const login = await database.monitor();
    const migration = await database.connect();
    await migration.query("begin; lock table locked in access exclusive mode");
    const started = Date.now();
    const run = await runAction({ inputs: { "database-url": login, "fail-on": "never" } });
    assert.ok(Date.now() - started < 15_000);
    await migration.query("rollback");
    assert.equal(run.exitCode, 0);
    const untold = run.report.results.filter(
      ({ status, unknown }: CheckResult) =>
        status === "unknown" && unknown?.reason !== "window" && unknown?.reason !== "extension",
    );
    for (const { check, unknown } of untold) assert.equal(unknown?.reason, "timeout", check);
    const duplicates = resultOf(run, "duplicate-indexes");
    assert.ok(
      duplicates.status === "unknown" || duplicates.findings?.length === 2,
      "whole or unknown, never half",
    );
    const again = await runAction({ inputs: { "database-url": login, "fail-on": "never" } });
    assert.equal(resultOf(again, "duplicate-indexes").findings?.length, 2);
  });
});

describe("a login that may do nothing but connect", () => {
  it("gets no crash and no false all-clear, but the grants to give", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query("create extension pg_stat_statements");
    const run = await runAction({
      inputs: { "database-url": await database.stranger(), "fail-on": "never" },
    });
    assert.equal(run.exitCode, 0);
    assert.equal(run.outputs.conclusion, "unknown");
    for (const check of ["query-statistics", "slow-queries", "long-running-queries"]) {
      const { status, unknown } = resultOf(run, check);
      assert.equal(status, "unknown", check);
      assert.match(unknown?.fix?.text ?? "", /^GRANT pg_monitor TO /, check);
    }
    assert.match(run.summary, /GRANT pg_monitor TO/);
  });
});

describe("a run that is short of time", () => {
  it("ends in time and is never green", async () => {
    const database = await (await sharedServer()).createDatabase();
    const run = await runAction({
      inputs: { "database-url": await database.monitor(), "fail-on": "never" },
      files: { ".github/pg-preflight.yml": "policy: { timeout: 1ms }\n" },
    });
    assert.equal(run.exitCode, 1);
    assert.equal(run.outputs.conclusion, "fail");
  });
});
