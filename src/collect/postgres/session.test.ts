/** The session's promises: read only, short, nothing left behind, ended in time. */
import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import { z } from "zod";
import { VERSION } from "../../../test/support/postgres/installation.ts";
import {
  type Database,
  type OwnServer,
  sharedServer,
  startServer,
} from "../../../test/support/postgres/postgres.ts";
import type { Category } from "../../core/category.ts";
import { type Check, defineCheck } from "../../core/check.ts";
import { type CheckAnswer, TOO_LONG } from "../../core/evidence.ts";
import { collectDatabase } from "./collect.ts";

/** A check that asks whatever a test wants to ask. */
const asking = (id: string, statement: string, category: Category = "settings"): Check =>
  defineCheck({
    id,
    title: "The test asks",
    why: "",
    category,
    priority: "low",
    options: z.strictObject({}),
    query: { row: z.record(z.string(), z.unknown()), statement: () => ({ statement }) },
    evaluate: () => ({}),
  }) as unknown as Check;

async function answers(url: string, statements: readonly string[], timeout = 20_000): Promise<CheckAnswer[]> {
  const checks = statements.map((statement, index) => ({
    // The questions about indexes go over the second connection.
    check: asking(`q${index}`, statement, index % 2 === 0 ? "settings" : "indexes"),
    options: {},
  }));
  const evidence = await collectDatabase({ url, ca: undefined, checks, schemas: undefined, timeout });
  assert.ok(evidence.reached);
  return statements.map((_, index) => evidence.answers.get(`q${index}`) as CheckAnswer);
}

const codeOf = (answer: CheckAnswer | undefined): string | undefined =>
  answer !== undefined && "error" in answer ? answer.error.code : undefined;

const firstRow = (answer: CheckAnswer | undefined): Record<string, unknown> =>
  (answer !== undefined && "rows" in answer ? answer.rows[0] : {}) as Record<string, unknown>;

describe("a session", () => {
  let database: Database;
  let login: string;
  beforeAll(async () => {
    database = await (await sharedServer()).createDatabase();
    login = await database.monitor();
  });

  it("is framed: read only, limited in time, deaf to the user's search_path, refusing filtered rows", async () => {
    const expected = {
      transaction_read_only: "on",
      transaction_isolation: "read committed",
      statement_timeout: "10s",
      lock_timeout: "1s",
      search_path: '""',
      row_security: "off",
      jit: "off",
      // PostgreSQL 13 and 14 know no such setting.
      ...(VERSION >= 15 ? { stats_fetch_consistency: "none" } : {}),
    };
    const names = Object.keys(expected);
    const [answer] = await answers(login, [
      `select ${names.map((name) => `current_setting('${name}') as ${name}`).join(", ")}`,
    ]);
    assert.deepEqual(firstRow(answer), expected);
  });

  it("cannot be left by a statement that ends its transaction, superuser or not", async () => {
    for (const url of [login, database.url]) {
      const [twoStatements, write] = await answers(url, [
        "commit; create table evil (a int)",
        "create table evil (a int)",
      ]);
      assert.equal(codeOf(twoStatements), "42601", "two statements in one are refused");
      assert.equal(codeOf(write), "25006", "writing is refused");
    }
    assert.deepEqual(await database.query("select from pg_class where relname = 'evil'"), []);
  });

  it("keeps each question's failure to itself", async () => {
    const all = await answers(login, [
      "select 1 as one",
      "select 1/0",
      "select 2 as two",
      "select nonsense",
      "select 3 as three",
    ]);
    assert.deepEqual(all.map(codeOf), [undefined, "22012", undefined, "42703", undefined]);
    assert.equal(firstRow(all[4]).three, 3);
  });

  it("gives up an answer that is too long, and the others are whole", async () => {
    const all = await answers(login, [
      "select 1 as one",
      "select 1 from generate_series(1, 2000000)",
      "select 2 as two",
      "select 3 as three",
    ]);
    assert.deepEqual(all.map(codeOf), [undefined, TOO_LONG, undefined, undefined]);
    assert.deepEqual(
      [0, 2, 3].map((index) => firstRow(all[index])),
      [{ one: 1 }, { two: 2 }, { three: 3 }],
    );
  });

  it("says so instead of showing no rows where row-level security would filter", async () => {
    await database.query("create table guarded (a int); alter table guarded enable row level security");
    await database.query("grant select on guarded to public");
    const [answer] = await answers(login, ["select * from public.guarded"]);
    assert.equal(codeOf(answer), "42501");
  });

  it("ends in time when a statement hangs, and says which answers are missing", async () => {
    const started = Date.now();
    const all = await answers(
      login,
      ["select 1 as one", "select pg_sleep(30)", "select 3", "select 4"],
      1_500,
    );
    assert.ok(Date.now() - started < 4_000);
    assert.deepEqual(
      await database.query("select from pg_stat_activity where query ~ '^select pg_sleep\\(30'"),
      [],
      "it does not go on at the server",
    );
    assert.ok(all.some((answer) => codeOf(answer) === "timeout"));
    assert.ok(!all.some((answer) => codeOf(answer) === "lost"));
  });

  it("survives the loss of its connection: the rest is lost, not an exception", async () => {
    const role = decodeURIComponent(new URL(login).username);
    const killer = setTimeout(() => {
      void database.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = '${role}'`);
    }, 700);
    const all = await answers(login, ["select pg_sleep(3)", "select pg_sleep(3)", "select 1", "select 2"]);
    clearTimeout(killer);
    assert.deepEqual(
      all.map((answer) => ["57P01", "lost"].includes(codeOf(answer) ?? "")),
      [true, true, true, true],
    );
  });

  it("leaves no session behind, whether all went well or not", async () => {
    const role = decodeURIComponent(new URL(login).username);
    await answers(login, ["select 1", "select 1/0"]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(await database.query("select pid from pg_stat_activity where usename = $1", [role]), []);
  });

  it("counts no rollback of its own", async () => {
    const count = async () =>
      Number(
        (
          await database.query(
            "select xact_rollback as n from pg_stat_database where datname = current_database()",
          )
        )[0]?.n,
      );
    const before = await count();
    await answers(login, ["select 1", "select 2", "select 3"]);
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    assert.equal(await count(), before);
  });
});

describe("a server that is short of connections", () => {
  let server: OwnServer;
  let database: Database;
  beforeAll(async () => {
    server = await startServer({ settings: { max_connections: "12", superuser_reserved_connections: "1" } });
    database = await server.createDatabase();
  });
  afterAll(() => server.remove());

  it("is asked over one connection only, one with room over two", async () => {
    const login = await database.monitor();
    const backends = async (): Promise<number> => {
      const all = await answers(login, Array<string>(6).fill("select pg_backend_pid() as pid"));
      return new Set(all.map((answer) => firstRow(answer).pid)).size;
    };
    assert.equal(await backends(), 2);
    const others = await Promise.all(Array.from({ length: 8 }, () => database.connect()));
    assert.equal(await backends(), 1);
    await Promise.all(others.map((client) => client.end()));
  });
});

describe("another isolation level as the database's default", () => {
  it("is not taken over: a serializable reader would take predicate locks", async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(
      `alter database ${database.name} set default_transaction_isolation = 'serializable'`,
    );
    const [answer] = await answers(await database.monitor(), [
      "select current_setting('transaction_isolation') as level",
    ]);
    assert.equal(firstRow(answer).level, "read committed");
  });
});
