import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { z } from "zod";
import { contextOf, HOUR, NOW } from "../../../test/support/builders/context.ts";
import { examine, observed } from "../../../test/support/postgres/examine.ts";
import { VERSION } from "../../../test/support/postgres/installation.ts";
import { sharedServer } from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

const windows = observed(30);

describe("statistics-freshness on PostgreSQL", () => {
  it("finds a table of which much has changed since its last ANALYZE, and its fix analyzes it", async () => {
    const database = await (await sharedServer()).createDatabase();
    assert.deepEqual((await examine(check, database, { windows })).findings, [], "an empty database");

    await database.query(`
      CREATE TABLE "Or""ders" (id int) WITH (autovacuum_enabled = off);
      INSERT INTO "Or""ders" SELECT generate_series(1, 20000)`);
    await database.query('ANALYZE "Or""ders"');
    await database.query('UPDATE "Or""ders" SET id = id WHERE id <= 4000');
    assert.deepEqual((await examine(check, database, { windows })).findings, [], "4,000 is below 2 x 2,050");

    await database.query('UPDATE "Or""ders" SET id = id WHERE id <= 200');
    const { findings, unknown } = await examine(check, database, { windows });
    assert.equal(unknown, undefined);
    assert.equal(findings?.length, 1);
    assert.equal(findings?.[0]?.key, 'public."Or""ders"');
    assert.equal(findings?.[0]?.priority, "low");
    assert.equal(findings?.[0]?.facts.changed_rows, 4_200);
    assert.equal(findings?.[0]?.facts.analyze_trigger, 2_050);
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
  });

  it("goes by the table's own settings, and lets a static table be", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(`
      CREATE TABLE patient (id int) WITH (autovacuum_enabled = off, autovacuum_analyze_threshold = 10000);
      CREATE TABLE fixed (id int) WITH (autovacuum_enabled = off);
      INSERT INTO patient SELECT generate_series(1, 20000);
      INSERT INTO fixed SELECT generate_series(1, 20000)`);
    await database.query("ANALYZE");
    await database.query("UPDATE patient SET id = id");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
  });

  it("finds a partitioned table whose own statistics are missing or old, which autovacuum never mends", async () => {
    // PostgreSQL 13 keeps nothing that tells: there they are left out.
    const database = await (await sharedServer(Math.max(14, VERSION))).createDatabase();
    await database.query(`
      CREATE TABLE events (id int) PARTITION BY RANGE (id);
      CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (100000) PARTITION BY RANGE (id);
      CREATE TABLE events_1a PARTITION OF events_1 FOR VALUES FROM (0) TO (50000);
      CREATE TABLE few (id int) PARTITION BY RANGE (id);
      CREATE TABLE few_1 PARTITION OF few FOR VALUES FROM (0) TO (50000);
      INSERT INTO few SELECT generate_series(1, 9999);
      INSERT INTO events SELECT generate_series(1, 20000)`);
    await database.query("ANALYZE events_1a, few_1");
    const { findings } = await examine(check, database, { windows });
    assert.deepEqual(
      findings?.map((finding) => finding.key),
      ["public.events"],
    );
    assert.match(findings?.[0]?.message ?? "", /never analyzed/);
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);

    await database.query("INSERT INTO events SELECT generate_series(20001, 24100)");
    await database.query("ANALYZE events_1a");
    assert.deepEqual((await examine(check, database, { windows })).findings, [], "4,100 are 2 x 2,050");
    await database.query("INSERT INTO events SELECT generate_series(24101, 24200)");
    await database.query("ANALYZE events_1a");
    const old = await examine(check, database, { windows, url: await database.stranger() });
    assert.match(old.findings?.[0]?.message ?? "", /at least 4,200 rows/);
  });
});

type Row = z.infer<typeof check.query.row>;

const table: Row = {
  table_name: "public.t",
  is_partitioned: false,
  rows: 100_000,
  changed_rows: 30_000,
  analyze_trigger: 10_050,
  never_counted: false,
  autovacuum_off: false,
  last_analyze: null,
};

function evaluate(row: Partial<Row>, overrides: Parameters<typeof contextOf>[1] = {}) {
  return check.evaluate([{ ...table, ...row }], contextOf(check, overrides));
}

const keys = (row: Partial<Row>) => evaluate(row).findings?.map((finding) => finding.key);

describe("statistics-freshness's judge", () => {
  it("wants twice the trigger and min-rows", () => {
    assert.deepEqual(keys({ changed_rows: 20_100 }), []);
    assert.deepEqual(keys({ changed_rows: 20_101 }), ["public.t"]);
    assert.deepEqual(keys({ rows: 9_999 }), []);
    assert.deepEqual(keys({ rows: 10_000 }), ["public.t"]);
  });

  it("is unknown while the counters have not counted for long", () => {
    const young = { tables: { since: NOW - HOUR + 1, detail: "the server recovered from a crash" } };
    assert.equal(evaluate({ changed_rows: 0 }, { windows: young }).unknown?.reason, "window");
    assert.equal(evaluate({ changed_rows: 0 }).unknown, undefined);
  });

  it("analyzes a partitioned table alone where the server can", () => {
    const fix = (versionNumber: number) =>
      evaluate({ is_partitioned: true }, { server: { versionNumber } }).findings?.[0]?.fix?.sql;
    assert.equal(fix(180_004), "ANALYZE ONLY public.t;");
    assert.equal(fix(170_010), "ANALYZE public.t;");
  });

  it("asks nothing of a standby", () => {
    const { server, options } = contextOf(check);
    assert.deepEqual(Object.keys(check.query.statement({ ...server, inRecovery: true }, options)), [
      "skipped",
    ]);
  });
});
