import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { type Database, sharedServer } from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

async function databaseWith(sql: string): Promise<Database> {
  const database = await (await sharedServer()).createDatabase();
  await database.query(sql);
  return database;
}

/** As a login that may read sequences: the check's own verdict, without the question of privileges. */
const found = async (database: Database) => {
  const { findings, unknown } = await examine(check, database, { url: database.url });
  assert.equal(unknown, undefined);
  return (findings ?? []).map(({ key }) => key).sort();
};

describe("sequence-exhaustion on PostgreSQL", () => {
  it("finds a serial column near its end; its fix widens column and sequence", async () => {
    const database = await databaseWith(`CREATE TABLE "T t" (id serial PRIMARY KEY, "n n" smallserial)`);
    assert.deepEqual(await found(database), []);
    await database.query(`SELECT setval('"T t_id_seq"', 1800000000)`);

    const { findings = [] } = await examine(check, database, { url: database.url });
    assert.deepEqual(findings, [
      {
        key: 'public."T t_id_seq"',
        priority: "high",
        message: 'public."T t_id_seq" has used 83 % of its numbers: 347,483,647 are left.',
        facts: {
          sequence: 'public."T t_id_seq"',
          table: 'public."T t"',
          column: "id",
          column_type: "integer",
          last_value: 1_800_000_000,
          last_possible: 2_147_483_647,
          used_percent: 83.8,
        },
        fix: findings[0]?.fix,
      },
    ]);
    await database.query(findings[0]?.fix?.sql ?? "");
    assert.deepEqual(await found(database), []);
    await database.query(`SELECT setval('"T t_id_seq"', 3000000000); INSERT INTO "T t" DEFAULT VALUES`);
  });

  it("goes by the column when that ends before its sequence", async () => {
    const database = await databaseWith(`
      CREATE SEQUENCE shared;
      CREATE DOMAIN small_number AS int;
      CREATE TABLE wide (id bigint DEFAULT nextval('shared'));
      CREATE DOMAIN key_number AS small_number;
      CREATE TABLE narrow (id key_number DEFAULT nextval('shared'));
      CREATE TABLE owner (id int);
      CREATE SEQUENCE owned OWNED BY owner.id;
      SELECT setval('shared', 2000000000), setval('owned', 2000000000)`);
    assert.deepEqual(await found(database), ["public.owned", "public.shared"]);
    const { findings } = await examine(check, database, { url: database.url });
    const shared = findings?.find(({ key }) => key === "public.shared");
    assert.match(shared?.message ?? "", /column public\.narrow\.id is only .*key_number/);
    for (const { fix } of findings ?? []) await database.query(fix?.sql ?? "");
    assert.deepEqual(await found(database), []);
  });

  it("knows identity columns, sequences of nobody, those that count down, and partitioned tables", async () => {
    const database = await databaseWith(`
      CREATE TABLE i (id int GENERATED ALWAYS AS IDENTITY, far bigint GENERATED ALWAYS AS IDENTITY);
      CREATE SEQUENCE free MAXVALUE 1000;
      CREATE SEQUENCE down AS int INCREMENT -1;
      CREATE SEQUENCE down_far INCREMENT -1;
      CREATE TABLE p (id serial, k int) PARTITION BY RANGE (k);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);
      SELECT setval('i_id_seq', 2000000000), setval('i_far_seq', 2000000000), setval('free', 990),
        setval('down', -2000000000), setval('down_far', -2000000000), setval('p_id_seq', 2000000000)`);
    assert.deepEqual(await found(database), [
      "public.down",
      "public.free",
      "public.i_id_seq",
      "public.p_id_seq",
    ]);
    const { findings } = await examine(check, database, { url: database.url });
    assert.equal(findings?.find(({ key }) => key === "public.p_id_seq")?.facts.table, "public.p");
    for (const { fix } of findings ?? []) await database.query(fix?.sql ?? "");
    assert.deepEqual(await found(database), []);
  });

  it("names what uses the column, changes nothing while it is there, and all once it is dropped", async () => {
    const database = await databaseWith(`
      CREATE SCHEMA "S\ns";
      CREATE TABLE "S\ns".t (id serial PRIMARY KEY, v int, twice int GENERATED ALWAYS AS (id * 2) STORED);
      CREATE TABLE child (r int REFERENCES "S\ns".t);
      CREATE VIEW plain AS SELECT id FROM "S\ns".t;
      CREATE MATERIALIZED VIEW "of\nview" AS SELECT * FROM plain;
      CREATE VIEW without AS SELECT v FROM "S\ns".t;
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
      CREATE TRIGGER of_id BEFORE UPDATE OF id ON "S\ns".t FOR EACH ROW EXECUTE FUNCTION f();
      CREATE POLICY p ON "S\ns".t USING (id > 0);
      CREATE TABLE parent (id serial, k int) PARTITION BY LIST (k);
      CREATE TABLE part PARTITION OF parent FOR VALUES IN (1);
      CREATE VIEW of_part AS SELECT id FROM part;
      SELECT setval('"S\ns".t_id_seq', 2000000000), setval('parent_id_seq', 2000000000)`);
    const { findings = [] } = await examine(check, database, { url: database.url });
    const usedBy = Object.fromEntries(findings.map(({ key, facts }) => [key, facts.column_used_by]));
    assert.deepEqual(usedBy, {
      '"S\ns".t_id_seq': [
        'materialized view public."of\nview"',
        "view public.plain",
        'column twice of table "S\ns".t',
        'policy p on table "S\ns".t',
        'trigger of_id on table "S\ns".t',
      ],
      "public.parent_id_seq": ["view public.of_part"],
    });
    const typesOf = async () =>
      database.query("SELECT format_type(seqtypid, NULL) AS type FROM pg_sequence ORDER BY seqrelid");
    const before = await typesOf();
    const [fix = "", ofParent = ""] = findings.map((finding) => finding.fix?.sql);
    assert.match(fix, /^-- - materialized view public\."of↵view"$/m);
    // As psql without ON_ERROR_STOP: a failed line does not stop the next.
    const session = await database.connect();
    for (const line of [...fix.split("\n"), ...ofParent.split("\n")]) {
      await session.query(line).catch(() => undefined);
    }
    await session.end();
    assert.deepEqual(await typesOf(), before, "no half of it is done");
    await database.query(`DROP MATERIALIZED VIEW "of\nview"; DROP VIEW plain, of_part;
      ALTER TABLE "S\ns".t DROP COLUMN twice; DROP POLICY p ON "S\ns".t; DROP TRIGGER of_id ON "S\ns".t`);
    await database.query(fix);
    await database.query(ofParent);
    assert.deepEqual(await found(database), []);
  });

  it("has no fix for a column of a partition key, and widens the parent of a table that was attached", async () => {
    const database = await databaseWith(`
      CREATE TABLE keyed (id serial) PARTITION BY RANGE (id);
      CREATE TABLE older (id int, k int);
      CREATE TABLE parent (id serial, k int) PARTITION BY LIST (k);
      ALTER TABLE older ALTER id SET NOT NULL;
      ALTER TABLE parent ATTACH PARTITION older FOR VALUES IN (1);
      ALTER TABLE older ALTER id SET DEFAULT nextval('parent_id_seq');
      SELECT setval('keyed_id_seq', 2000000000), setval('parent_id_seq', 2000000000)`);
    const { findings = [] } = await examine(check, database, { url: database.url });
    const [keyed, parent] = findings;
    assert.equal(keyed?.fix, undefined);
    assert.match(keyed?.message ?? "", /in the partition key, and PostgreSQL can't change its type/);
    assert.equal(parent?.facts.table, "public.parent");
    await database.query(parent?.fix?.sql ?? "");
    assert.deepEqual(await found(database), ["public.keyed_id_seq"]);
  });

  it("ends where two views use each other", async () => {
    const database = await databaseWith(`
      CREATE TABLE t (id serial);
      CREATE VIEW a AS SELECT id FROM t;
      CREATE VIEW b AS SELECT id FROM a;
      CREATE OR REPLACE VIEW a AS SELECT t.id FROM t LEFT JOIN b ON false;
      SELECT setval('t_id_seq', 2000000000)`);
    const { findings } = await examine(check, database, { url: database.url });
    assert.deepEqual(findings?.[0]?.facts.column_used_by, ["view public.b", "view public.a"]);
  });

  it("lets alone what starts again, was never used, is temporary or has centuries to go", async () => {
    const database = await databaseWith(`
      CREATE SEQUENCE round MAXVALUE 10 CYCLE;
      CREATE SEQUENCE unused MINVALUE 1 MAXVALUE 3;
      CREATE SEQUENCE far;
      CREATE SEQUENCE whole MINVALUE -9223372036854775808 START 1;
      CREATE TABLE half (id serial);
      SELECT setval('round', 10), setval('far', 5000000000), setval('half_id_seq', 1073741820)`);
    assert.deepEqual(await found(database), []);
  });

  it("counts every number, in steps, and one that was never drawn from where the sequence starts", async () => {
    const database = await databaseWith(`
      CREATE SEQUENCE exact MAXVALUE 1000;
      CREATE SEQUENCE almost MAXVALUE 1000;
      CREATE SEQUENCE steps INCREMENT 10 MAXVALUE 1000;
      CREATE SEQUENCE starts_late AS smallint MAXVALUE 100 START 92;
      CREATE SEQUENCE starts_in_time AS smallint MAXVALUE 100 START 80;
      CREATE SEQUENCE down_late INCREMENT -1 MINVALUE 1 MAXVALUE 100 START 9;
      CREATE SEQUENCE last MAXVALUE 5 START 5;
      CREATE TABLE narrow (id smallint);
      CREATE SEQUENCE beyond OWNED BY narrow.id;
      SELECT setval('exact', 800), setval('almost', 799), setval('steps', 791), setval('beyond', 40000)`);
    const { findings = [] } = await examine(check, database, { url: database.url });
    assert.deepEqual(
      findings.map(({ message }) => message),
      [
        "public.beyond has used 100 % of its numbers: the column public.narrow.id is only smallint and takes 0 more.",
        "public.down_late starts at 9 and is not used yet: 9 are left.",
        "public.exact has used 80 % of its numbers: 200 are left.",
        "public.last starts at 5 and is not used yet: 1 is left.",
        "public.starts_late starts at 92 and is not used yet: 9 are left.",
        "public.steps has used 80 % of its numbers: 20 are left.",
      ],
    );
    for (const { fix } of findings) await database.query(fix?.sql ?? "");
    assert.deepEqual(await found(database), []);
  });

  it("sees from PostgreSQL 18 on where RESTART has put a sequence", async () => {
    const database = await databaseWith(`
      CREATE SEQUENCE moved MAXVALUE 100;
      CREATE SEQUENCE set_only MAXVALUE 100;
      ALTER SEQUENCE moved RESTART WITH 90;
      SELECT setval('set_only', 90, false)`);
    const isSeen = (await sharedServer()).version >= 18;
    assert.deepEqual(await found(database), isSeen ? ["public.moved", "public.set_only"] : []);
    await database.query("SELECT nextval('moved'), nextval('set_only')");
    assert.deepEqual(await found(database), ["public.moved", "public.set_only"]);
  });

  it("says what it may not read, with the grant that lets it", async () => {
    const database = await databaseWith(`
      CREATE SCHEMA "S s";
      CREATE TABLE "S s".t (id serial);
      CREATE TABLE mine (id serial, far bigserial);
      SELECT setval('"S s".t_id_seq', 2000000000)`);
    for (const url of [await database.stranger(), await database.monitor()]) {
      const hidden = await examine(check, database, { url });
      assert.deepEqual(hidden.findings, []);
      assert.equal(hidden.unknown?.reason, "permission");
      assert.match(hidden.unknown?.detail ?? "", /2 sequences/, "the bigserial needs no look");
      assert.match(hidden.unknown?.fix?.text ?? "", /IN SCHEMA "S s" TO .*\n.*IN SCHEMA public TO /);
      await database.query(hidden.unknown?.fix?.text.split("\n")[0] ?? "");
      const partly = await examine(check, database, { url });
      assert.deepEqual(
        partly.findings?.map(({ key }) => key),
        ['"S s".t_id_seq'],
      );
      assert.match(partly.unknown?.detail ?? "", /1 sequence stands/);
      await database.query(hidden.unknown?.fix?.text ?? "");
      assert.equal((await examine(check, database, { url })).unknown, undefined);
    }
  });
});

describe("sequence-exhaustion's judge", () => {
  const row = {
    schema_name: "public",
    sequence_name: "public.s",
    hidden: 0,
    sequence_type: "integer",
    table_name: null,
    column_name: null,
    column_type: null,
    column_ends_first: false,
    ascending: true,
    last_value: 80,
    next_value: 81,
    last_possible: 100,
    numbers_left: 20,
    used_percent: 80,
    column_views: [],
    column_users: [],
    in_partition_key: false,
  };
  const count = (changes: Partial<typeof row>, options = {}) =>
    check.evaluate([{ ...row, ...changes }], contextOf(check, { options })).findings?.length;

  it("begins at max-used-percent", () => {
    assert.equal(count({}), 1);
    assert.equal(count({ used_percent: 79.99 }), 0);
    assert.equal(count({ used_percent: 80 }, { "max-used-percent": 90 }), 0);
    assert.ok(!check.options.safeParse({ "max-used-percent": 49 }).success);
  });
});
