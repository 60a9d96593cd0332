import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { z } from "zod";
import { contextOf, HOUR, NOW } from "../../../test/support/builders/context.ts";
import { examine, observed } from "../../../test/support/postgres/examine.ts";
import { VERSION } from "../../../test/support/postgres/installation.ts";
import { sharedServer, startServer } from "../../../test/support/postgres/postgres.ts";
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
      CREATE TABLE patient (id int) WITH (autovacuum_enabled = off, autovacuum_analyze_threshold = 15000);
      CREATE TABLE fixed (id int) WITH (autovacuum_enabled = off);
      INSERT INTO patient SELECT generate_series(1, 20000);
      INSERT INTO fixed SELECT generate_series(1, 20000)`);
    await database.query("ANALYZE");
    await database.query("UPDATE patient SET id = id");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
  });

  it("finds a table whose statistics a crash took away, and neither an empty nor a small one", async () => {
    const server = await startServer({ settings: { autovacuum: "off" } });
    const database = await server.createDatabase();
    await database.query(`
      CREATE TABLE big (id int, note text);
      CREATE TABLE small (id int);
      CREATE TABLE empty (id int);
      CREATE TABLE analyzed (id int, note text);
      INSERT INTO big SELECT n, repeat('x', 90) FROM generate_series(1, 20000) AS n;
      INSERT INTO analyzed SELECT n, repeat('x', 90) FROM generate_series(1, 20000) AS n;
      INSERT INTO small SELECT generate_series(1, 5000)`);
    await database.query("ANALYZE analyzed");
    await database.query("CHECKPOINT");
    await server.crash();
    const examineAll = async () => (await examine(check, database, { windows })).findings ?? [];
    assert.deepEqual(
      (await examineAll()).map(({ message }) => message),
      [
        "public.big holds 3 MB, and the planner has neither its number of rows nor statistics of it: it was not analyzed since its statistics were lost. Autovacuum comes only when rows change.",
      ],
    );
    for (const { fix } of await examineAll()) await database.query(fix?.sql ?? "");
    assert.deepEqual(await examineAll(), []);
  });

  it("finds a table that was vacuumed and never analyzed, where it may read the table", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(`
      CREATE TABLE counted (id int) WITH (autovacuum_enabled = off);
      CREATE TABLE known (id int) WITH (autovacuum_enabled = off);
      INSERT INTO counted SELECT generate_series(1, 20000);
      INSERT INTO known SELECT generate_series(1, 20000)`);
    await database.query("VACUUM counted");
    await database.query("VACUUM ANALYZE known");
    await database.query("SELECT pg_stat_reset()");
    const found = async () => (await examine(check, database, { windows, url: database.url })).findings ?? [];
    assert.deepEqual(
      (await found()).map(({ message }) => message),
      [
        "public.counted has 20,000 rows, and the planner has no statistics of any of its columns: it was vacuumed, but never analyzed. Autovacuum is off for it.",
      ],
    );
    assert.deepEqual(
      (await examine(check, database, { windows })).findings,
      [],
      "pg_monitor does not see it",
    );
    for (const { fix } of await found()) await database.query(fix?.sql ?? "");
    assert.deepEqual(await found(), []);
  });

  it("names the setting that keeps ANALYZE out of a table's reach", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(`
      CREATE TABLE lazy (id int) WITH (autovacuum_analyze_threshold = 1000000000);
      INSERT INTO lazy SELECT generate_series(1, 20000)`);
    await database.query("ANALYZE lazy");
    await database.query("UPDATE lazy SET id = id WHERE id <= 4000");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
    await database.query("UPDATE lazy SET id = id WHERE id <= 200");
    const { findings = [] } = await examine(check, database, { windows });
    assert.deepEqual(
      findings.map(({ message }) => message),
      [
        "4,200 rows of public.lazy changed since the last ANALYZE; autovacuum comes at 1,000,002,000, by its own autovacuum_analyze_threshold.",
      ],
    );
    for (const { fix } of findings) await database.query(fix?.sql ?? "");
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
  analyze_setting: "autovacuum_analyze_scale_factor",
  setting_is_own: false,
  uncounted_bytes: null,
  lacks_statistics: false,
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

  it("wants an uncounted table to be large enough for min-rows rows of 100 bytes", () => {
    const uncounted = { rows: 0, changed_rows: 0, analyze_trigger: 50, never_counted: true };
    assert.deepEqual(keys({ ...uncounted, uncounted_bytes: 1_000_000 }), []);
    assert.deepEqual(keys({ ...uncounted, uncounted_bytes: 1_000_001 }), ["public.t"]);
    // Changes are counted again: autovacuum comes by itself.
    assert.deepEqual(keys({ ...uncounted, changed_rows: 1, uncounted_bytes: 1_000_001 }), []);
  });

  it("counts ANALYZE as out of reach beyond all rows, from twice what PostgreSQL's own settings bring", () => {
    const late = { analyze_trigger: 100_001, changed_rows: 20_101 };
    assert.deepEqual(keys(late), ["public.t"]);
    assert.deepEqual(keys({ ...late, analyze_trigger: 100_000 }), []);
    assert.deepEqual(keys({ ...late, changed_rows: 20_100 }), []);
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
