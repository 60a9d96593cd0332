import assert from "node:assert/strict";
import { describe, it } from "vitest";
import type { z } from "zod";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { type Database, sharedServer, startServer, until } from "../../../test/support/postgres/postgres.ts";
import check from "./check.ts";

const options = { "blocked-for": "0s" };

/** Waits until so many sessions of the database wait for a lock. */
function waiting(database: Database, sessions: number) {
  return until(`${sessions} sessions wait`, async () => {
    const [row] = await database.query(
      "SELECT count(*)::int FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    return row?.count === sessions;
  });
}

describe("blocking-queries on PostgreSQL", () => {
  it("names the session at the head of the queue, not its victims, and the fix ends the queue", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query('CREATE TABLE "Or""ders" (id int); INSERT INTO "Or""ders" VALUES (1)');
    assert.deepEqual((await examine(check, database, { options })).findings, []);

    const head = await database.connect();
    await head.query('BEGIN; SELECT * FROM "Or""ders"');
    assert.deepEqual(
      (await examine(check, database, { options })).findings,
      [],
      "a lock alone blocks nobody",
    );

    const altering = (await database.connect()).query('ALTER TABLE "Or""ders" ADD note text');
    await waiting(database, 1);
    const reading = (await database.connect()).query('SELECT * FROM "Or""ders"');
    await waiting(database, 2);

    const early = await examine(check, database);
    assert.deepEqual(early.findings, [], "not yet a minute");
    assert.deepEqual(
      early.measurements?.map(({ state, waiting_sessions }) => [state, waiting_sessions]),
      [["idle in transaction", 2]],
      "a shorter wait is shown without a verdict",
    );
    const { findings } = await examine(check, database, { options });
    assert.deepEqual(
      findings?.map(({ key, priority }) => [key, priority]),
      [['postgres on public."Or""ders"', "high"]],
    );
    const [finding] = findings ?? [];
    assert.equal(finding?.facts.state, "idle in transaction");
    assert.equal(finding?.facts.waiting_sessions, 2);
    assert.equal(finding?.facts.lock_mode, "AccessExclusiveLock");
    assert.equal(finding?.facts.application, "pg-preflight tests");
    assert.match(finding?.fix?.sql ?? "", /^(?:--.*\n)?SELECT pg_(?:cancel|terminate)_backend\(pid\)/);
    assert.doesNotMatch(JSON.stringify(findings), /SELECT \*|ADD note/, "no text of a query");

    await database.query(finding?.fix?.sql ?? "");
    await Promise.all([altering, reading]);
    assert.deepEqual((await examine(check, database, { options })).findings, []);
  });

  it("knows the table of whoever waits for a row", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query("CREATE TABLE stock (id int); INSERT INTO stock VALUES (1)");
    const head = await database.connect();
    await head.query("BEGIN; UPDATE stock SET id = 1");
    const waiter = (await database.connect()).query("UPDATE stock SET id = 2");
    await waiting(database, 1);
    const { findings } = await examine(check, database, { options });
    assert.equal(findings?.[0]?.key, "postgres on public.stock");
    await head.query("COMMIT");
    await waiter;
  });

  it("says that a prepared transaction blocks", async () => {
    const server = await startServer({ settings: { max_prepared_transactions: "2" } });
    const database = await server.createDatabase();
    await database.query("CREATE TABLE stock (id int)");
    await (await database.connect()).query("BEGIN; LOCK stock; PREPARE TRANSACTION 'forgotten'");
    const waiter = (await database.connect()).query("SELECT * FROM stock");
    await waiting(database, 1);
    const { findings } = await examine(check, database, { options });
    assert.equal(findings?.[0]?.key, "a prepared transaction on public.stock");
    assert.equal(findings?.[0]?.fix, undefined);
    await database.query("ROLLBACK PREPARED 'forgotten'");
    await waiter;
  });

  it("is unknown to a login that holds nothing but CONNECT, until it is given the grant", async () => {
    const database = await (await sharedServer()).createDatabase();
    const url = await database.stranger();
    const { unknown } = await examine(check, database, { url, options });
    assert.equal(unknown?.reason, "permission");
    await database.query(unknown?.fix?.text ?? "");
    assert.deepEqual(await examine(check, database, { url, options }), { findings: [] });
  });
});

type Row = z.infer<typeof check.query.row>;

const session: Row = {
  pid: 1,
  blocked_by: [],
  role_name: "app",
  application: "",
  backend_type: "client backend",
  state: "active",
  state_s: 60,
  transaction_s: 60,
  waiting_s: null,
  lock_type: null,
  lock_mode: null,
  relation_name: null,
  backend_start: "2026-11-22 11:00:00.000001+00",
};

const waiter = (pid: number, blocked_by: number[], waiting_s: number): Partial<Row> => ({
  pid,
  blocked_by,
  waiting_s,
  lock_type: "relation",
  lock_mode: "AccessShareLock",
  relation_name: "public.t",
});

function evaluate(rows: Partial<Row>[]) {
  const given = rows.map((row) => ({ ...session, ...row }));
  return check.evaluate(given, contextOf(check)).findings ?? [];
}

describe("blocking-queries' judge", () => {
  it("wants a wait of blocked-for, anywhere in the queue", () => {
    assert.deepEqual(evaluate([{ pid: 1 }, waiter(2, [1], 59.9)]), []);
    assert.equal(evaluate([{ pid: 1 }, waiter(2, [1], 60)]).length, 1);
    assert.equal(evaluate([{ pid: 1 }, waiter(2, [1], 5), waiter(3, [2], 60)])[0]?.facts.blocker_pid, "1");
  });

  it("gathers the blockers of one role on one table under one key", () => {
    const findings = evaluate([
      { pid: 1 },
      { pid: 4 },
      waiter(2, [1], 70),
      waiter(3, [4], 90),
      waiter(5, [1, 4], 80),
    ]);
    assert.equal(findings.length, 1);
    assert.equal(findings[0]?.facts.waiting_sessions, 3);
    assert.equal(findings[0]?.facts.longest_wait_s, 90);
    assert.match(findings[0]?.fix?.sql ?? "", /IN \(\(4, '2026-11-22 11:00:00.000001\+00'\), \(1, /);
  });

  it("cancels a statement that runs, ends a session that is idle in a transaction, leaves autovacuum alone", () => {
    const fix = (head: Partial<Row>) => evaluate([{ pid: 1, ...head }, waiter(2, [1], 60)])[0]?.fix?.sql;
    assert.match(fix({ state: "active" }) ?? "", /^SELECT pg_cancel_backend/);
    assert.match(fix({ state: "idle in transaction (aborted)" }) ?? "", /pg_terminate_backend/);
    assert.equal(fix({ backend_type: "autovacuum worker", role_name: null, state: null }), undefined);
  });

  it("is calm about an advisory lock, and does not end the session that leads", () => {
    const spare = { ...waiter(2, [1], 9_000), lock_type: "advisory", relation_name: null };
    const [found] = evaluate([{ pid: 1, state: "idle" }, spare]);
    assert.equal(found?.priority, "low");
    assert.equal(found?.fix, undefined);
    assert.match(found?.message ?? "", /waiting for advisory lock, .* on purpose\.$/);
    assert.equal(evaluate([{ pid: 1, state: "idle" }, waiter(2, [1], 9_000)])[0]?.priority, "high");
  });

  it("ends in a circle, and forgets a blocker that has gone meanwhile", () => {
    assert.deepEqual(evaluate([waiter(2, [3], 90), waiter(3, [2], 90)]), []);
    assert.deepEqual(evaluate([waiter(2, [77], 90)]), []);
  });

  it("does not count autovacuum among those kept waiting", () => {
    assert.deepEqual(
      evaluate([{ pid: 1 }, { ...waiter(2, [1], 90), backend_type: "autovacuum worker" }]),
      [],
    );
  });
});
