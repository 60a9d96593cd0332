import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import type { z } from "zod";
import { contextOf, DAY, HOUR, NOW } from "../../../test/support/builders/context.ts";
import { examine, observed } from "../../../test/support/postgres/examine.ts";
import { sharedServer, startServer } from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

const windows = observed(30);

describe("autovacuum-activity on PostgreSQL", () => {
  it("finds a table where autovacuum is off and nobody vacuums instead, and its fix turns it on", async () => {
    const database = await (await sharedServer()).createDatabase();
    assert.deepEqual((await examine(check, database, { windows })).findings, [], "an empty database");

    await database.query(`
      CREATE TABLE archive (id int) WITH (autovacuum_enabled = off);
      INSERT INTO archive SELECT generate_series(1, 20000);`);
    await database.query("VACUUM (ANALYZE) archive");
    const quiet = await examine(check, database, { windows });
    assert.deepEqual(quiet.findings, [], "nothing changed since: there is no work");
    assert.equal(quiet.measurements?.[0]?.table, "public.archive");

    await database.query("DELETE FROM archive WHERE id <= 5000");
    assert.deepEqual(
      (await examine(check, database, { windows })).findings,
      [],
      "a person vacuumed it just now",
    );

    await database.query(`
      CREATE TABLE forgotten (id int) WITH (autovacuum_enabled = off);
      INSERT INTO forgotten SELECT generate_series(1, 20000)`);
    const { findings } = await examine(check, database, { windows });
    assert.deepEqual(
      findings?.map((finding) => finding.key),
      ["public.forgotten"],
    );
    assert.equal(findings?.[0]?.priority, "medium");
    assert.equal(findings?.[0]?.facts.autovacuum, "off");

    await database.query(findings?.[0]?.fix?.sql ?? "");
    await database.query("VACUUM (ANALYZE) forgotten");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
  });

  it("finds a table that is long due, by its own settings and not the server's", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(`
      CREATE TABLE patient (id int) WITH (autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_threshold = 50000,
        autovacuum_analyze_threshold = 1000000);
      CREATE TABLE "Du""e" (id int) WITH (autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_threshold = 1000,
        autovacuum_analyze_threshold = 1000000, autovacuum_vacuum_scale_factor = 0);
      INSERT INTO patient SELECT generate_series(1, 20000);
      INSERT INTO "Du""e" SELECT generate_series(1, 20000)`);
    await database.query('DELETE FROM patient WHERE id <= 3000; DELETE FROM "Du""e" WHERE id <= 3000');
    await database.query('ANALYZE patient, "Du""e"');
    const { findings } = await examine(check, database, { windows });
    assert.deepEqual(
      findings?.map((finding) => finding.key),
      ['public."Du""e"'],
    );
    assert.deepEqual(findings?.[0]?.facts.due_for, ["vacuum"]);
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
  });

  it("finds a setting that puts autovacuum out of reach, and its fix brings it back", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(`
      CREATE TABLE lazy (id int) WITH (autovacuum_vacuum_insert_threshold = -1, autovacuum_vacuum_threshold = 10000000);
      CREATE TABLE stale (id int) WITH (autovacuum_vacuum_insert_threshold = -1, autovacuum_analyze_scale_factor = 5);
      INSERT INTO lazy SELECT generate_series(1, 20000);
      INSERT INTO stale SELECT generate_series(1, 20000)`);
    await database.query("VACUUM ANALYZE lazy");
    await database.query("VACUUM ANALYZE stale");
    assert.deepEqual((await examine(check, database, { windows })).findings, [], "nothing changed since");
    await database.query("UPDATE lazy SET id = id");
    await database.query("INSERT INTO stale SELECT generate_series(1, 20000)");
    assert.deepEqual((await examine(check, database, { windows })).findings, [], "a person came just now");
    const options = { "max-wait": "1s" };
    await sleep(1_100);
    const { findings = [] } = await examine(check, database, { windows, options });
    assert.deepEqual(findings.map(({ message }) => message.split(":")[0]).sort(), [
      "Autovacuum comes to public.lazy only at 10,004,000 dead rows, by its own autovacuum_vacuum_threshold, and the table has 20,000 rows",
      "Autovacuum comes to public.stale only at 100,050 changed rows, by its own autovacuum_analyze_scale_factor, and the table has 40,000 rows",
    ]);
    for (const { fix } of findings) await database.query(fix?.sql ?? "");
    await database.query("VACUUM ANALYZE lazy");
    await database.query("ANALYZE stale");
    assert.deepEqual((await examine(check, database, { windows, options })).findings, []);
  });

  it("says that autovacuum or its counting is off for the whole server, and its fix turns it on", async () => {
    const server = await startServer({ settings: { autovacuum: "off", track_counts: "off" } });
    const database = await server.createDatabase();
    const { findings } = await examine(check, database, { windows });
    assert.deepEqual(
      findings?.map((finding) => finding.key),
      ["autovacuum", "track_counts"],
    );
    for (const finding of findings ?? []) {
      for (const statement of finding.fix?.sql.split("\n") ?? []) await database.query(statement);
    }
    assert.deepEqual((await examine(check, database, { windows })).findings, []);
  });

  it("is known to a login that holds nothing but CONNECT", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(`
      CREATE TABLE forgotten (id int) WITH (autovacuum_enabled = off);
      INSERT INTO forgotten SELECT generate_series(1, 20000)`);
    const outcome = await examine(check, database, { windows, url: await database.stranger() });
    assert.equal(outcome.findings?.[0]?.key, "public.forgotten");
    assert.equal(
      outcome.findings?.[0]?.facts.workers_busy,
      null,
      "whose backend is a worker is not shown to it",
    );
  });
});

type Row = Extract<z.infer<typeof check.query.row>, { table_name: string }>;

const table: Row = {
  autovacuum: true,
  track_counts: true,
  workers: 3,
  workers_busy: 3,
  table_name: "public.t",
  is_materialized_view: false,
  enabled: true,
  on_dashboard: false,
  live_rows: 100_000,
  planner_rows: 100_000,
  dead_rows: 0,
  inserted_rows: 0,
  changed_rows: 0,
  vacuum_trigger: 20_050,
  insert_trigger: 21_000,
  analyze_trigger: 10_050,
  vacuum_setting: "autovacuum_vacuum_scale_factor",
  vacuum_setting_is_own: false,
  analyze_setting: "autovacuum_analyze_scale_factor",
  analyze_setting_is_own: false,
  being_vacuumed: false,
  last_manual_vacuum: null,
  last_autovacuum: null,
  autovacuums: 0,
  last_manual_analyze: null,
  last_autoanalyze: null,
  autoanalyzes: 0,
};

function evaluate(row: Partial<Row>, overrides: Parameters<typeof contextOf>[1] = {}) {
  return check.evaluate([{ ...table, ...row }], contextOf(check, overrides));
}

const keys = (row: Partial<Row>, overrides: Parameters<typeof contextOf>[1] = {}) =>
  evaluate(row, overrides).findings?.map((finding) => finding.key);

const seconds = (milliseconds: number) => milliseconds / 1_000;

describe("autovacuum-activity's judge", () => {
  it("lets a quiet table be, however long ago its last vacuum was", () => {
    assert.deepEqual(keys({ last_autovacuum: seconds(NOW - 400 * DAY) }), []);
    assert.deepEqual(keys({}), [], "NULL is not never");
  });

  it("wants twice the trigger", () => {
    assert.deepEqual(keys({ dead_rows: 40_100 }), []);
    assert.deepEqual(evaluate({ dead_rows: 40_101 }).findings?.[0]?.facts.due_for, ["vacuum"]);
    assert.deepEqual(keys({ inserted_rows: 42_000 }), []);
    assert.deepEqual(evaluate({ inserted_rows: 42_001 }).findings?.[0]?.facts.due_for, ["vacuum"]);
    assert.deepEqual(
      keys({ inserted_rows: 42_001, insert_trigger: null }),
      [],
      "inserts are switched off for it",
    );
    assert.deepEqual(keys({ changed_rows: 20_100 }), []);
    const { fix, facts } = evaluate({ changed_rows: 20_101 }).findings?.[0] ?? {};
    assert.deepEqual(facts?.due_for, ["analyze"]);
    assert.deepEqual(fix, { sql: "ANALYZE public.t;" });
  });

  it("counts autovacuum as out of reach beyond all live rows, from twice what PostgreSQL's own settings bring", () => {
    const late = { vacuum_trigger: 100_001, dead_rows: 40_101 };
    assert.deepEqual(keys(late), ["public.t"]);
    assert.deepEqual(keys({ ...late, vacuum_trigger: 100_000 }), []);
    assert.deepEqual(keys({ ...late, dead_rows: 40_100 }), []);
    const unread = { analyze_trigger: 100_001, changed_rows: 20_101 };
    assert.match(
      evaluate(unread).findings?.[0]?.fix?.sql ?? "",
      /^ALTER TABLE public\.t SET \(autovacuum_analyze_scale_factor = 0\.1\);$/,
    );
    assert.deepEqual(keys({ ...unread, analyze_trigger: 100_000 }), []);
    assert.deepEqual(keys({ ...unread, changed_rows: 20_100 }), []);
  });

  it("wants it due for max-wait", () => {
    const due = { dead_rows: 99_000 };
    assert.deepEqual(keys({ ...due, last_autovacuum: seconds(NOW - DAY + 1_000) }), []);
    assert.deepEqual(keys({ ...due, last_autovacuum: seconds(NOW - DAY) }), ["public.t"]);
    const byHand = { last_autovacuum: seconds(NOW - 9 * DAY), last_manual_vacuum: seconds(NOW - HOUR) };
    assert.deepEqual(keys({ ...due, ...byHand }), []);
    assert.deepEqual(keys({ ...due, being_vacuumed: true }), []);
  });

  it("does not take a time that a crash took away for never", () => {
    const windows = { tables: { since: NOW - DAY + 1, detail: "the server recovered from a crash" } };
    assert.deepEqual(keys({ dead_rows: 99_000 }, { windows }), []);
    assert.equal(evaluate({}, { windows }).unknown?.reason, "window");
    assert.deepEqual(keys({ enabled: false, dead_rows: 99_000 }, { windows }), []);
    assert.deepEqual(keys({ enabled: false, dead_rows: 99_000 }), ["public.t"]);
  });

  it("wants min-rows", () => {
    const few = { live_rows: 9_998, planner_rows: 0, dead_rows: 1, enabled: false };
    assert.deepEqual(keys(few), []);
    assert.deepEqual(keys({ ...few, dead_rows: 2 }), ["public.t"]);
  });

  it("does not judge busy workers, but shows them", () => {
    assert.deepEqual(keys({}), []);
    assert.equal(evaluate({ dead_rows: 99_000 }).findings?.[0]?.facts.workers_busy, "3 of 3");
  });

  it("says once that autovacuum is off, not once for each table, and offers Supabase no ALTER SYSTEM", () => {
    assert.deepEqual(keys({ autovacuum: false, dead_rows: 99_000 }), ["autovacuum"]);
    assert.match(
      evaluate({ autovacuum: false }).findings?.[0]?.fix?.sql ?? "",
      /^ALTER SYSTEM SET autovacuum = on;/,
    );
    assert.equal(
      evaluate({ autovacuum: false }, { server: { isSupabase: true } }).findings?.[0]?.fix,
      undefined,
    );
  });

  it("mends a materialized view by its own statement", () => {
    const view = { is_materialized_view: true, enabled: false, dead_rows: 5 };
    assert.match(evaluate(view).findings?.[0]?.fix?.sql ?? "", /^ALTER MATERIALIZED VIEW public\.t RESET/);
  });
});
