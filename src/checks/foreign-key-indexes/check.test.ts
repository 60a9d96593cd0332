import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { type Database, sharedServer } from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

const PARENT = `
  CREATE TABLE parent (id int PRIMARY KEY, x int, y int, UNIQUE (x, y));
  INSERT INTO parent SELECT g, g, g FROM generate_series(1, 20) g;`;

/** Above 1 MB. */
const ROWS = "FROM generate_series(1, 40000) g";

async function databaseWith(sql: string, version?: number): Promise<Database> {
  const database = await (await sharedServer(version)).createDatabase();
  await database.query(PARENT + sql);
  await database.query("VACUUM ANALYZE");
  return database;
}

const found = async (database: Database) =>
  ((await examine(check, database)).findings ?? []).map(({ key }) => key).sort();

describe("foreign-key-indexes on PostgreSQL", () => {
  it("finds a foreign key without an index, and its fix makes one", async () => {
    const database = await databaseWith(`
      CREATE TABLE "Child c" (id int PRIMARY KEY, "Par ent" int REFERENCES parent ON DELETE CASCADE);
      INSERT INTO "Child c" SELECT g, 1 ${ROWS};
      DELETE FROM parent WHERE id = 20`);
    const { findings, unknown } = await examine(check, database);
    assert.equal(unknown, undefined);
    assert.equal(findings?.length, 1);
    const [finding] = findings;
    assert.deepEqual(finding, {
      key: 'public."Child c" ("Par ent")',
      priority: "low",
      message:
        'The foreign key public."Child c" ("Par ent") has no supporting index: each row of public.parent that is deleted, or whose key is updated, reads the whole table (since the counters began: 1 deleted, 0 updated).',
      facts: {
        table: 'public."Child c"',
        columns: ['"Par ent"'],
        size_bytes: finding?.facts.size_bytes,
        foreign_keys: ['"Child c_Par ent_fkey"'],
        references: ["public.parent"],
        on_delete: "CASCADE",
        referenced_deletes: 1,
        referenced_updates: 0,
      },
      fix: { sql: 'CREATE INDEX CONCURRENTLY ON public."Child c" ("Par ent");', standsAlone: true },
    });
    await database.query(finding?.fix?.sql ?? "");
    assert.deepEqual(await examine(check, database), { findings: [] });
  });

  it("takes every index that begins with the key, in any order", async () => {
    const database = await databaseWith(`
      CREATE TABLE child (
        a int REFERENCES parent, b int REFERENCES parent, c int REFERENCES parent, d int REFERENCES parent,
        e int PRIMARY KEY REFERENCES parent DEFERRABLE INITIALLY DEFERRED, x int, y int, z int,
        FOREIGN KEY (x, y) REFERENCES parent (x, y));
      BEGIN; SET CONSTRAINTS ALL DEFERRED; SET session_replication_role = replica;
      INSERT INTO child SELECT 1, 1, 1, 1, g, 1, 1, 1 ${ROWS}; COMMIT;
      CREATE INDEX ON child (a, z);
      CREATE INDEX ON child USING hash (b);
      CREATE INDEX ON child (c) WHERE c IS NOT NULL;
      CREATE INDEX ON child (y, x, z) WHERE x IS NOT NULL AND y IS NOT NULL;
      CREATE UNIQUE INDEX ON child (d, e)`);
    assert.deepEqual(await found(database), []);
  });

  it("takes no index that does not help", async () => {
    const database = await databaseWith(`
      CREATE TABLE child (
        a int REFERENCES parent, b int REFERENCES parent, c int REFERENCES parent, d int REFERENCES parent,
        x int, y int, z int, FOREIGN KEY (x, y) REFERENCES parent (x, y));
      INSERT INTO child SELECT 1, 1, 1, 1, 1, 1, g ${ROWS};
      CREATE INDEX ON child (z, a);
      CREATE INDEX ON child USING brin (b);
      CREATE INDEX ON child (c) WHERE c > 0;
      CREATE INDEX ON child (d) WHERE d IS NOT NULL AND z > 5;
      CREATE INDEX ON child (z, x, y)`);
    await assert.rejects(
      database.query("CREATE UNIQUE INDEX CONCURRENTLY ON child (a)"),
      "it stays, invalid",
    );
    assert.deepEqual(await found(database), [
      "public.child (a)",
      "public.child (b)",
      "public.child (c)",
      "public.child (d)",
      "public.child (x, y)",
    ]);
  });

  it("lets a key be that is not enforced, and one over periods, which wants another kind of index", async () => {
    const database = await databaseWith(
      `
      CREATE EXTENSION btree_gist;
      CREATE TABLE loose (parent int REFERENCES parent NOT ENFORCED);
      INSERT INTO loose SELECT 1 ${ROWS};
      CREATE TABLE tariff (id int, valid daterange, PRIMARY KEY (id, valid WITHOUT OVERLAPS));
      INSERT INTO tariff VALUES (1, '[2020-01-01,2021-01-01)');
      CREATE TABLE stay (tariff int, valid daterange,
        FOREIGN KEY (tariff, PERIOD valid) REFERENCES tariff (id, PERIOD valid));
      INSERT INTO stay SELECT 1, '[2020-02-01,2020-03-01)' ${ROWS};
      CREATE INDEX ON stay USING gist (tariff, valid)`,
      18,
    );
    assert.deepEqual(await found(database), []);
  });

  it("speaks once of two foreign keys on the same columns", async () => {
    const database = await databaseWith(`
      CREATE TABLE other (id int PRIMARY KEY);
      INSERT INTO other VALUES (1);
      CREATE TABLE child (a int REFERENCES parent REFERENCES other);
      INSERT INTO child SELECT 1 ${ROWS}`);
    const { findings } = await examine(check, database);
    assert.equal(findings?.length, 1);
    assert.deepEqual(findings?.[0]?.facts.references, ["public.other", "public.parent"].toReversed());
  });

  it("lets small tables be, and looks at no schema that it was not given", async () => {
    const database = await databaseWith(`
      CREATE TABLE small (a int REFERENCES parent);
      INSERT INTO small SELECT 1 FROM generate_series(1, 1000);
      CREATE SCHEMA other;
      CREATE TABLE other.child (a int REFERENCES parent);
      INSERT INTO other.child SELECT 1 ${ROWS}`);
    assert.deepEqual((await examine(check, database, { schemas: ["public"] })).findings, []);
    assert.deepEqual(await found(database), ["other.child (a)"]);
  });

  it("tells a partitioned table as one, and takes the partitions' own indexes", async () => {
    const database = await databaseWith(`
      CREATE TABLE p (k int, v int REFERENCES parent, w int REFERENCES parent) PARTITION BY RANGE (k);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (20000);
      CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (20000) TO (90000);
      INSERT INTO p SELECT g, 1, 1 ${ROWS};
      CREATE INDEX ON p1 (v);
      CREATE INDEX ON p1 (w);
      CREATE INDEX ON p2 (w)`);
    const { findings } = await examine(check, database, { options: { "min-size": "96 kB" } });
    assert.deepEqual(
      findings?.map(({ key, facts }) => [key, facts.partitions_lacking]),
      [["public.p (v)", 1]],
    );
    assert.match(findings?.[0]?.fix?.sql ?? "", /^--.*\nCREATE INDEX ON public\.p \(v\);$/);
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual(await examine(check, database, { options: { "min-size": "96 kB" } }), { findings: [] });
  });

  it("counts a table once that refers to a partitioned one", async () => {
    const database = await databaseWith(`
      CREATE TABLE referenced (k int PRIMARY KEY) PARTITION BY RANGE (k);
      CREATE TABLE referenced_1 PARTITION OF referenced FOR VALUES FROM (0) TO (10);
      CREATE TABLE referenced_2 PARTITION OF referenced FOR VALUES FROM (10) TO (20);
      INSERT INTO referenced VALUES (1);
      CREATE TABLE child (r int REFERENCES referenced);
      INSERT INTO child SELECT 1 ${ROWS}`);
    const { findings } = await examine(check, database);
    assert.equal(findings?.length, 1);
    const [size] = await database.query(
      "SELECT relpages * 8192 AS bytes FROM pg_class WHERE relname = 'child'",
    );
    assert.equal(findings?.[0]?.facts.size_bytes, size?.bytes);
    assert.equal(findings?.[0]?.facts.referenced_deletes, null);
  });
});

describe("foreign-key-indexes' judge", () => {
  const row = {
    table_name: "public.t",
    columns: ["a"],
    index_columns: ["a"],
    constraint_name: "t_a_fkey",
    referenced_name: "public.parent",
    partitioned: false,
    tables_lacking: 1,
    lacking_tables: null,
    partition_of: [],
    size_bytes: 1024 ** 2,
    on_delete: "NO ACTION",
    referenced_deletes: 0,
    referenced_updates: 0,
    uncertain_indexes: [],
    invalid_index: null,
  };
  const evaluate = (changes: Partial<typeof row>) =>
    check.evaluate([{ ...row, ...changes }], contextOf(check)).findings;

  it("begins at min-size", () => {
    assert.equal(evaluate({})?.length, 1);
    assert.equal(evaluate({ size_bytes: 1024 ** 2 - 1 })?.length, 0);
    assert.ok(!check.options.safeParse({ "min-size": "95 kB" }).success);
  });

  it("says when the referenced table never changed", () => {
    assert.match(evaluate({})?.[0]?.message ?? "", /though none was deleted or updated/);
  });
});
