import assert from "node:assert/strict";
import { describe, it } from "node:test";
import check from "../../src/checks/index-sizes.ts";
import { examine } from "../support/examine.ts";
import { sharedServer } from "../support/postgres.ts";

describe("index-sizes on PostgreSQL", () => {
  it("shows each table's indexes, their size and their scans, the largest first", async () => {
    const database = await (await sharedServer()).createDatabase();
    assert.deepEqual(await examine(check, database), { measurements: [] });
    await database.query(`
      CREATE TABLE "Large <b>" (id int PRIMARY KEY, body text);
      INSERT INTO "Large <b>" SELECT g, repeat('x', 100) FROM generate_series(1, 5000) g;
      CREATE INDEX ON "Large <b>" (body);
      CREATE TABLE small (id int PRIMARY KEY);
      CREATE TABLE without (id int);
      CREATE TEMPORARY TABLE gone (id int PRIMARY KEY)`);
    await database.query("VACUUM ANALYZE");
    await database.query(`SET enable_seqscan = off; SELECT FROM "Large <b>" WHERE id = 1`);
    const { measurements, findings } = await examine(check, database);
    assert.equal(findings, undefined);
    assert.deepEqual(
      measurements?.map(({ table }) => table),
      ['public."Large <b>"', "public.small"],
    );
    const [sizes] = await database.query(
      `SELECT pg_indexes_size('"Large <b>"')::int AS indexes, pg_relation_size('"Large <b>"')::int AS heap`,
    );
    const [large] = measurements ?? [];
    assert.deepEqual(large, {
      table: 'public."Large <b>"',
      indexes: 2,
      index_size_bytes: sizes?.indexes,
      table_size_bytes: large?.table_size_bytes,
      scans: 1,
    });
    const heap = Number(large?.table_size_bytes) - sizes?.heap;
    assert.ok(heap >= 0 && heap <= 8192, "the heap and the pages of its empty TOAST table");
  });

  it("sums what comes after the fiftieth in one row", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(`
      CREATE TABLE largest (id int PRIMARY KEY);
      INSERT INTO largest SELECT generate_series(1, 5000);
      ANALYZE largest;
      DO $$ BEGIN FOR i IN 1..51 LOOP EXECUTE format('CREATE TABLE t_%s (id int PRIMARY KEY, a int UNIQUE)', i); END LOOP; END $$`);
    const { measurements = [] } = await examine(check, database);
    assert.equal(measurements.length, 51);
    assert.equal(measurements[0]?.table, "public.largest");
    const { table, indexes, table_size_bytes, scans } = measurements.at(-1) ?? {};
    assert.deepEqual(
      { table, indexes, table_size_bytes, scans },
      { table: "2 smaller tables together", indexes: 4, table_size_bytes: null, scans: null },
    );
  });
});
