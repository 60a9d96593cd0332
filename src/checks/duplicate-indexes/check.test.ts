import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { type Database, sharedServer } from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

async function databaseWith(sql: string, version?: number): Promise<Database> {
  const database = await (await sharedServer(version)).createDatabase();
  await database.query(sql);
  return database;
}

/** What repeats what: `superfluous = kept` of twins, `superfluous < kept` where the other one is longer. */
async function repeats(database: Database): Promise<string[]> {
  const { findings, unknown } = await examine(check, database);
  assert.equal(unknown, undefined);
  return (findings ?? [])
    .map(({ facts }) => `${facts.index} ${facts.identical ? "=" : "<"} ${facts.kept_index}`)
    .sort();
}

/** Applies every fix, each as a statement of its own, and looks again. */
async function repeatsAfterFixes(database: Database): Promise<string[]> {
  const { findings = [] } = await examine(check, database);
  for (const { fix } of findings) await database.query(fix?.sql ?? "");
  return repeats(database);
}

describe("duplicate-indexes' sentences", () => {
  const row = {
    index_name: "public.a",
    table_name: "public.t",
    kept_name: "public.b",
    identical: false,
    kept_has_constraint: false,
    partitioned: false,
    size_bytes: 100,
    kept_size_bytes: 300,
    scans: 0,
    definition: null,
  };
  const message = (changes: Partial<typeof row>) =>
    check.evaluate([{ ...row, ...changes }], contextOf(check)).findings?.[0]?.message;

  it("say how much larger the index is that stays, above three times", () => {
    assert.match(message({}) ?? "", /instead\.$/);
    assert.match(message({ kept_size_bytes: 420 }) ?? "", /, which is 4\.2 times as large\.$/);
    assert.match(message({ size_bytes: 0 }) ?? "", /instead\.$/);
  });

  it("say that a constraint rests on the one that stays", () => {
    assert.equal(
      message({ identical: true, kept_has_constraint: true }),
      "public.a is identical to public.b, on which a constraint rests, so one of them is enough.",
    );
  });
});

describe("duplicate-indexes on PostgreSQL", () => {
  it("finds twins and indexes that a longer one begins with; its fixes leave one of each", async () => {
    const database = await databaseWith(`
      CREATE TABLE "Or""ders" (id int PRIMARY KEY, org int, status text);
      INSERT INTO "Or""ders" SELECT g, g, g::text FROM generate_series(1, 100) g;
      CREATE INDEX a_org ON "Or""ders" (org);
      CREATE INDEX b_org ON "Or""ders" (org);
      CREATE INDEX c_org_status ON "Or""ders" (org, status);
      CREATE INDEX status_1 ON "Or""ders" (lower(status)) WHERE org > 5;
      CREATE INDEX "status_2
::error::" ON "Or""ders" (lower(  status )) WHERE (org) > 5;
      ANALYZE`);
    assert.deepEqual(await repeats(database), [
      'public."status_2\n::error::" = public.status_1',
      "public.a_org < public.c_org_status",
      "public.b_org < public.c_org_status",
    ]);
    const { findings } = await examine(check, database);
    const found = findings?.find(({ key }) => key === "public.a_org");
    assert.deepEqual(found, {
      key: "public.a_org",
      priority: "low",
      message:
        "public.a_org holds only what public.c_org_status begins with, so queries can use that one instead.",
      facts: {
        index: "public.a_org",
        table: 'public."Or""ders"',
        size_bytes: 16384,
        scans: 0,
        kept_index: "public.c_org_status",
        kept_size_bytes: 16384,
        identical: false,
        definition: 'CREATE INDEX a_org ON public."Or""ders" USING btree (org)',
      },
      fix: { sql: "DROP INDEX CONCURRENTLY public.a_org;" },
    });
    assert.deepEqual(await repeatsAfterFixes(database), []);
    const left = await database.query(
      "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    );
    assert.deepEqual(
      left.map(({ indexname }) => indexname),
      ['Or"ders_pkey', "c_org_status", "status_1"],
    );
  });

  it("lets alone what only looks alike", async () => {
    const database = await databaseWith(`
      CREATE TABLE t (id int PRIMARY KEY, a int, b int, c text, d jsonb, p point, v tsvector);
      CREATE INDEX ON t (a, b);
      CREATE INDEX ON t (a, b DESC);
      CREATE INDEX ON t (a DESC NULLS LAST, b);
      CREATE INDEX ON t (b, a);
      CREATE INDEX ON t USING hash (a);
      CREATE INDEX ON t USING brin (a) WITH (pages_per_range = 16);
      CREATE INDEX ON t USING brin (a);
      CREATE INDEX ON t (a) WHERE b > 1;
      CREATE INDEX ON t (a) WHERE b > 2;
      CREATE INDEX ON t (c);
      CREATE INDEX ON t (c text_pattern_ops);
      CREATE INDEX ON t (c COLLATE "C");
      CREATE INDEX ON t (lower(c));
      CREATE INDEX ON t (upper(c));
      CREATE INDEX ON t USING gin (d);
      CREATE INDEX ON t USING gin (d jsonb_path_ops);
      CREATE INDEX ON t USING gin (d) WHERE a = 1;
      CREATE INDEX ON t USING gist (v);
      CREATE INDEX ON t USING gist (v tsvector_ops (siglen = 100));
      CREATE INDEX ON t (b) INCLUDE (c);
      CREATE INDEX ON t (b DESC) INCLUDE (a);
      CREATE TEMPORARY TABLE gone (a int);
      CREATE INDEX ON gone (a);
      CREATE INDEX ON gone (a)`);
    assert.deepEqual(await repeats(database), []);
  });

  it("counts INCLUDE columns as columns to have", async () => {
    const database = await databaseWith(`
      CREATE TABLE t (a int, b int, c int);
      CREATE INDEX plain ON t (a);
      CREATE INDEX richer ON t (a) INCLUDE (b, c);
      CREATE INDEX turned ON t (a) INCLUDE (c, b)`);
    assert.deepEqual(await repeats(database), [
      "public.plain < public.richer",
      "public.turned < public.richer",
    ]);
    assert.deepEqual(await repeatsAfterFixes(database), []);
  });

  it("keeps what does more than speed up reads, whatever its name", async () => {
    // NULLS NOT DISTINCT came with 15.
    const database = await databaseWith(
      `
      CREATE TABLE t (z int PRIMARY KEY, u int NOT NULL, c int, r int NOT NULL, n int, d int);
      CREATE UNIQUE INDEX a_like_the_primary_key ON t (z);
      CREATE INDEX a_plain_unique ON t (u);
      CREATE UNIQUE INDEX z_unique ON t (u);
      CREATE INDEX a_clustered ON t (c);
      CREATE INDEX z_clustered ON t (c);
      ALTER TABLE t CLUSTER ON z_clustered;
      CREATE UNIQUE INDEX a_identity ON t (r);
      CREATE UNIQUE INDEX z_identity ON t (r);
      ALTER TABLE t REPLICA IDENTITY USING INDEX z_identity;
      ALTER TABLE t ADD CONSTRAINT z_deferred UNIQUE (d) DEFERRABLE;
      CREATE UNIQUE INDEX a_immediate ON t (d);
      CREATE UNIQUE INDEX a_nulls ON t (n) NULLS NOT DISTINCT;
      CREATE UNIQUE INDEX z_nulls ON t (n);
      CREATE TABLE child (u int REFERENCES t (z));
      CREATE TABLE two (a int UNIQUE, UNIQUE (a))`,
      18,
    );
    await database.query("ALTER TABLE two ADD CONSTRAINT second UNIQUE (a)");
    assert.deepEqual(await repeats(database), [
      "public.a_clustered = public.z_clustered",
      "public.a_identity = public.z_identity",
      "public.a_like_the_primary_key = public.t_pkey",
      "public.a_plain_unique = public.z_unique",
    ]);
    assert.deepEqual(await repeatsAfterFixes(database), []);
    await assert.rejects(database.query("INSERT INTO t VALUES (1, 1, 1, 1), (2, 1, 1, 2)"), /z_unique/);
  });

  it("keeps a unique index that a foreign key rests on, without a constraint of its own", async () => {
    const database = await databaseWith(`
      CREATE TABLE t (a int NOT NULL);
      CREATE UNIQUE INDEX z_referenced ON t (a);
      CREATE TABLE child (a int REFERENCES t (a));
      CREATE UNIQUE INDEX a_twin ON t (a)`);
    assert.deepEqual(await repeats(database), ["public.a_twin = public.z_referenced"]);
    assert.deepEqual(await repeatsAfterFixes(database), []);
  });

  it("speaks of partitioned indexes by their parents, and never of invalid ones", async () => {
    const database = await databaseWith(`
      CREATE TABLE p (k int, v int) PARTITION BY RANGE (k);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (100);
      CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (100) TO (200);
      INSERT INTO p SELECT g, g FROM generate_series(1, 150) g;
      CREATE INDEX p_k ON p (k);
      CREATE INDEX p_k_again ON p (k);
      CREATE INDEX own ON p1 (k);
      CREATE INDEX waiting_a ON ONLY p (v);
      CREATE INDEX waiting_b ON ONLY p (v);
      ANALYZE`);
    assert.deepEqual(await repeats(database), [
      "public.own = public.p1_k_idx",
      "public.p_k_again = public.p_k",
    ]);
    const { findings } = await examine(check, database);
    const parent = findings?.find(({ key }) => key === "public.p_k_again");
    assert.deepEqual(parent?.fix, { sql: "DROP INDEX public.p_k_again;" });
    assert.equal(parent?.facts.size_bytes, 32768, "both partitions' indexes");
    assert.equal(parent?.facts.definition, "CREATE INDEX p_k_again ON public.p USING btree (k)");
    assert.deepEqual(await repeatsAfterFixes(database), []);
    await database.query(String(parent?.facts.definition));
    const [again] = await database.query(
      "SELECT count(*)::int AS n FROM pg_index WHERE indrelid = 'p1'::regclass AND indisvalid",
    );
    assert.equal(again?.n, 2, "the definition brings the partitions' indexes back");
  });
});
