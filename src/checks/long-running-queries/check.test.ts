import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { z } from "zod";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import {
  type Database,
  sharedServer,
  startServer,
  uniqueName,
  until,
} from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

const options = { "max-duration": "1s", "max-transaction": "1s", "max-idle-in-transaction": "1s" };

/** Waits until a session's statement or transaction is old enough to be looked at. */
function aSecondOld(database: Database, login: string) {
  return until("a second has passed", async () => {
    const [row] = await database.query(
      "SELECT state_change < now() - interval '1100ms' AS old FROM pg_stat_activity WHERE usename = $1",
      [login],
    );
    return row?.old === true;
  });
}

describe("long-running-queries on PostgreSQL", () => {
  it("finds a session that is idle in a transaction, and its fix ends it", async () => {
    const database = await (await sharedServer()).createDatabase();
    assert.deepEqual(await examine(check, database, { options }), { findings: [] });

    const login = uniqueName("x'y");
    const client = await database.connect(await database.login({ name: login }));
    await client.query("SELECT 1");
    await aSecondOld(database, login);
    assert.deepEqual((await examine(check, database, { options })).findings, [], "idle is no trouble");

    await client.query("BEGIN; SELECT 'a secret'");
    await aSecondOld(database, login);
    const early = await examine(check, database);
    assert.deepEqual(early.findings, [], "not yet 5 minutes");
    assert.deepEqual(
      early.measurements?.map(({ role, state, waits_for }) => [role, state, waits_for]),
      [[login, "idle in transaction", null]],
      "shown without a verdict",
    );
    assert.doesNotMatch(JSON.stringify(early), /secret/, "no text of a query");
    const { findings } = await examine(check, database, { options });
    assert.deepEqual(
      findings?.map(({ key, priority }) => [key, priority]),
      [[`${login}: idle in transaction`, "medium"]],
    );
    assert.equal(findings?.[0]?.facts.state, "idle in transaction");
    assert.doesNotMatch(JSON.stringify(findings), /secret/, "no text of a query");

    await database.query(findings?.[0]?.fix?.sql ?? "");
    await until("the session has ended", async () => {
      const rows = await database.query("SELECT FROM pg_stat_activity WHERE usename = $1", [login]);
      return rows.length === 0;
    });
    assert.deepEqual((await examine(check, database, { options })).findings, []);
  });

  it("finds a statement that runs for long, lets a backup be, and its fix cancels it", async () => {
    const database = await (await sharedServer()).createDatabase();
    const login = uniqueName("app");
    const client = await database.connect(await database.login({ name: login }));
    const running = client.query("SELECT pg_sleep(60)").catch((error) => error.code);
    await aSecondOld(database, login);
    const ours = { ...options, "ignore-applications": ["pg-preflight tests"] };
    assert.deepEqual((await examine(check, database, { options: ours })).findings, []);
    const { findings } = await examine(check, database, { options });
    assert.deepEqual(
      findings?.map((finding) => finding.key),
      [`${login}: statement`],
    );
    assert.equal(findings?.[0]?.facts.holds_vacuum_back, true);
    assert.equal(findings?.[0]?.facts.waits_for, "Timeout: PgSleep");
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.equal(await running, "57014", "query_canceled");
    assert.deepEqual((await examine(check, database, { options })).findings, []);
  });

  it("has a name for a session whose role was dropped", async () => {
    const database = await (await sharedServer()).createDatabase();
    const login = uniqueName("gone");
    const url = await database.login({ name: login });
    const client = await database.connect(url);
    await client.query("BEGIN");
    await aSecondOld(database, login);
    await database.query(`REVOKE ALL ON DATABASE "${database.name}" FROM "${login}"; DROP ROLE "${login}"`);
    const { findings } = await examine(check, database, { options });
    assert.deepEqual(
      findings?.map(({ key }) => key),
      ["a role that was dropped: idle in transaction"],
    );
    await client.end();
  });

  it("finds a prepared transaction, whatever its name", async () => {
    const server = await startServer({ settings: { max_prepared_transactions: "2" } });
    const database = await server.createDatabase();
    const client = await database.connect();
    await client.query("BEGIN; CREATE TABLE t (); PREPARE TRANSACTION 'it''s\n::error::'");
    assert.deepEqual((await examine(check, database)).findings, []);
    const zero = { ...options, "max-transaction": "0s" };
    const { findings } = await examine(check, database, { options: zero });
    assert.deepEqual(
      findings?.map((finding) => finding.key),
      ["prepared transaction it's\n::error::"],
    );
    await database.query(findings?.[0]?.fix?.sql ?? "");
    assert.deepEqual((await examine(check, database, { options: zero })).findings, []);
  });

  it("is unknown to a login that holds nothing but CONNECT, until it is given the grant", async () => {
    const database = await (await sharedServer()).createDatabase();
    const url = await database.stranger();
    const { unknown } = await examine(check, database, { url });
    assert.equal(unknown?.reason, "permission");
    await database.query(unknown?.fix?.text ?? "");
    assert.deepEqual(await examine(check, database, { url }), { findings: [] });
  });
});

type Row = z.infer<typeof check.query.row>;

const session: Row = {
  kind: "session",
  pid: 1,
  name: "app",
  application: "",
  state: "active",
  query_s: null,
  waits_for: null,
  idle_s: null,
  transaction_s: 1,
  holds_vacuum_back: false,
  backend_start: "2026-11-22 11:00:00.000001+00",
  quoted_name: null,
};

const keys = (...rows: Partial<Row>[]) =>
  check
    .evaluate(
      rows.map((row) => ({ ...session, ...row })),
      contextOf(check),
    )
    .findings?.map((finding) => finding.key);

describe("long-running-queries' judge", () => {
  it("wants five minutes of each", () => {
    assert.deepEqual(keys({ query_s: 299.9 }, { idle_s: 299.9 }, { transaction_s: 299.9 }), []);
    assert.deepEqual(keys({ query_s: 300 }), ["app: statement"]);
    assert.deepEqual(keys({ idle_s: 300 }), ["app: idle in transaction"]);
    assert.deepEqual(keys({ transaction_s: 300, query_s: 1 }), ["app: transaction"]);
    assert.deepEqual(
      keys({ transaction_s: 900, query_s: 300 }),
      ["app: statement"],
      "one session, one finding",
    );
    const prepared = { kind: "prepared transaction", name: "xa-1", quoted_name: "'xa-1'" } as const;
    assert.deepEqual(keys({ ...prepared, transaction_s: 299.9 }), []);
    assert.deepEqual(keys({ ...prepared, transaction_s: 300 }), ["prepared transaction xa-1"]);
  });

  it("gathers the sessions of one role under one key, so that it stays when process ids change", () => {
    const rows = [
      { pid: 4, query_s: 400 },
      { pid: 5, query_s: 900 },
      { pid: 6, query_s: 800, name: "other" },
    ].map((row) => ({ ...session, ...row }));
    const { findings } = check.evaluate(rows, contextOf(check));
    assert.deepEqual(
      findings?.map(({ key, facts }) => [key, facts.sessions, facts.longest_s]),
      [
        ["app: statement", 2, 900],
        ["other: statement", 1, 800],
      ],
    );
  });

  it("lets backups and cron jobs be", () => {
    assert.deepEqual(
      keys({ query_s: 9_000, application: "pg_dump" }, { idle_s: 9_000, application: "pg_cron" }),
      [],
    );
  });

  it("is unknown of sessions that do not tell what they do", () => {
    const { unknown } = check.evaluate(
      [{ ...session, state: "disabled", transaction_s: null }],
      contextOf(check),
    );
    assert.match(unknown?.detail ?? "", /track_activities is off for 1 session/);
    assert.match(unknown?.fix?.text ?? "", /pg_reload_conf/, "without it nothing changes");
  });
});
