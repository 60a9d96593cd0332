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
      fix: { sql: 'CREATE INDEX CONCURRENTLY ON public."Child c" ("Par ent");' },
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

describe("what supports a foreign key", () => {
  const options = { "min-size": "96 kB" };
  const keysAt = async (database: Database) =>
    ((await examine(check, database, { options })).findings ?? []).map(({ key }) => key).sort();

  it("is an exclusion constraint and an index of any method that PostgreSQL looks rows up by", async () => {
    const database = await databaseWith(
      `
      CREATE EXTENSION btree_gist;
      CREATE EXTENSION btree_gin;
      CREATE TABLE booking (a int REFERENCES parent, during int4range, EXCLUDE USING gist (a WITH =, during WITH &&));
      INSERT INTO booking SELECT 1, int4range(g, g + 1) FROM generate_series(1, 4000) g;
      CREATE TABLE unique_period (a int REFERENCES parent, during int4range, PRIMARY KEY (a, during WITHOUT OVERLAPS));
      INSERT INTO unique_period SELECT 1, int4range(g, g + 1) FROM generate_series(1, 4000) g;
      CREATE TABLE listed (a int REFERENCES parent, b int);
      INSERT INTO listed SELECT 1, g FROM generate_series(1, 6000) g;
      CREATE INDEX ON listed USING gin (b, a)`,
      18,
    );
    assert.deepEqual(await keysAt(database), []);
  });

  it("is a unique index within the key, and any index that begins with one of its columns", async () => {
    const database = await databaseWith(`
      CREATE TABLE t (id int PRIMARY KEY, x int, FOREIGN KEY (x, id) REFERENCES parent (x, y) DEFERRABLE INITIALLY DEFERRED);
      CREATE TABLE u (x int, y int, z int, FOREIGN KEY (x, y) REFERENCES parent (x, y));
      SET session_replication_role = replica;
      INSERT INTO t SELECT g, 1 ${ROWS};
      INSERT INTO u SELECT 1, 1, g ${ROWS};
      CREATE INDEX ON u (y, z)`);
    assert.deepEqual(await keysAt(database), []);
  });

  it("is no index of another collation", async () => {
    const database = await databaseWith(`
      CREATE TABLE tag (name text PRIMARY KEY);
      INSERT INTO tag VALUES ('a');
      CREATE TABLE tagged (name text REFERENCES tag);
      INSERT INTO tagged SELECT 'a' ${ROWS};
      CREATE INDEX ON tagged (name COLLATE "POSIX")`);
    assert.deepEqual(await keysAt(database), ["public.tagged (name)"]);
  });

  it("is an index on the type that the look-up compares", async () => {
    const database = await databaseWith(`
      CREATE TABLE precise (id numeric PRIMARY KEY);
      INSERT INTO precise VALUES (1);
      CREATE TABLE whole (id int REFERENCES precise);
      INSERT INTO whole SELECT 1 ${ROWS};
      CREATE INDEX ON whole (id)`);
    const { findings } = await examine(check, database);
    const fix = findings?.[0]?.fix?.sql ?? "";
    assert.equal(fix, "CREATE INDEX CONCURRENTLY ON public.whole ((id::numeric));");
    await database.query(fix);
    assert.deepEqual(await keysAt(database), []);
  });

  it("may be an index that is read in another way: the sentence says so", async () => {
    const database = await databaseWith(`
      CREATE TABLE child (a int REFERENCES parent, kind int);
      INSERT INTO child SELECT 1, g % 2 ${ROWS};
      CREATE INDEX child_kind ON child (kind, a);
      CREATE INDEX child_blocks ON child USING brin (a);
      CREATE INDEX child_some ON child (a) WHERE a > 5;
      CREATE INDEX child_other ON child (a) WHERE kind = 1`);
    const { findings } = await examine(check, database);
    assert.match(
      findings?.[0]?.message ?? "",
      / reads the whole table, unless PostgreSQL can make do with public\.child_\w+ \(\w.*\),? /,
    );
    for (const index of [
      "child_kind (other columns come first)",
      "child_blocks (BRIN)",
      "child_some (partial)",
    ]) {
      assert.ok(findings?.[0]?.message.includes(`public.${index}`), index);
    }
    assert.doesNotMatch(findings?.[0]?.message ?? "", /child_other/);
  });
});

describe("the fixes of foreign-key-indexes", () => {
  it("are one index for a key whose columns a longer one can begin with", async () => {
    const database = await databaseWith(`
      CREATE TABLE child (x int, y int REFERENCES parent, FOREIGN KEY (x, y) REFERENCES parent (x, y));
      INSERT INTO child SELECT 1, 1 ${ROWS}`);
    const { findings = [] } = await examine(check, database);
    const fixes = findings.flatMap(({ fix }) => fix?.sql ?? []);
    assert.equal(findings.length, 2);
    assert.deepEqual(fixes, ["CREATE INDEX CONCURRENTLY ON public.child (y, x);"]);
    assert.match(
      findings.find(({ key }) => key === "public.child (y)")?.message ?? "",
      /The index that is proposed for public\.child \(x, y\) serves it too\.$/,
    );
    for (const fix of fixes) await database.query(fix);
    assert.deepEqual(await found(database), []);
  });

  it("rebuild an invalid index that would support the key", async () => {
    const database = await databaseWith(`
      CREATE TABLE child (a int REFERENCES parent);
      INSERT INTO child SELECT 1 ${ROWS};
      CREATE INDEX broken ON child (a);
      UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass`);
    const { findings = [] } = await examine(check, database);
    assert.match(findings[0]?.message ?? "", /public\.broken would support it, but is not valid\.$/);
    assert.equal(findings[0]?.fix?.sql, "REINDEX INDEX CONCURRENTLY public.broken;");
    await database.query(findings[0]?.fix?.sql ?? "");
    assert.deepEqual(await found(database), []);
  });

  it("index the partitions that need it, where an index on the whole would repeat what others have", async () => {
    const database = await databaseWith(`
      CREATE TABLE p (k int, x int, y int, FOREIGN KEY (x, y) REFERENCES parent (x, y)) PARTITION BY RANGE (k);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (20000);
      CREATE TABLE "p 2" PARTITION OF p FOR VALUES FROM (20000) TO (90000);
      INSERT INTO p SELECT g, 1, 1 ${ROWS};
      CREATE INDEX ON p1 (x)`);
    const options = { "min-size": "96 kB" };
    const { findings = [] } = await examine(check, database, { options });
    assert.equal(findings[0]?.fix?.sql, 'CREATE INDEX CONCURRENTLY ON public."p 2" (x, y);');
    await database.query(findings[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database, { options })).findings, []);
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

  it("sums the deletes over the keys of the same columns, and names the tables that lost rows", () => {
    const keys = [
      row,
      { ...row, constraint_name: "busy_fkey", referenced_name: "public.busy", referenced_deletes: 500 },
    ];
    const [finding] = check.evaluate(keys, contextOf(check)).findings ?? [];
    assert.match(
      finding?.message ?? "",
      /each row of public\.parent or public\.busy .* \(since the counters began: 0 of public\.parent deleted, 0 updated; 500 of public\.busy deleted, 0 updated\)\.$/,
    );
    assert.equal(finding?.facts.referenced_deletes, 500);
  });

  it("does not say that none was deleted where a table's rows are not counted", () => {
    const notCounted = {
      ...row,
      referenced_name: "public.partitioned",
      referenced_deletes: null,
      referenced_updates: null,
    };
    const message = check.evaluate([row, notCounted], contextOf(check)).findings?.[0]?.message ?? "";
    assert.doesNotMatch(message, /though none/);
    assert.match(message, /those of public\.partitioned are not counted/);
  });

  it("begins with the keys whose tables were read most", () => {
    const busy = {
      ...row,
      table_name: "public.busy",
      referenced_name: "public.other",
      referenced_deletes: 7,
    };
    const { findings = [] } = check.evaluate(
      [{ ...row, size_bytes: 2 * row.size_bytes }, busy],
      contextOf(check),
    );
    assert.deepEqual(
      findings.map(({ facts }) => facts.table),
      ["public.busy", "public.t"],
    );
  });

  it("says when the referenced table never changed", () => {
    assert.match(evaluate({})?.[0]?.message ?? "", /though none was deleted or updated/);
  });
});
