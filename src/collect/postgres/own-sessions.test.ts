import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, it } from "vitest";
import { z } from "zod";
import { contextOf } from "../../../test/support/builders/context.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { VERSIONS } from "../../../test/support/postgres/installation.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import { startPgBouncer } from "../../../test/support/postgres/pgbouncer.ts";
import { type Database, sharedServer, uniqueName, until } from "../../../test/support/postgres/postgres.ts";
import blockingQueries from "../../checks/blocking-queries/check.ts";
import connectionUsage from "../../checks/connection-usage/check.ts";
import longRunningQueries from "../../checks/long-running-queries/check.ts";
import type { QueryCheck } from "../../core/check.ts";
import { collectDatabase } from "./collect.ts";

const TESTED = VERSIONS.filter((version) => [13, 15, 18].includes(version));
const AT_ONCE = { "max-duration": "1s", "max-transaction": "1s", "max-idle-in-transaction": "1s" };

/** A session of the application that has taken our name. */
async function namedLikeUs(database: Database, url: string) {
  const client = await database.connect(url);
  await client.query("SET application_name = 'pg-preflight'");
  return client;
}

/** Process ids of all sessions of our name, read by a statement of its own within a run. */
const namedPids = {
  ...longRunningQueries,
  id: "named",
  query: {
    row: z.object({ pid: z.number() }),
    statement: () => ({
      statement:
        "select a.pid from pg_catalog.pg_stat_activity as a where a.application_name = 'pg-preflight' order by a.pid",
    }),
  },
} as unknown as QueryCheck;

async function collectPids(url: string) {
  const evidence = await collectDatabase({
    url,
    ca: undefined,
    checks: [{ check: namedPids, options: {} }],
    schemas: undefined,
    timeout: 30_000,
  });
  assert.ok(evidence.reached);
  const answer = evidence.answers.get("named");
  assert.ok(answer !== undefined && "rows" in answer);
  return {
    own: [...evidence.server.ownSessions].sort((a, b) => a - b),
    named: answer.rows.map((row) => (row as { pid: number }).pid),
    server: evidence.server,
  };
}

for (const version of TESTED) {
  describe(`on PostgreSQL ${version}, our application_name`, () => {
    it("hides nobody: who holds a lock under it, and who waits, is found", async () => {
      const database = await (await sharedServer(version)).createDatabase();
      const login = uniqueName("app");
      const url = await database.login({ name: login });
      await database.query("CREATE TABLE public.t (id int); INSERT INTO public.t VALUES (1)");
      await database.query("GRANT ALL ON public.t TO PUBLIC");
      const head = await namedLikeUs(database, url);
      await head.query("BEGIN; UPDATE public.t SET id = 2");
      const waiter = await namedLikeUs(database, url);
      const waiting = waiter.query("UPDATE public.t SET id = 3");
      await until("the second waits", async () => {
        const rows = await database.query(
          "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        );
        return rows.length === 1;
      });
      await sleep(1_300);
      const late = await examine(longRunningQueries, database, { options: AT_ONCE });
      assert.deepEqual(late.findings?.map(({ key }) => key).sort(), [
        `${login}: idle in transaction`,
        `${login}: statement`,
      ]);
      const blocked = await examine(blockingQueries, database, { options: { "blocked-for": "0s" } });
      assert.deepEqual(
        blocked.findings?.map(({ facts }) => [facts.blocker_role, facts.application, facts.waiting_sessions]),
        [[login, "pg-preflight", 1]],
      );
      const usage = await examine(connectionUsage, database);
      assert.ok(
        usage.measurements?.some((facts) => Object.values(facts).includes(login)),
        "its sessions are counted as its own",
      );
      await head.query("ROLLBACK");
      await waiting;
    });

    it("is not needed to know our own sessions, both of them, and no other", async () => {
      const database = await (await sharedServer(version)).createDatabase();
      const other = await namedLikeUs(database, database.url);
      const { rows } = await other.query("SELECT pg_backend_pid() AS pid");
      const { own, named, server } = await collectPids(await database.monitor());
      assert.equal(own.length, 2);
      assert.ok(!own.includes(rows[0].pid));
      for (const pid of own) assert.ok(named.includes(pid), `${pid} of ${named.join(", ")}`);

      const [pid = 0] = own;
      const session = {
        kind: "session" as const,
        pid,
        name: "monitor",
        application: "pg-preflight",
        state: "active",
        query_s: 9,
        waits_for: null,
        idle_s: null,
        transaction_s: 9,
        holds_vacuum_back: true,
        backend_start: "2026-11-22 00:00:00.00+00",
        quoted_name: null,
      };
      const outcome = (each: typeof session) =>
        longRunningQueries.evaluate([each], contextOf(longRunningQueries, { server, options: AT_ONCE }));
      assert.deepEqual(outcome(session).findings, []);
      assert.equal(outcome({ ...session, pid: rows[0].pid }).findings?.length, 1);
    });
  });
}

describe("behind a pooler", needs("pgbouncer"), () => {
  it("no process id is taken for ours: the pooler's numbers may be those of others", async () => {
    const server = await sharedServer();
    const database = await server.createDatabase();
    const pooler = await startPgBouncer(server);
    const { own, server: facts } = await collectPids(pooler.through(await database.monitor()));
    assert.equal(facts.connection.isDirect, false);
    assert.deepEqual(own, []);
    await pooler.stop();
  });
});
