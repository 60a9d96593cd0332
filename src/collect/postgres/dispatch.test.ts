/** Who asks which question: with one connection or two, of which one may be late, kept waiting or lost. */
import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import { needs } from "../../../test/support/postgres/needs.ts";
import { type PgBouncer, startPgBouncer } from "../../../test/support/postgres/pgbouncer.ts";
import { type Database, type OwnServer, startServer } from "../../../test/support/postgres/postgres.ts";
import type { DatabaseEvidence } from "../../core/evidence.ts";
import { collectDatabase } from "./collect.ts";
import { runSequential } from "./dispatch.ts";
import type { QueryResult, Session } from "./session.ts";

const look = (url: string, timeout = 20_000): Promise<DatabaseEvidence> =>
  collectDatabase({ url, ca: undefined, checks: [], schemas: undefined, timeout });

const LOST: QueryResult = { error: { code: "lost", message: "" } };

/** Answers with its name, or is lost from the start. */
const session = (name: string, isLost = false): Session =>
  ({ runQuery: async () => (isLost ? LOST : { rows: [name] }) }) as unknown as Session;

const served = (one: Session, when: Promise<unknown>): Session => ({ ...one, served: () => when });

describe("questions in turns", () => {
  const questions = Array.from({ length: 10 }, (_, index) => ({ text: String(index) }));

  it("are shared with a helper that is served, and not with one that waits or fails", async () => {
    for (const [when, names] of [
      [Promise.resolve(), ["first", "helper"]],
      [new Promise(() => undefined), ["first"]],
      [Promise.reject(new Error("gone")), ["first"]],
    ] as const) {
      const runQuery = runSequential(session("first"), served(session("helper"), when));
      await Promise.resolve();
      const outcomes = await Promise.all(questions.map(runQuery));
      const seen = outcomes.flatMap((outcome) => ("rows" in outcome ? outcome.rows : ["lost"]));
      assert.deepEqual([...new Set(seen)].sort(), names);
    }
  });

  it("cost one answer when a session is lost, and all the rest when the last one is", async () => {
    const runQuery = runSequential(session("first", true), served(session("helper"), Promise.resolve()));
    await Promise.resolve();
    const outcomes = await Promise.all(questions.map(runQuery));
    assert.equal(outcomes.filter((outcome) => "error" in outcome).length, 1);
    const lost = runSequential(session("only", true), undefined);
    assert.deepEqual(
      await Promise.all(questions.map(lost)),
      questions.map(() => LOST),
    );
  });
});

describe("a login that may connect once", () => {
  let server: OwnServer;
  let database: Database;
  beforeAll(async () => {
    server = await startServer();
    database = await server.createDatabase();
    await database.query("create extension pg_stat_statements");
  });
  afterAll(() => server.remove());

  it("is enough, each time", async () => {
    const login = await database.monitor();
    const role = decodeURIComponent(new URL(login).username);
    await database.query(`alter role "${role}" connection limit 1`);
    for (let turn = 0; turn < 5; turn += 1) {
      const evidence = await look(login);
      assert.ok(evidence.reached, evidence.reached ? "" : evidence.advice);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });

  describe("through PgBouncer", needs("pgbouncer"), () => {
    const through = async (settings: Record<string, string>, test: (pooler: PgBouncer) => Promise<void>) => {
      const pooler = await startPgBouncer(server, settings);
      try {
        await test(pooler);
      } finally {
        await pooler.stop();
      }
    };

    it("in session mode with a pool of one: the second session is never served, and nothing waits for it", () =>
      through({ pool_mode: "session", default_pool_size: "1" }, async (pooler) => {
        const started = Date.now();
        const evidence = await look(pooler.through(await database.monitor()));
        assert.ok(evidence.reached);
        const { tables, statements } = evidence.windows;
        assert.ok(tables.since !== null && statements.since !== null, "both questions were answered");
        assert.ok(Date.now() - started < 5_000);
      }));

    it("in statement mode is told what to give instead", () =>
      through({ pool_mode: "statement" }, async (pooler) => {
        const evidence = await look(pooler.through(await database.monitor()));
        assert.ok(!evidence.reached);
        assert.match(evidence.advice ?? "", /statement mode/);
      }));
  });
});
