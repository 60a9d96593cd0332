import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { z } from "zod";
import { contextOf, DAY, NOW } from "../../../test/support/builders/context.ts";
import { examine, observed } from "../../../test/support/postgres/examine.ts";
import {
  type Database,
  sharedServer,
  standbyOf,
  startServer,
} from "../../../test/support/postgres/postgres.ts";
import duplicates from "../duplicate-indexes/check.ts";
import check from "./check.ts";

const windows = observed(31);

/** A table whose indexes are larger than 100 kB, none of them used. */
const LARGE = `
  CREATE TABLE t (id int PRIMARY KEY, a int, b int, c text, d int);
  INSERT INTO t SELECT g, g, g, g::text, g FROM generate_series(1, 20000) g;`;

async function databaseWith(sql: string): Promise<Database> {
  const database = await (await sharedServer()).createDatabase();
  await database.query(sql);
  await database.query("VACUUM ANALYZE");
  return database;
}

async function unusedOf(database: Database): Promise<string[]> {
  const { findings, unknown } = await examine(check, database, { windows });
  assert.equal(unknown, undefined);
  return (findings ?? []).map(({ key }) => key).sort();
}

const readByIndex = "SET enable_seqscan = off; SET enable_bitmapscan = off;";

describe("unused-indexes on PostgreSQL", () => {
  it("finds an index that nothing has scanned, and dropping it ends that", async () => {
    const database = await databaseWith(`${LARGE} CREATE INDEX "Idle" ON t (a); CREATE INDEX used ON t (b)`);
    await database.query(`${readByIndex} SELECT count(*) FROM t WHERE b = 5`);

    const { findings, unknown, measurements } = await examine(check, database, { windows });
    assert.equal(unknown, undefined);
    assert.equal(findings?.length, 1);
    const since = String(findings?.[0]?.facts.unused_since_at);
    assert.ok(Math.abs(Date.parse(since) - (windows.tables.since ?? 0)) < 1000);
    assert.deepEqual(findings?.[0], {
      key: 'public."Idle"',
      priority: "low",
      message: `public."Idle": 0 scans since ${since}, or since it was created if that is later.`,
      facts: {
        index: 'public."Idle"',
        table: "public.t",
        size_bytes: findings?.[0]?.facts.size_bytes,
        scans: 0,
        unused_since_at: since,
        table_writes: 20_000,
        definition: 'CREATE INDEX "Idle" ON public.t USING btree (a)',
      },
      fix: { sql: 'DROP INDEX CONCURRENTLY public."Idle";' },
    });
    assert.match(String(measurements?.[0]?.counted_on), /this server alone/);

    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual(await examine(check, database, { windows }), {});
  });

  it("keeps what does more than speed up reads", async () => {
    const database = await databaseWith(`
      CREATE EXTENSION btree_gist;
      ${LARGE}
      CREATE UNIQUE INDEX ON t (a);
      ALTER TABLE t ADD UNIQUE (b);
      ALTER TABLE t ADD EXCLUDE USING gist (d WITH =);
      CREATE INDEX marked ON t (c);
      ALTER TABLE t CLUSTER ON marked;
      CREATE TABLE identity (id int NOT NULL);
      INSERT INTO identity SELECT generate_series(1, 20000);
      CREATE UNIQUE INDEX ON identity (id);
      ALTER TABLE identity REPLICA IDENTITY USING INDEX identity_id_idx;
      CREATE TABLE small (a int);
      INSERT INTO small SELECT generate_series(1, 1000);
      CREATE INDEX ON small (a)`);
    assert.deepEqual(await examine(check, database, { windows }), {});
  });

  it("keeps the only index of a foreign key, and does not count two unused ones as two", async () => {
    const database = await databaseWith(`
      ${LARGE}
      CREATE TABLE child (one int REFERENCES t, two int REFERENCES t, three int REFERENCES t, four int);
      INSERT INTO child SELECT g, g, g, g FROM generate_series(1, 20000) g;
      CREATE INDEX sole ON child (one) WHERE one IS NOT NULL;
      CREATE INDEX first_of_two ON child (two);
      CREATE INDEX second_of_two ON child (two, four);
      CREATE INDEX beside_a_used_one ON child (three, four);
      CREATE INDEX used ON child (three, one)`);
    await database.query(`${readByIndex} SELECT count(*) FROM child WHERE three = 5 AND one = 5`);
    // duplicate-indexes drops the first of the two as well, so the longer one is what is left for the key.
    assert.deepEqual(await unusedOf(database), ["public.beside_a_used_one", "public.first_of_two"]);
  });

  it("never takes the last of two that repeat each other, together with duplicate-indexes", async () => {
    const database = await databaseWith(
      `${LARGE} CREATE INDEX a ON t (a); CREATE INDEX b ON t (a); CREATE INDEX c ON t (a, b)`,
    );
    await database.query("DROP INDEX c");
    await database.query(`${readByIndex} SELECT count(*) FROM t WHERE a = 5`);
    await database.query("CREATE INDEX c ON t (a, b)");
    await database.query("VACUUM ANALYZE");
    const told = [
      ...(await unusedOf(database)),
      ...((await examine(duplicates, database)).findings ?? []).map(({ key }) => key),
    ];
    assert.ok(!told.includes("public.c"), "it takes over from the one that was used");
    assert.ok(told.includes("public.a") && told.includes("public.b"));
  });

  it("is not held back by indexes that only look alike", async () => {
    const database = await databaseWith(`
      CREATE TABLE orders (id int PRIMARY KEY, state text, note text, created int, customer text);
      INSERT INTO orders SELECT g, CASE WHEN g % 100 = 0 THEN 'open' ELSE 'done' END, md5(g::text), g, md5((g % 500)::text)
      FROM generate_series(1, 30000) g;
      CREATE INDEX orders_open ON orders (created) WHERE state = 'open';
      CREATE INDEX orders_done ON orders (created) WHERE state = 'done';
      CREATE INDEX orders_lower_note ON orders (lower(note));
      CREATE INDEX orders_upper_note ON orders (upper(note));
      CREATE INDEX orders_customer ON orders (customer);
      CREATE INDEX orders_customer_posix ON orders (customer COLLATE "POSIX");
      CREATE INDEX orders_created ON orders (created);
      CREATE INDEX orders_created_down ON orders (created DESC NULLS LAST)`);
    await database.query(`${readByIndex}
      SELECT count(*) FROM orders WHERE lower(note) = 'x';
      SELECT count(*) FROM orders WHERE customer = 'x';
      SELECT * FROM orders ORDER BY created DESC NULLS LAST LIMIT 1`);
    assert.deepEqual(await unusedOf(database), [
      "public.orders_created",
      "public.orders_customer_posix",
      "public.orders_done",
      "public.orders_upper_note",
    ]);
  });

  it("is not held back by a foreign key that the index does not support", async () => {
    const database = await databaseWith(`
      CREATE TABLE aaa (id int PRIMARY KEY, name text UNIQUE);
      INSERT INTO aaa SELECT g, g::text FROM generate_series(1, 20000) g;
      CREATE TABLE bbb (a int REFERENCES aaa, b int REFERENCES aaa, c text REFERENCES aaa (name), st int);
      INSERT INTO bbb SELECT g, g, g::text, 1 FROM generate_series(1, 20000) g;
      CREATE INDEX partial ON bbb (a) WHERE st = 1;
      CREATE INDEX behind ON bbb (st, b);
      CREATE INDEX other_collation ON bbb (c COLLATE "POSIX")`);
    assert.deepEqual(await unusedOf(database), ["public.behind", "public.other_collation", "public.partial"]);
  });

  it("tells partitioned indexes as one, unused only when all their parts are", async () => {
    const database = await databaseWith(`
      CREATE TABLE p (k int, v int, w int) PARTITION BY RANGE (k);
      CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10000) PARTITION BY RANGE (k);
      CREATE TABLE p1a PARTITION OF p1 FOR VALUES FROM (0) TO (10000);
      CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (10000) TO (30000);
      INSERT INTO p SELECT g, g, g FROM generate_series(1, 20000) g;
      CREATE INDEX p_v ON p (v);
      CREATE INDEX p_w ON p (w);
      CREATE INDEX waiting ON ONLY p (k)`);
    await database.query(`${readByIndex} SELECT count(*) FROM p2 WHERE w = 15000`);
    const { findings } = await examine(check, database, { windows });
    assert.equal(findings?.length, 1);
    assert.equal(findings?.[0]?.key, "public.p_v");
    assert.equal(findings?.[0]?.facts.table_writes, 20_000);
    const [sizes] = await database.query(
      "SELECT sum(relpages)::int * 8192 AS bytes FROM pg_class WHERE oid IN ('p1a_v_idx'::regclass, 'p2_v_idx'::regclass)",
    );
    assert.equal(findings?.[0]?.facts.size_bytes, sizes?.bytes);
    assert.deepEqual(findings?.[0]?.fix, { sql: "DROP INDEX public.p_v;" });
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual(await examine(check, database, { windows }), {});
  });

  it("looks at materialized views and expressions, not at temporary tables or extensions' own", async () => {
    const database = await databaseWith(`
      ${LARGE}
      CREATE INDEX on_expression ON t (lower(c));
      CREATE MATERIALIZED VIEW m AS SELECT * FROM t;
      CREATE INDEX on_view ON m (a);
      CREATE EXTENSION hstore;
      CREATE TABLE of_extension (a int);
      INSERT INTO of_extension SELECT generate_series(1, 20000);
      CREATE INDEX ON of_extension (a);
      ALTER EXTENSION hstore ADD TABLE of_extension`);
    const { findings } = await examine(check, database, { windows });
    assert.deepEqual(findings?.map(({ key }) => key).sort(), ["public.on_expression", "public.on_view"]);
    assert.match(
      findings?.find(({ key }) => key === "public.on_expression")?.message ?? "",
      /statistics on its expression/,
    );
  });

  it("says nothing of use on a young server, and passes where every index is used", async () => {
    const database = await databaseWith(`${LARGE} CREATE INDEX idle ON t (a)`);
    const { findings, unknown } = await examine(check, database);
    assert.equal(findings, undefined);
    assert.equal(unknown?.reason, "window");
    await database.query(`${readByIndex} SELECT count(*) FROM t WHERE a = 5`);
    assert.deepEqual(await examine(check, database), {});
  });

  it("asks for pg_monitor when it can't see whether there are standbys", async () => {
    const database = await databaseWith(`${LARGE} CREATE INDEX idle ON t (a)`);
    const url = await database.stranger();
    const { unknown, findings } = await examine(check, database, { windows, url });
    assert.equal(findings, undefined);
    assert.equal(unknown?.reason, "permission");
    await database.query(unknown?.fix?.text ?? "");
    assert.equal((await examine(check, database, { windows, url })).findings?.length, 1);
  });

  it("does not judge by one server's counters where a standby serves reads", async () => {
    const primary = await startServer();
    await primary.query(`${LARGE} CREATE INDEX idle ON t (a)`);
    await primary.query("VACUUM ANALYZE");
    const standby = await standbyOf(primary);
    const onPrimary = { url: primary.url, windows };
    // Only its URL is used: the superuser's, who sees the standby.
    const database = await primary.createDatabase();

    const seen = await examine(check, database, onPrimary);
    assert.equal(seen.findings, undefined);
    assert.match(seen.unknown?.fix?.text ?? "", /^replicas: none/);
    assert.match(seen.unknown?.detail ?? "", /a standby is connected/);

    const named = await examine(check, database, { ...onPrimary, replicas: ["reports"] });
    assert.match(named.unknown?.detail ?? "", /reports/);

    const declared = await examine(check, database, { ...onPrimary, replicas: "none" });
    assert.deepEqual(
      declared.findings?.map(({ key }) => key),
      ["public.idle"],
    );
    assert.equal(declared.measurements, undefined);

    const there = await examine(check, database, { url: standby.url, windows, replicas: "none" });
    assert.equal(there.findings, undefined);
    assert.match(there.unknown?.detail ?? "", /is a standby/);

    // Promoted just now, its counters know nothing of what the old primary served.
    await standby.promote();
    const promoted = await examine(check, database, { url: standby.url });
    assert.equal(promoted.findings, undefined);
    assert.equal(promoted.unknown?.reason, "window");
  });

  it("calls no index unused after a crash has zeroed the counters", async () => {
    const server = await startServer();
    await server.query(`${LARGE} CREATE INDEX used ON t (a)`);
    await server.query("VACUUM ANALYZE");
    await server.query(`${readByIndex} SELECT count(*) FROM t WHERE a = 5`);
    const database = await server.createDatabase();
    assert.deepEqual(await examine(check, database, { url: server.url }), {});
    await server.crash();
    const { findings, unknown } = await examine(check, database, { url: server.url });
    assert.equal(findings, undefined);
    assert.equal(unknown?.reason, "window");
  });
});

type Row = z.infer<typeof check.query.row>;

const idle: Row = {
  index_name: "public.i",
  table_name: "public.t",
  partitioned: false,
  has_expressions: false,
  size_bytes: 102_400,
  scans: 0,
  last_scan_s: null,
  table_writes: 5,
  definition: null,
  needed_for: [],
  replaces: [],
};

describe("unused indexes that can go together", () => {
  const named = (index_name: string, changes: Partial<Row> = {}): Row => ({
    ...idle,
    index_name,
    ...changes,
  });
  const going = (rows: readonly Row[], isReported = true) =>
    check
      .evaluate(rows, { ...contextOf(check), isReported: () => isReported })
      .findings?.map(({ key }) => key) ?? [];

  it("leave one for each foreign key", () => {
    const key = (...names: string[]) => [names.map((name) => ({ name, is_duplicate: false }))];
    assert.deepEqual(going([named("a", { needed_for: key("b") }), named("b", { needed_for: key("a") })]), [
      "a",
    ]);
    assert.deepEqual(going([named("a", { needed_for: key("used") })]), ["a"]);
  });

  it("leave the one that takes over from a duplicate, only when the duplicate is reported", () => {
    const replacing = named("a", { replaces: [{ name: "used", is_scanned: true }] });
    assert.deepEqual(going([replacing]), []);
    assert.deepEqual(going([replacing], false), ["a"]);
    assert.deepEqual(going([named("a", { replaces: [{ name: "never", is_scanned: false }] })]), ["a"]);
    const both = [named("a", { replaces: [{ name: "b", is_scanned: true }] }), named("b")];
    assert.deepEqual(going(both), ["a", "b"], "neither is used");
  });

  it("rest on no duplicate that is dropped too", () => {
    const needing = named("a", { needed_for: [[{ name: "b", is_duplicate: true }]] });
    assert.deepEqual(going([needing]), []);
    assert.deepEqual(going([needing], false), ["a"]);
  });
});

describe("unused-indexes' judge", () => {
  const count = (row: Partial<Row>, overrides: Parameters<typeof contextOf>[1] = {}) =>
    check.evaluate([{ ...idle, ...row }], contextOf(check, overrides)).findings?.length ?? 0;

  it("begins at min-size", () => {
    assert.equal(count({ size_bytes: 102_400 }), 1);
    assert.equal(count({ size_bytes: 102_399 }), 0);
    assert.equal(count({ size_bytes: 1_000_000 }, { options: { "min-size": "1 MB" } }), 0);
  });

  it("needs observed-for, to the millisecond", () => {
    const since = (time: number) => ({ windows: { tables: { since: time, detail: "reset" } } });
    assert.equal(count({}, since(NOW - 30 * DAY)), 1);
    assert.equal(count({}, since(NOW - 30 * DAY + 1)), 0);
    const short = check.evaluate([idle], contextOf(check, since(NOW - 30 * DAY + 1)));
    assert.equal(short.unknown?.reason, "window");
    const never = check.evaluate(
      [idle],
      contextOf(check, { windows: { tables: { since: null, detail: "nothing tells" } } }),
    );
    assert.deepEqual(never, { unknown: { reason: "window", detail: "nothing tells" } });
  });

  it("takes an index whose last scan is longer ago than idle-for, and says since when", () => {
    const last = (time: number) => ({ scans: 7, last_scan_s: time / 1000 });
    assert.equal(count(last(NOW - 100 * DAY)), 1);
    assert.equal(count(last(NOW - 100 * DAY + 1000)), 0);
    assert.equal(count({ scans: 7 }), 0, "before PostgreSQL 16 nothing tells when");
    const [finding] =
      check.evaluate([{ ...idle, ...last(NOW - 100 * DAY) }], contextOf(check)).findings ?? [];
    assert.equal(finding?.message, "public.i: no scan since 2026-08-14T12:00:00Z.");
  });

  it("refuses options that its statement can't serve", () => {
    assert.ok(!check.options.safeParse({ "min-size": "10 kB" }).success);
    assert.ok(!check.options.safeParse({ "observed-for": "1h" }).success);
    assert.ok(check.options.safeParse({ "min-size": "96 kB", "observed-for": "1d" }).success);
  });
});
