import assert from "node:assert/strict";
import { describe, it } from "node:test";
import check from "../../src/checks/slow-queries.ts";
import { contextOf, DAY, HOUR, NOW } from "../support/context.ts";
import { examine, observed } from "../support/examine.ts";
import { type Database, sharedServer, startServer } from "../support/postgres.ts";

const windows = observed(30);
const options = { "max-mean-time": "30ms", "min-calls": 3 };

async function freshDatabase(version?: string): Promise<Database> {
  const database = await (await sharedServer()).createDatabase();
  await database.query(`CREATE EXTENSION pg_stat_statements ${version ? `VERSION '${version}'` : ""}`);
  return database;
}

async function times(number: number, database: Database, text: string): Promise<void> {
  const client = await database.connect();
  for (let run = 0; run < number; run++) await client.query(text);
  await client.end();
}

describe("slow-queries on PostgreSQL", () => {
  it("finds a slow query of this database, whoever runs it, and forgets it after a reset", async () => {
    const database = await freshDatabase();
    assert.deepEqual((await examine(check, database, { options, windows })).findings, []);

    await times(2, database, "/* user: @alice */ SELECT pg_sleep(0.04), 'secret'");
    assert.deepEqual((await examine(check, database, { options, windows })).findings, [], "too few calls");

    const other = await database.connect(await database.stranger());
    await other.query("SELECT pg_sleep(0.05), 'secret'");
    const { findings, unknown } = await examine(check, database, { options, windows });
    assert.equal(unknown, undefined);
    assert.equal(findings?.length, 1, "one statement of two users is one finding");
    const [finding] = findings ?? [];
    assert.equal(finding?.facts.calls, 3);
    assert.equal(finding?.facts.statement, "SELECT pg_sleep($1), $2");
    assert.ok(Number(finding?.facts.mean_ms) >= 40 && Number(finding?.facts.mean_ms) < 5_000);
    assert.ok(Number(finding?.facts.share_percent) > 0 && Number(finding?.facts.share_percent) < 100);
    assert.equal(finding?.facts.rows, 3);

    const elsewhere = await freshDatabase();
    assert.deepEqual(
      (await examine(check, elsewhere, { options, windows })).findings,
      [],
      "another database",
    );

    await database.query(
      "SELECT pg_stat_statements_reset(0, (SELECT oid FROM pg_database WHERE datname = current_database()), 0)",
    );
    assert.deepEqual((await examine(check, database, { options, windows })).findings, []);
  });

  it("leaves out utility statements, monitoring and pg_cron's bookkeeping, but not what an API wraps", async () => {
    const database = await freshDatabase();
    await database.query(`CREATE SCHEMA cron; CREATE TABLE cron.job_run_details (id int, status text);
      CREATE TABLE "pg users" (id int); INSERT INTO "pg users" VALUES (1);
      CREATE MATERIALIZED VIEW slow_view AS SELECT pg_sleep(0.04)::text`);
    await times(3, database, "REFRESH MATERIALIZED VIEW slow_view");
    await times(
      3,
      database,
      "COPY (SELECT pg_sleep(0.04)) TO STDOUT".replace("STDOUT", "PROGRAM 'cat >/dev/null'"),
    );
    await times(3, database, "DO $$ BEGIN PERFORM pg_catalog.pg_sleep(0.04); END $$");
    await times(3, database, "SELECT pg_sleep(0.04) FROM pg_catalog.pg_database LIMIT 1");
    await times(3, database, "SELECT pg_sleep(0.04), count(*) FROM pg_stat_activity");
    await times(
      3,
      database,
      "SELECT pg_sleep(0.04) FROM (SELECT 1) x LEFT JOIN information_schema.tables ON false",
    );
    await times(
      3,
      database,
      "/* job */ WITH x AS MATERIALIZED (SELECT pg_sleep(0.04)::text) INSERT INTO cron.job_run_details SELECT 1 FROM x",
    );
    assert.deepEqual((await examine(check, database, { options, windows })).findings, []);

    // PostgREST's queries look like this, and so would be taken for monitoring by a simpler rule.
    await times(
      3,
      database,
      `-- page
       WITH source AS MATERIALIZED (SELECT pg_sleep(0.04) FROM "pg users") SELECT pg_catalog.count(*) FROM source`,
    );
    const { findings } = await examine(check, database, { options, windows });
    assert.deepEqual(
      findings?.map(({ facts }) => facts.statement),
      [
        `WITH source AS MATERIALIZED (SELECT pg_sleep($1) FROM "pg users") SELECT pg_catalog.count(*) FROM source`,
      ],
    );
  });

  it("reads an extension that was left at an old version", async () => {
    const database = await freshDatabase("1.7");
    await times(3, database, "SELECT pg_sleep(0.04)");
    assert.equal((await examine(check, database, { options, windows })).findings?.length, 1);
  });

  it("is unknown without the extension, without the grant and without the library", async () => {
    const bare = await (await sharedServer()).createDatabase();
    const missing = await examine(check, bare, { windows });
    assert.equal(missing.unknown?.reason, "extension");
    await bare.query(missing.unknown?.fix ?? "");

    const url = await bare.stranger();
    const hidden = await examine(check, bare, { url, windows });
    assert.equal(hidden.unknown?.reason, "permission");
    await bare.query(hidden.unknown?.fix ?? "");
    assert.equal((await examine(check, bare, { url, windows })).unknown, undefined);

    const unloaded = await (await startServer({ preload: [] })).createDatabase();
    await unloaded.query("CREATE EXTENSION pg_stat_statements");
    assert.equal((await examine(check, unloaded, { windows })).unknown?.reason, "extension");
  });
});

const row = {
  query_id: "-42",
  calls: 20,
  total_ms: 20_001,
  max_ms: 5_000,
  row_count: 20,
  database_ms: 40_002,
  has_text: true,
  query: "SELECT $1",
};
const young = { statements: { since: NOW - HOUR, detail: "statistics were reset" } };
const untold = { statements: { since: null, detail: "nothing tells" } };

describe("slow-queries judges", () => {
  it("the average and the number of calls at their limits", () => {
    const judge = (changes: Partial<typeof row>) =>
      check.judge([{ ...row, ...changes }], contextOf(check)).findings?.length;
    assert.equal(judge({}), 1);
    assert.equal(judge({ total_ms: 20_000 }), 0, "a second is not longer than a second");
    assert.equal(judge({ calls: 19, total_ms: 40_000 }), 0);
  });

  it("a short window as unknown only when nothing slow was found", () => {
    const context = contextOf(check, { windows: young });
    assert.equal(check.judge([], context).unknown?.reason, "window");
    assert.equal(check.judge([row], context).unknown, undefined);
    assert.equal(
      check.judge(
        [],
        contextOf(check, { windows: { statements: { ...young.statements, since: NOW - DAY } } }),
      ).unknown,
      undefined,
    );
  });

  it("a window that nothing tells as unknown, with what mends it", () => {
    const on = (versionNumber: number) => contextOf(check, { windows: untold, server: { versionNumber } });
    assert.equal(check.judge([], on(180004)).unknown?.fix, "ALTER EXTENSION pg_stat_statements UPDATE;");
    assert.match(check.judge([], on(130023)).unknown?.fix ?? "", /observed-for: 0s/);
    const told = contextOf(check, { windows: untold, options: { "observed-for": "0s" } });
    assert.equal(check.judge([], told).unknown, undefined);
  });

  it("a slow statement without its text as unknown", () => {
    const judgement = check.judge([{ ...row, has_text: false, query: null }], contextOf(check));
    assert.deepEqual([judgement.findings, judgement.unknown?.reason], [[], "error"]);
  });
});
