/** Through PgBouncer in transaction mode: the same report, nothing left behind, no pipelining. */

import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { CheckResult, Report } from "../../src/core/report.ts";
import { sql } from "../../src/generated/sql.ts";
import { type ActionRun, runAction } from "../support/github/runner.ts";
import { needs } from "../support/postgres/needs.ts";
import { type PgBouncer, startPgBouncer } from "../support/postgres/pgbouncer.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";
import { type Proxy as CountingProxy, startProxy } from "../support/postgres/proxy.ts";

describe("through PgBouncer", needs("pgbouncer"), () => {
  let server: OwnServer;
  let database: Database;
  let pooler: PgBouncer;
  let proxy: CountingProxy;
  let login: string;
  let direct: ActionRun;
  let pooled: ActionRun;

  beforeAll(async () => {
    server = await startServer();
    database = await server.createDatabase();
    await database.query("create extension pg_stat_statements");
    await database.query(
      "create table t (id serial primary key, a int); create index t_one on t (a); create index t_two on t (a)",
    );
    login = await database.monitor();
    pooler = await startPgBouncer(server);
    proxy = await startProxy(pooler.port, { transparent: false });
    direct = await runAction({ inputs: { "database-url": login } });
    pooled = await runAction({ inputs: { "database-url": proxy.through(login) } });
  });
  afterAll(async () => {
    await proxy.close();
    await pooler.stop();
    await server.remove();
  });

  it("the report is the same", () => {
    assert.equal(pooled.exitCode, direct.exitCode, pooled.log);
    assert.deepEqual(verdictsOf(pooled.report), verdictsOf(direct.report));
  });

  it("every transaction is awaited: a turn for its frame, its statement and its COMMIT", () => {
    const { messages, waitedTurns, connections, statements: texts } = proxy.counts;
    assert.ok(connections <= 2);
    // The gate's own question has a turn of its own in the transaction of the statement that it guards.
    const gated = texts.filter((text) => text === sql["gate/unchanged"]).length;
    const statements = (messages.P ?? 0) - gated;
    assert.ok(statements > 20);
    // A turn each; the closing message is none.
    const turns = 3 * statements + gated;
    assert.ok(
      waitedTurns >= turns,
      `${waitedTurns} turns for ${statements} statements, ${gated} of them gated`,
    );
    assert.ok(waitedTurns <= turns + connections);
  });

  it("nothing is left behind in the pool: no setting, no transaction, no prepared statement, no lock", async () => {
    const client = await database.connect(pooler.through(login));
    for (const [name, value] of [
      ["statement_timeout", "0"],
      ["lock_timeout", "0"],
      ["search_path", '"$user", public'],
      ["row_security", "on"],
      ["jit", "on"],
      ["transaction_read_only", "off"],
    ] as const) {
      const { rows } = await client.query(`select current_setting('${name}') as value`);
      assert.equal(rows[0].value, value, name);
    }
    const { rows: prepared } = await client.query("select name from pg_prepared_statements");
    assert.deepEqual(prepared, []);
    await client.end();
    const role = decodeURIComponent(new URL(login).username);
    assert.deepEqual(
      await database.query("select state from pg_stat_activity where usename = $1 and state <> 'idle'", [
        role,
      ]),
      [],
    );
    assert.deepEqual(
      await database.query(
        "select l.mode from pg_locks l join pg_stat_activity a using (pid) where a.usename = $1",
        [role],
      ),
      [],
    );
  });

  it("a wrong password has its advice there too", async () => {
    const wrong = new URL(pooler.through(login));
    wrong.password = "another-one";
    assert.match((await runAction({ inputs: { "database-url": wrong.href } })).summary, /password is wrong/);
  });

  it("a start-up parameter that the pooler refuses is named", async () => {
    const run = await runAction({
      inputs: { "database-url": pooler.through(login) },
      env: { PGOPTIONS: "-c statement_timeout=5s" },
    });
    assert.match(run.summary, /refuses a start-up parameter.*ignore_startup_parameters/s);
  });
});

/** What must not depend on the way: everything but times, sizes and momentary counts. */
function verdictsOf(report: Report): unknown {
  return report.results.map(({ check, status, findings = [], unknown, skipped }: CheckResult) => ({
    check,
    status,
    keys: findings.map(({ key }) => key),
    unknown: unknown?.reason,
    skipped: skipped?.reason,
  }));
}
