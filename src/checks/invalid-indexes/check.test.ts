import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { type Database, sharedServer, until } from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

const TABLE = `CREATE TABLE "T t" (id int PRIMARY KEY, a int);
  INSERT INTO "T t" SELECT g, 1 FROM generate_series(1, 100) g;`;

async function databaseWith(sql: string): Promise<Database> {
  const database = await (await sharedServer()).createDatabase();
  await database.query(sql);
  return database;
}

/** A statement that fails and leaves an invalid index behind. */
async function failing(database: Database, sql: string): Promise<void> {
  await assert.rejects(database.query(sql));
}

async function only(database: Database) {
  const { findings, unknown } = await examine(check, database);
  assert.equal(unknown, undefined);
  assert.equal(findings?.length, 1);
  const [finding] = findings;
  assert.ok(finding);
  return finding;
}

async function isClean(database: Database): Promise<void> {
  assert.deepEqual(await examine(check, database), { findings: [] });
}

describe("invalid-indexes on PostgreSQL", () => {
  it("finds what a failed build left behind; rebuilding it mends it", async () => {
    const database = await databaseWith(TABLE);
    await isClean(database);
    await failing(database, 'CREATE UNIQUE INDEX CONCURRENTLY "U u" ON "T t" (a)');

    const finding = await only(database);
    assert.deepEqual(finding, {
      key: 'public."U u"',
      priority: "high",
      message:
        'public."U u" is what a failed build or an interrupted drop left behind: no query uses it and writes pass it by. Values that stand twice may have stopped it: they must be mended first.',
      facts: {
        index: 'public."U u"',
        table: 'public."T t"',
        unique: true,
        maintained_by_writes: false,
        definition: 'CREATE UNIQUE INDEX "U u" ON public."T t" USING btree (a)',
      },
      fix: { sql: 'REINDEX INDEX CONCURRENTLY public."U u";' },
    });
    await database.query('UPDATE "T t" SET a = id');
    await database.query(finding.fix?.sql ?? "");
    await isClean(database);
  });

  it("drops what a failed REINDEX CONCURRENTLY left behind, not the index that works", async () => {
    const database = await databaseWith(TABLE);
    await failing(database, 'CREATE UNIQUE INDEX CONCURRENTLY u ON "T t" (a)');
    await failing(database, "REINDEX INDEX CONCURRENTLY u");
    const { findings = [] } = await examine(check, database);
    assert.deepEqual(
      findings.map(({ key, fix }) => [key, fix?.sql]),
      [
        ["public.u", "REINDEX INDEX CONCURRENTLY public.u;"],
        ["public.u_ccnew", "DROP INDEX CONCURRENTLY public.u_ccnew;"],
      ],
    );
    await database.query('UPDATE "T t" SET a = id');
    for (const { fix } of findings) await database.query(fix?.sql ?? "");
    await isClean(database);
  });

  it("drops the failed one when a valid one like it was made since", async () => {
    const database = await databaseWith(TABLE);
    await failing(database, 'CREATE UNIQUE INDEX CONCURRENTLY first ON "T t" (a)');
    await database.query('UPDATE "T t" SET a = id');
    await database.query('CREATE UNIQUE INDEX second ON "T t" (a)');
    const finding = await only(database);
    assert.match(finding.message, /a valid index like it exists/);
    assert.deepEqual(finding.fix, {
      sql: "DROP INDEX CONCURRENTLY public.first;",
    });
    await database.query(finding.fix?.sql ?? "");
    await isClean(database);
  });

  it("drops what a rebuilt one would repeat, and says what a rebuilt one makes redundant", async () => {
    const database = await databaseWith(`
      CREATE TABLE t (a int, b int, c int);
      INSERT INTO t SELECT g, g, g FROM generate_series(1, 100) g;
      CREATE INDEX covered ON t (a);
      CREATE INDEX covering ON t (a, b);
      CREATE INDEX shorter ON t (b);
      CREATE INDEX longer ON t (b, c);
      CREATE INDEX twin_1 ON t (c, a);
      CREATE INDEX twin_2 ON t (c, a);
      CREATE INDEX within ON t (c)`);
    // As failed concurrent builds leave them.
    await database.query(
      "UPDATE pg_index SET indisvalid = false WHERE indexrelid = ANY ('{covered,longer,twin_1,twin_2,within}'::regclass[])",
    );
    const { findings = [] } = await examine(check, database);
    assert.deepEqual(
      findings.map(({ fix }) => fix?.sql),
      [
        "DROP INDEX CONCURRENTLY public.covered;",
        "REINDEX INDEX CONCURRENTLY public.longer;",
        "REINDEX INDEX CONCURRENTLY public.twin_1;",
        "DROP INDEX CONCURRENTLY public.twin_2;",
        "DROP INDEX CONCURRENTLY public.within;",
      ],
    );
    assert.match(findings[0]?.message ?? "", /; public\.covering begins with all that it would hold\.$/);
    assert.match(
      findings[1]?.message ?? "",
      /Once it is valid, duplicate-indexes will report public\.shorter\.$/,
    );
    for (const { fix } of findings) await database.query(fix?.sql ?? "");
    await isClean(database);
  });

  for (const login of ["monitor", "stranger"] as const) {
    it(`lets a build go on that is in progress, seen by the ${login}`, async () => {
      const database = await databaseWith(TABLE);
      // A build waits for transactions that may still write to the table; meanwhile the index is there, invalid.
      const writer = await database.connect();
      await writer.query('BEGIN; UPDATE "T t" SET a = 2 WHERE id = 1');
      const building = database.query('CREATE INDEX CONCURRENTLY slow ON "T t" (a)');
      await until("the index is there", async () => {
        const rows = await database.query("SELECT FROM pg_index WHERE NOT indisvalid");
        return rows.length === 1;
      });
      const { findings, measurements } = await examine(check, database, { url: await database[login]() });
      await writer.query("COMMIT");
      await building;
      assert.deepEqual(findings, []);
      assert.deepEqual(measurements, [
        { index: "public.slow", table: 'public."T t"', state: "being built or dropped right now" },
      ]);
      await isClean(database);
    });
  }

  it("lets a drop in progress go on, and finds what an interrupted one left behind", async () => {
    const database = await databaseWith(`${TABLE} CREATE INDEX going ON "T t" (a)`);
    const reader = await database.connect();
    await reader.query('BEGIN; SELECT count(*) FROM "T t"');
    const dropper = await database.connect();
    const [backend] = (await dropper.query("SELECT pg_backend_pid() AS pid")).rows;
    const dropping = dropper.query("DROP INDEX CONCURRENTLY going").catch(() => undefined);
    await until("the index is being dropped", async () => {
      const rows = await database.query("SELECT FROM pg_index WHERE NOT indisvalid");
      return rows.length === 1;
    });
    const meanwhile = await examine(check, database);
    await database.query("SELECT pg_cancel_backend($1)", [backend?.pid]);
    await dropping;
    await reader.query("COMMIT");
    assert.deepEqual(meanwhile.findings, []);
    assert.equal(meanwhile.measurements?.length, 1);

    const finding = await only(database);
    assert.equal(finding.facts.maintained_by_writes, true);
    await database.query(finding.fix?.sql ?? "");
    await isClean(database);
  });

  it("does not take a vacuum on the table for a build", async () => {
    const database = await databaseWith(TABLE);
    await failing(database, 'CREATE UNIQUE INDEX CONCURRENTLY u ON "T t" (a)');
    const vacuum = await database.connect();
    await vacuum.query('BEGIN; LOCK TABLE "T t" IN SHARE UPDATE EXCLUSIVE MODE');
    const { findings } = await examine(check, database);
    await vacuum.query("COMMIT");
    assert.equal(findings?.length, 1);
  });

  it("says which partitions a partitioned index waits for", async () => {
    const database = await databaseWith(`
      CREATE TABLE p (k int, v int) PARTITION BY RANGE (k);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
      CREATE TABLE "P 2" PARTITION OF p FOR VALUES FROM (100) TO (200);
      CREATE INDEX p_v ON ONLY p (v);
      CREATE INDEX p1_v ON p1 (v);
      ALTER INDEX p_v ATTACH PARTITION p1_v`);
    const finding = await only(database);
    assert.equal(finding.key, "public.p_v");
    assert.equal(finding.priority, "low");
    assert.match(finding.message, /waits for its partitions: 1 of them/);
    assert.deepEqual(finding.facts.first_lacking, ['public."P 2"']);
    assert.equal(finding.fix, undefined);
    await database.query('CREATE INDEX p2_v ON "P 2" (v); ALTER INDEX p_v ATTACH PARTITION p2_v');
    await isClean(database);
  });
});

describe("invalid-indexes' judge", () => {
  const row = {
    index_name: "public.i",
    table_name: "public.t",
    partitioned: false,
    in_progress: false,
    is_maintained: true,
    is_live: true,
    is_unique: false,
    is_exclusion: false,
    has_constraint: false,
    has_valid_twin: false,
    repeats: null,
    makes_redundant: [],
    is_reindex_leftover: false,
    lacking_count: 0,
    lacking: [],
    definition: null,
  };
  const fixOf = (changes: Partial<typeof row>) =>
    check.evaluate([{ ...row, ...changes }], contextOf(check)).findings?.[0]?.fix;

  it("can't tell a build from its leftover on a standby", () => {
    const onStandby = contextOf(check, { server: { inRecovery: true } });
    assert.equal(check.evaluate([row], onStandby).unknown?.reason, "unreachable");
    assert.equal(check.evaluate([row], onStandby).findings, undefined);
    assert.deepEqual(check.evaluate([], onStandby), { findings: [] });
  });

  it("never drops what a constraint rests on, and drops what is half dropped", () => {
    assert.equal(
      fixOf({ has_valid_twin: true, has_constraint: true })?.sql,
      "REINDEX INDEX CONCURRENTLY public.i;",
    );
    assert.equal(fixOf({ is_live: false })?.sql, "DROP INDEX CONCURRENTLY public.i;");
    assert.equal(fixOf({ is_exclusion: true, has_constraint: true })?.sql, "REINDEX INDEX public.i;");
  });

  it("says what it costs", () => {
    const message = check.evaluate([row], contextOf(check)).findings?.[0]?.message;
    assert.match(message ?? "", /every write maintains it/);
  });
});
