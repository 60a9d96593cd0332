/** A database of 40,000 bad indexes: a summary that GitHub takes, a report that holds them all. */
import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import { type ActionRun, runAction } from "../support/github/runner.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";

const TABLES = 400;
const INDEXES_EACH = 100;

describe("a database of 40,000 invalid indexes", () => {
  let server: OwnServer;
  let database: Database;
  let run: ActionRun;

  beforeAll(async () => {
    server = await startServer({ settings: { autovacuum: "off" } });
    database = await server.createDatabase();
    for (let table = 0; table < TABLES; table += 1) {
      await database.query(`do $$ begin
        create table "table <b>${table}</b>" (a int);
        for i in 1..${INDEXES_EACH} loop
          execute format('create index %I on %I (a)', 'idx | @octocat ${table} ' || i, 'table <b>${table}</b>');
        end loop;
      end $$`);
    }
    // As failed concurrent builds leave them.
    await database.query(
      "update pg_index set indisvalid = false where indrelid in (select oid from pg_class where relname ~ '^table ')",
    );
    // As autovacuum does it elsewhere. Without it each statement costs twice, and a loaded machine runs into the limit.
    await database.query("vacuum analyze");
    run = await runAction({ inputs: { "database-url": await database.monitor() }, timeout: 60_000 });
  });
  afterAll(() => server.remove());

  it("is told whole in the report", () => {
    const invalid = run.report.results.find(({ check }: { check: string }) => check === "invalid-indexes");
    assert.equal(invalid.findings.length, TABLES * INDEXES_EACH);
    assert.equal(
      new Set(invalid.findings.map(({ key }: { key: string }) => key)).size,
      TABLES * INDEXES_EACH,
    );
    assert.equal(run.outputs["high-findings"] === "0", false);
  });

  it("makes a summary below GitHub's limit, which counts and says what it cut", () => {
    assert.equal(run.summaryTooBig, false);
    assert.ok(Buffer.byteLength(run.rawSummary) < 900 * 1024);
    assert.match(run.summary, /40,000/);
    assert.doesNotMatch(run.summary, /<b>\d/);
  });

  it("stops at the gate", () => {
    assert.equal(run.exitCode, 1);
  });
});
