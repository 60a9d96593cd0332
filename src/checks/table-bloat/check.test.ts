import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import type { z } from "zod";
import { contextOf, HOUR, MINUTE, NOW } from "../../../test/support/builders/context.ts";
import { examine, observed } from "../../../test/support/postgres/examine.ts";
import { type Database, sharedServer, uniqueName } from "../../../test/support/postgres/postgres.ts";
import { sql } from "../../generated/sql.ts";
import activity from "../autovacuum-activity/check.ts";
import check from "./check.ts";

const windows = observed(30);

async function freshDatabase(): Promise<Database> {
  return (await sharedServer()).createDatabase();
}

describe("table-bloat on PostgreSQL", () => {
  it("finds dead rows that vacuum did not remove, and its fix removes them", async () => {
    const database = await freshDatabase();
    assert.deepEqual((await examine(check, database, { windows })).findings, [], "an empty database");

    await database.query(`
      CREATE TABLE orders (id int, note text) WITH (autovacuum_enabled = false);
      INSERT INTO orders SELECT n, 'x' FROM generate_series(1, 50000) AS n`);
    await database.query("DELETE FROM orders WHERE id <= 7000");
    assert.deepEqual((await examine(check, database, { windows })).findings, [], "14 % is below the limit");

    await database.query("DELETE FROM orders");
    const { findings, unknown } = await examine(check, database, { windows });
    assert.equal(unknown, undefined);
    assert.equal(findings?.length, 1);
    const [finding] = findings ?? [];
    assert.equal(finding?.key, "public.orders");
    assert.equal(finding?.priority, "medium");
    assert.equal(finding?.facts.dead_percent, 100, "0 live and 50,000 dead rows are 100 % dead");
    assert.equal(finding?.facts.dead_rows, 50_000);
    assert.equal(finding?.facts.autovacuum, "off");
    assert.match(finding?.fix?.sql ?? "", /^VACUUM \(ANALYZE\) public\.orders;$/m);

    await database.query(finding?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
  });

  it("knows who holds vacuum back", async () => {
    const database = await freshDatabase();
    const login = uniqueName("reader");
    const reader = await database.connect(await database.login({ name: login }));
    await reader.query("BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT 1");
    await database.query("CREATE TABLE held (id int); INSERT INTO held SELECT generate_series(1, 20000)");
    await database.query("DELETE FROM held");
    await database.query("VACUUM held");
    const { findings } = await examine(check, database, { windows });
    assert.equal(findings?.[0]?.key, "public.held", "vacuum ran and removed nothing");
    assert.equal(findings?.[0]?.facts.held_back_by, null, "a transaction of a moment is not told");
    const [schema] = await database.query("SELECT 'public'::regnamespace::oid");
    const [held] = await database.query(sql["table-bloat"], [[schema?.oid]]);
    assert.equal(held?.holder_kind, "session");
    assert.equal(held?.holder_name, login);
    assert.equal(typeof held?.holder_since, "number");

    await reader.query("COMMIT");
    await database.query("VACUUM held");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
  });

  it("names the setting that puts autovacuum out of a table's reach, the table's own or the server's", async () => {
    const database = await freshDatabase();
    await database.query(`
      CREATE TABLE lazy (id int) WITH (autovacuum_vacuum_threshold = 10000000);
      CREATE TABLE lazy_factor (id int) WITH (autovacuum_vacuum_scale_factor = 5);
      CREATE TABLE patient (id int) WITH (autovacuum_vacuum_scale_factor = 0.9);
      INSERT INTO lazy SELECT generate_series(1, 20000);
      INSERT INTO lazy_factor SELECT generate_series(1, 20000);
      INSERT INTO patient SELECT generate_series(1, 20000)`);
    for (const table of ["lazy", "lazy_factor", "patient"]) await database.query(`VACUUM ANALYZE ${table}`);
    assert.deepEqual((await examine(check, database, { windows })).findings, [], "nothing is dead");
    await database.query("UPDATE lazy SET id = id; UPDATE lazy_factor SET id = id");
    await database.query("DELETE FROM patient WHERE id <= 9000");
    const { findings = [] } = await examine(check, database, { windows });
    assert.deepEqual(findings.map(({ message }) => message).sort(), [
      "50 % of the rows of public.lazy are dead (20,000 rows), and autovacuum starts only at 10,004,000 dead rows, by its own autovacuum_vacuum_threshold.",
      "50 % of the rows of public.lazy_factor are dead (20,000 rows), and autovacuum starts only at 100,050 dead rows, by its own autovacuum_vacuum_scale_factor.",
    ]);
    for (const { fix } of findings) {
      assert.match(fix?.sql ?? "", /^-- Afterwards lower autovacuum_vacuum_/);
      await database.query(fix?.sql ?? "");
    }
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
  });

  it("finds the dead rows of large values, which a TOAST table holds", async () => {
    const database = await freshDatabase();
    await database.query(`
      CREATE TABLE doc (id int, body text) WITH (toast.autovacuum_enabled = off);
      ALTER TABLE doc ALTER COLUMN body SET STORAGE EXTERNAL;
      INSERT INTO doc SELECT n, repeat('x', 4800) FROM generate_series(1, 6000) AS n`);
    await database.query("VACUUM ANALYZE doc");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
    // A vacuum by hand or by autovacuum leaves the main table clean.
    await database.query("UPDATE doc SET body = repeat('y', 4800)");
    const { findings = [] } = await examine(check, database, { windows });
    const found = findings.find(({ key }) => key === "public.doc (TOAST)");
    assert.match(
      found?.message ?? "",
      /^\d+ % of the rows of the TOAST table of public\.doc are dead \(\d+,000 rows\), and autovacuum is off for it\.$/,
    );
    await database.query(found?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
  });

  it("goes by the table's settings where its TOAST table has none, as autovacuum does", async () => {
    const database = await freshDatabase();
    await database.query(`
      CREATE TABLE doc (id int, body text) WITH (autovacuum_enabled = off);
      ALTER TABLE doc ALTER COLUMN body SET STORAGE EXTERNAL;
      INSERT INTO doc SELECT n, repeat('x', 4800) FROM generate_series(1, 6000) AS n`);
    await database.query("DELETE FROM doc WHERE id <= 5000");
    const keys = (await examine(check, database, { windows })).findings?.map(({ key }) => key);
    assert.deepEqual(keys, ["public.doc (TOAST)"], "the main table has less than min-rows");
  });

  it("tells the partition that holds the rows, not the partitioned table", async () => {
    const database = await freshDatabase();
    await database.query(`
      CREATE TABLE parent (id int) PARTITION BY RANGE (id);
      CREATE TABLE part PARTITION OF parent FOR VALUES FROM (0) TO (100000) WITH (autovacuum_enabled = false);
      INSERT INTO parent SELECT generate_series(1, 20000)`);
    await database.query("DELETE FROM parent");
    const keys = (await examine(check, database, { windows })).findings?.map((finding) => finding.key);
    assert.deepEqual(keys, ["public.part"]);
  });

  it("quotes hostile names in its fix", async () => {
    const database = await freshDatabase();
    await database.query(`
      CREATE SCHEMA "a""b"; CREATE TABLE "a""b"."x;
DROP TABLE y" (id int) WITH (autovacuum_enabled = false);
      INSERT INTO "a""b"."x;
DROP TABLE y" SELECT generate_series(1, 20000)`);
    await database.query('DELETE FROM "a""b"."x;\nDROP TABLE y"');
    const { findings } = await examine(check, database, { windows });
    assert.equal(findings?.[0]?.key, '"a""b"."x;\nDROP TABLE y"');
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
  });

  it("lets a table be that is being vacuumed, with any login, and so does autovacuum-activity", async () => {
    const database = await freshDatabase();
    await database.query(`
      CREATE TABLE busy (id int, note text) WITH (autovacuum_enabled = false);
      INSERT INTO busy SELECT n, repeat('x', 100) FROM generate_series(1, 100000) AS n`);
    await database.query("DELETE FROM busy WHERE id <= 50000");
    const logins = [await database.monitor(), await database.stranger()];
    const bloated = async (url: string) =>
      (await examine(check, database, { windows, url })).findings?.map(({ key }) => key);
    const neglected = async (url: string) =>
      (await examine(activity, database, { windows, url })).findings?.map(({ key }) => key);
    for (const url of logins) assert.deepEqual(await bloated(url), ["public.busy"]);

    const client = await database.connect();
    // A nap after each page: it lasts longer than the test.
    await client.query("SET vacuum_cost_delay = '100ms'");
    await client.query("SET vacuum_cost_limit = 1");
    const vacuum = client.query("VACUUM busy").catch(() => undefined);
    const ours = "FROM pg_stat_progress_vacuum WHERE datname = current_database()";
    try {
      const end = Date.now() + 10_000;
      while ((await database.query(`SELECT ${ours}`)).length === 0) {
        assert.ok(Date.now() < end, "the vacuum began within 10 s");
        await sleep(20);
      }
      for (const url of logins) {
        assert.deepEqual(await bloated(url), []);
        assert.deepEqual(await neglected(url), []);
      }
    } finally {
      await database.query(`SELECT pg_cancel_backend(pid) ${ours}`);
      await vacuum;
      await client.end();
    }
    for (const url of logins) assert.deepEqual(await neglected(url), ["public.busy"]);
  });

  it("looks the same to a login that holds nothing but CONNECT", async () => {
    const database = await freshDatabase();
    await database.query(`
      CREATE TABLE t (id int) WITH (autovacuum_enabled = false);
      INSERT INTO t SELECT generate_series(1, 20000)`);
    await database.query("DELETE FROM t");
    const url = await database.stranger();
    assert.equal((await examine(check, database, { windows, url })).findings?.[0]?.key, "public.t");
  });
});

type Row = z.infer<typeof check.query.row>;

const table: Row = {
  table_name: "public.t",
  is_toast: false,
  dead_rows: 30_000,
  live_rows: 70_000,
  counted: true,
  planner_rows: 70_000,
  autovacuum_starts_at: 14_050,
  start_setting: "autovacuum_vacuum_scale_factor",
  setting_is_own: false,
  autovacuum: true,
  table_bytes: 8192,
  toast_dead_rows: 0,
  being_vacuumed: false,
  last_vacuum: null,
  holder_kind: null,
  holder_name: null,
  holder_since: null,
  holder_transactions: null,
};

function evaluate(rows: Partial<Row>[], overrides: Parameters<typeof contextOf>[1] = {}) {
  return check.evaluate(
    rows.map((row) => ({ ...table, ...row })),
    contextOf(check, overrides),
  );
}

const keys = (rows: Partial<Row>[]) => evaluate(rows).findings?.map((finding) => finding.key);

describe("table-bloat's judge", () => {
  it("wants more than max-dead-percent", () => {
    assert.deepEqual(keys([{ dead_rows: 20_000, live_rows: 80_000 }]), []);
    assert.deepEqual(keys([{ dead_rows: 20_001, live_rows: 80_000 }]), ["public.t"]);
  });

  it("wants at least min-rows, live and dead together", () => {
    const small = { autovacuum_starts_at: 50 };
    assert.deepEqual(keys([{ ...small, dead_rows: 5_000, live_rows: 4_999 }]), []);
    assert.deepEqual(keys([{ ...small, dead_rows: 5_000, live_rows: 5_000 }]), ["public.t"]);
  });

  it("lets a table be until it is clearly past its own trigger, unless autovacuum is off", () => {
    const rows = { dead_rows: 55_000, autovacuum_starts_at: 50_000 };
    assert.deepEqual(keys([rows]), []);
    assert.deepEqual(keys([{ ...rows, dead_rows: 55_001 }]), ["public.t"]);
    assert.deepEqual(keys([{ ...rows, autovacuum: false }]), ["public.t"]);
  });

  it("lets a table be while vacuum works on it", () => {
    assert.deepEqual(keys([{ being_vacuumed: true }]), []);
  });

  it("does not take the few rows counted since a crash for the whole table", () => {
    const sinceCrash = { dead_rows: 20_000, live_rows: 0, planner_rows: 1_000_000, autovacuum_starts_at: 50 };
    assert.deepEqual(keys([{ ...sinceCrash, counted: false }]), []);
    assert.deepEqual(keys([{ ...sinceCrash, counted: true }]), ["public.t"]);
  });

  it("is unknown while the counters have not counted for long, and tells what it found all the same", () => {
    const young = { tables: { since: NOW - HOUR + 1, detail: "the server recovered from a crash" } };
    const { findings, unknown } = evaluate([{}], { windows: young });
    assert.equal(unknown?.reason, "window");
    assert.equal(findings?.length, 1);
    assert.equal(evaluate([], { windows: { tables: { since: NOW - HOUR, detail: "" } } }).unknown, undefined);
    assert.equal(
      evaluate([], { windows: { tables: { since: null, detail: "nothing tells" } } }).unknown?.reason,
      "window",
    );
  });

  it("counts autovacuum as off from where it starts at more than all live rows", () => {
    const row = { dead_rows: 69_999, live_rows: 70_000, setting_is_own: false };
    assert.deepEqual(keys([{ ...row, autovacuum_starts_at: 70_000 }]), []);
    const [finding] = evaluate([{ ...row, autovacuum_starts_at: 70_001 }]).findings ?? [];
    assert.match(
      finding?.message ?? "",
      /only at 70,001 dead rows, by the server's autovacuum_vacuum_scale_factor\.$/,
    );
  });

  it("names what holds vacuum back only where a vacuum has run since it began", () => {
    const since = (NOW - 3 * HOUR) / 1_000;
    const session = {
      holder_kind: "session",
      holder_name: "app",
      holder_transactions: 3,
      holder_since: since,
    } as const;
    const causeOf = (row: Partial<Row>) => evaluate([{ ...session, ...row }]).findings?.[0]?.message ?? "";
    assert.doesNotMatch(causeOf({ last_vacuum: null }), /held back/);
    assert.doesNotMatch(causeOf({ last_vacuum: since }), /held back/);
    assert.match(causeOf({ last_vacuum: since + 1 }), /held back by a transaction of app, open for 3 hours/);
    assert.match(causeOf({ last_vacuum: null, autovacuum: false }), /, and autovacuum is off for it\.$/);
  });

  it("names what holds vacuum back once that is old enough, and not in the SQL", () => {
    const session = {
      last_vacuum: NOW / 1_000,
      holder_kind: "session",
      holder_name: "bi\nDROP TABLE x",
      holder_transactions: 3,
    } as const;
    const young = evaluate([{ ...session, holder_since: (NOW - 5 * MINUTE + 1) / 1_000 }]).findings?.[0];
    assert.equal(young?.facts.held_back_by, null);
    const old = evaluate([{ ...session, holder_since: (NOW - 3 * HOUR) / 1_000 }]).findings?.[0];
    assert.equal(old?.facts.held_back_by, "a transaction of bi\nDROP TABLE x, open for 3 hours");
    assert.match(old?.message ?? "", /vacuum can't remove what died since/);
    assert.doesNotMatch(old?.fix?.sql ?? "", /bi/);
    const slot = {
      holder_kind: "replication slot",
      holder_name: "cdc",
      holder_since: null,
      last_vacuum: NOW / 1_000,
    } as const;
    assert.equal(evaluate([{ ...slot, holder_transactions: 9_999 }]).findings?.[0]?.facts.held_back_by, null);
    const held = evaluate([{ ...slot, holder_transactions: 10_000 }]).findings?.[0];
    assert.equal(held?.facts.held_back_by, "the replication slot cdc");
  });

  it("asks nothing of a standby", () => {
    const { server, options } = contextOf(check);
    assert.deepEqual(Object.keys(check.query.statement({ ...server, inRecovery: true }, options)), [
      "skipped",
    ]);
  });
});
