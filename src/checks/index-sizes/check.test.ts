import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { z } from "zod";
import { examine } from "../../../test/support/postgres/examine.ts";
import { VERSIONS } from "../../../test/support/postgres/installation.ts";
import { type Database, sharedServer, until } from "../../../test/support/postgres/postgres.ts";
import { collectDatabase } from "../../collect/postgres/collect.ts";
import type { Check } from "../../core/check.ts";
import { type IndexInventory, NO_INVENTORY } from "../../core/index-usage.ts";
import check from "./check.ts";

/** What runFactsOf() makes of a real server's answer. */
async function inventory(database: Database, schemas?: readonly string[]): Promise<IndexInventory> {
  const evidence = await collectDatabase({
    url: await database.monitor(),
    ca: undefined,
    checks: [{ check: check as unknown as Check, options: {} }],
    schemas,
    timeout: 30_000,
  });
  assert.ok(evidence.reached);
  const answer = evidence.answers.get("index-sizes");
  assert.ok(answer !== undefined && "rows" in answer, JSON.stringify(answer));
  return check.state?.read(z.array(check.query.row).parse(answer.rows), {}) ?? NO_INVENTORY;
}

/** Before PostgreSQL 15 a collector counts, a moment later. */
async function counted(database: Database, scans: number): Promise<void> {
  await until("the scans are counted", async () => {
    const { indexes } = await inventory(database);
    return indexes.reduce((sum, index) => sum + index.scans, 0) === scans;
  });
}

const readByIndex = "SET enable_seqscan = off; SET enable_bitmapscan = off;";

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

for (const version of new Set([VERSIONS[0], 18])) {
  describe(`index-sizes' indexes on PostgreSQL ${version}`, () => {
    it("tells each index with its scans, its table's writes and whether it enforces a rule", async () => {
      const database = await (await sharedServer(version)).createDatabase();
      assert.deepEqual(await inventory(database), { indexes: [], smaller: { count: 0, bytes: 0 } });
      await database.query(`
        CREATE EXTENSION btree_gist;
        CREATE TABLE "T b" (id int, a int, body text);
        INSERT INTO "T b" SELECT g, g, repeat('x', 50) || g FROM generate_series(1, 20000) g;
        DELETE FROM "T b" WHERE id > 19990;
        UPDATE "T b" SET a = 0 WHERE id = 1;
        CREATE INDEX "I <b>" ON "T b" (body);
        CREATE UNIQUE INDEX one ON "T b" (id);
        CREATE TABLE e (a int, EXCLUDE USING gist (a WITH =));
        CREATE TEMPORARY TABLE gone (id int PRIMARY KEY)`);
      await database.query("VACUUM ANALYZE");
      await database.query(`${readByIndex} SELECT FROM "T b" WHERE id = 5`);
      await counted(database, 1);
      const { indexes, smaller } = await inventory(database);
      const bytes = async (name: string): Promise<number> =>
        Number((await database.query(`SELECT pg_relation_size('${name}')::int AS bytes`))[0]?.bytes);
      const table = 'public."T b"';
      assert.deepEqual(indexes, [
        {
          name: 'public."I <b>"',
          table,
          bytes: await bytes('"I <b>"'),
          scans: 0,
          tableWrites: 20_011,
          isUnique: false,
        },
        {
          name: "public.one",
          table,
          bytes: await bytes("one"),
          scans: 1,
          tableWrites: 20_011,
          isUnique: true,
        },
        {
          name: "public.e_a_excl",
          table: "public.e",
          bytes: await bytes("e_a_excl"),
          scans: 0,
          tableWrites: 0,
          isUnique: true,
        },
      ]);
      assert.deepEqual(smaller, { count: 0, bytes: 0 });
    });

    it("tells a partitioned index as one, with the sums of its partitions' ones", async () => {
      const database = await (await sharedServer(version)).createDatabase();
      await database.query(`
        CREATE SCHEMA parts;
        CREATE TABLE p (k int, v int) PARTITION BY RANGE (k);
        CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10000) PARTITION BY RANGE (k);
        CREATE TABLE parts.p1a PARTITION OF p1 FOR VALUES FROM (0) TO (10000);
        CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10000) TO (30000);
        INSERT INTO p SELECT g, g FROM generate_series(1, 20000) g;
        CREATE INDEX whole ON p (v);
        CREATE INDEX own ON p2 (k)`);
      await database.query("VACUUM ANALYZE");
      await database.query(
        `${readByIndex} SELECT FROM parts.p1a WHERE v = 5; SELECT FROM p2 WHERE v = 15000; SELECT FROM p2 WHERE v = 7`,
      );
      await counted(database, 3);
      const [sizes] = await database.query(
        `SELECT sum(relpages)::int * 8192 AS whole, min(relpages) FILTER (WHERE relname = 'own') * 8192 AS own
        FROM pg_class WHERE relname IN ('p1a_v_idx', 'p2_v_idx', 'own')`,
      );
      const wanted = [
        {
          name: "public.whole",
          table: "public.p",
          bytes: sizes?.whole - sizes?.own,
          scans: 3,
          tableWrites: 20_000,
          isUnique: false,
        },
        {
          name: "public.own",
          table: "public.p2",
          bytes: sizes?.own,
          scans: 0,
          tableWrites: 10_001,
          isUnique: false,
        },
      ];
      assert.deepEqual((await inventory(database)).indexes, wanted);
      // The partitions' own schema does not matter, that of the whole does.
      assert.deepEqual((await inventory(database, ["public"])).indexes, wanted);
      assert.deepEqual((await inventory(database, ["parts"])).indexes, []);
      const { measurements } = await examine(check, database);
      assert.deepEqual(
        measurements?.map(({ table, indexes }) => [table, indexes]),
        [
          ["public.p2", 2],
          ["parts.p1a", 1],
        ],
        "a partition is a table of its own in the dashboard",
      );
    });

    it("tells the 500 largest of 603, and sums the others", async () => {
      const database = await (await sharedServer(version)).createDatabase();
      await database.query(`
        CREATE TABLE many (a int);
        INSERT INTO many SELECT generate_series(1, 1000);
        DO $$ BEGIN FOR i IN 1..500 LOOP EXECUTE format('CREATE INDEX large_%s ON many (a)', i); END LOOP; END $$;
        CREATE TABLE small (a int);
        INSERT INTO small VALUES (1);
        DO $$ BEGIN FOR i IN 1..103 LOOP EXECUTE format('CREATE INDEX small_%s ON small (a)', i); END LOOP; END $$`);
      await database.query("ANALYZE");
      const { indexes, smaller } = await inventory(database);
      assert.equal(indexes.length, 500);
      assert.ok(indexes.every(({ name }) => name.startsWith("public.large_")));
      const [sizes] = await database.query(
        "SELECT sum(relpages)::int * 8192 AS bytes FROM pg_class WHERE relname LIKE 'small\\_%'",
      );
      assert.deepEqual(smaller, { count: 103, bytes: sizes?.bytes });
    });
  });
}
