import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf } from "../../../test/support/builders/context.ts";
import { type GivenSources, sourcesFrom } from "../../../test/support/builders/sources.ts";
import {
  healthyProject,
  PROJECT_REF,
  startManagementApi,
  TOKEN,
} from "../../../test/support/github/supabase.ts";
import { examine } from "../../../test/support/postgres/examine.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import { type PgBouncer, startPgBouncer } from "../../../test/support/postgres/pgbouncer.ts";
import { type Database, sharedServer, until } from "../../../test/support/postgres/postgres.ts";
import { collectPgBouncer } from "../../collect/pgbouncer/index.ts";
import { collectSupabase } from "../../collect/supabase/index.ts";
import { yamlBlock } from "../../core/finding.ts";
import type { Source } from "../../core/sources.ts";
import type { PgBouncerEvidence } from "../shared/sources/pgbouncer.ts";
import type { PoolerSettings } from "../shared/sources/supabase.ts";
import check from "./check.ts";

async function behindPgBouncer(settings: Readonly<Record<string, string>> = {}) {
  const database = await (await sharedServer()).createDatabase();
  const pooler = await startPgBouncer(
    database.server,
    { stats_users: "stats", ...settings },
    { stats: "stats" },
  );
  await (await database.connect(pooler.through(database.url))).query("SELECT 1");
  return { database, pooler };
}

async function look(database: Database, pooler: PgBouncer, options: Record<string, unknown> = {}) {
  const url = `postgres://stats:stats@127.0.0.1:${pooler.port}/pgbouncer`;
  const sources = sourcesFrom({ pgbouncer: await collectPgBouncer({ url, ca: undefined }, 5_000) });
  return examine(check, database, { options, sources, url: await database.stranger() });
}

describe("connection-pooling with PgBouncer", needs("pgbouncer"), () => {
  it("is content with transaction mode and pools that fit, and says what it saw", async () => {
    const { database, pooler } = await behindPgBouncer({ default_pool_size: "15" });
    const outcome = await look(database, pooler, { "pool-size": { min: 15, max: 20 } });
    assert.deepEqual(outcome.findings, []);
    assert.equal(outcome.unknown, undefined);
    const [facts] = outcome.measurements ?? [];
    assert.deepEqual(
      [facts?.pooler, facts?.pool_mode, facts?.pool_size, facts?.most_server_connections],
      ["PgBouncer", "transaction", 15, 15],
    );
  });

  it("finds session mode, and is content again when it is changed", async () => {
    const { database, pooler } = await behindPgBouncer({ pool_mode: "session" });
    const { findings } = await look(database, pooler);
    assert.deepEqual(
      findings?.map(({ key, priority }) => [key, priority]),
      [["PgBouncer: mode", "medium"]],
    );
    assert.deepEqual((await look(database, pooler, { mode: "session" })).findings, []);
    await pooler.stop();
    const mended = await startPgBouncer(database.server, { stats_users: "stats" }, { stats: "stats" });
    await (await database.connect(mended.through(database.url))).query("SELECT 1");
    assert.deepEqual((await look(database, mended)).findings, []);
  });

  it("finds pools outside of the range and larger than the server, and the database's own limit", async () => {
    const { database, pooler } = await behindPgBouncer({ default_pool_size: "500" });
    const { findings } = await look(database, pooler, { "pool-size": { min: 15, max: 20 } });
    assert.deepEqual(
      findings?.map(({ key }) => key),
      ["PgBouncer: pool size", "sum of the pools"],
    );
    await pooler.stop();
    const small = await startPgBouncer(
      database.server,
      { stats_users: "stats", default_pool_size: "20" },
      { stats: "stats" },
    );
    await (await database.connect(small.through(database.url))).query("SELECT 1");
    assert.deepEqual((await look(database, small)).findings, []);
    await database.server.query(`ALTER DATABASE ${database.name} CONNECTION LIMIT 19`);
    const limited = await look(database, small);
    assert.deepEqual(
      limited.findings?.map(({ key, facts }) => [key, facts.limit]),
      [["sum of the pools", 19]],
    );
  });

  it("sees clients that wait", async () => {
    const { database, pooler } = await behindPgBouncer({ default_pool_size: "1" });
    const busy = await database.connect(pooler.through(database.url));
    await busy.query("BEGIN");
    const waiting = await database.connect(pooler.through(database.url));
    const answer = waiting.query("SELECT 1");
    await until("a client waits", async () => {
      const pools = await pooler.show("SHOW POOLS");
      return pools.some((pool) => pool.database === database.name && Number(pool.cl_waiting) > 0);
    });
    const { findings, measurements } = await look(database, pooler);
    assert.deepEqual(findings, [], "a moment's wait is no trouble");
    assert.equal(measurements?.[0]?.clients_waiting, 1);
    await busy.query("COMMIT");
    await answer;
  });
});

describe("connection-pooling with Supabase", () => {
  interface Project {
    readonly pooler: readonly [object];
    readonly pgbouncer: object;
  }

  async function lookThere(change: (project: Project) => void, options = {}) {
    const database = await (await sharedServer()).createDatabase();
    const project = healthyProject();
    change(project as unknown as Project);
    const api = await startManagementApi(project);
    const settings = { token: TOKEN, projectRef: PROJECT_REF, apiUrl: api.url };
    const supabase = await collectSupabase(settings, ["pooler", "pgbouncer"], 5_000);
    return examine(check, database, { options, sources: sourcesFrom({ supabase }) });
  }

  it("adds up both poolers, and compares with the server", async () => {
    const fine = await lookThere(() => undefined, { "pool-size": { min: 15, max: 20 } });
    assert.deepEqual(fine.findings, []);
    assert.deepEqual(
      fine.measurements?.map(({ pooler, most_server_connections }) => [pooler, most_server_connections]),
      [
        ["shared pooler", 15],
        ["dedicated pooler", 15],
      ],
    );
    const large = await lookThere(({ pooler, pgbouncer }) => {
      Object.assign(pooler[0], { default_pool_size: 30 });
      Object.assign(pgbouncer, { default_pool_size: 30, pool_mode: "session" });
    });
    assert.deepEqual(
      large.findings?.map(({ key }) => key),
      ["dedicated pooler: mode", "sum of the pools"],
    );
  });

  it("says that the platform's default is not told", async () => {
    const change = ({ pooler }: Project): void => {
      Object.assign(pooler[0], { default_pool_size: null });
    };
    const silent = await lookThere(change);
    assert.deepEqual([silent.findings, silent.unknown], [[], undefined]);
    assert.equal(silent.measurements?.[0]?.pool_size, "the platform's default");
    const ranged = await lookThere(change, { "pool-size": { min: 15, max: 20 } });
    assert.match(ranged.unknown?.detail ?? "", /set it in the project/);
  });
});

describe("connection-pooling's judge", () => {
  const settings = (over: Partial<PoolerSettings> = {}): Source<PoolerSettings> => ({
    value: { mode: "transaction", poolSize: 15, maxClients: 200, ...over },
  });
  const evaluate = (sources: GivenSources, options: Record<string, unknown> = {}) =>
    check.evaluate([{ database_limit: -1 }], {
      ...contextOf(check, { options }),
      sources: sourcesFrom(sources),
    });
  const keys = (sources: GivenSources, options: Record<string, unknown> = {}) =>
    evaluate(sources, options).findings?.map(({ key }) => key);

  it("is skipped with the lines of both ways when neither is open", () => {
    const { skipped } = evaluate({});
    assert.equal(skipped?.reason, "not-configured");
    const context = contextOf(check);
    const named = (isSupabase: boolean) =>
      check.evaluate([{ database_limit: -1 }], {
        ...context,
        server: { ...context.server, isSupabase },
        sources: sourcesFrom({
          supabase: {
            skipped: {
              reason: "not-configured",
              detail: "Name the project.",
              fix: yamlBlock("supabase: {}"),
            },
          },
          pgbouncer: {
            skipped: {
              reason: "not-configured",
              detail: "Name the console.",
              fix: yamlBlock("pgbouncer-admin-url: x"),
            },
          },
        }),
      }).skipped;
    const lines = (text: string) => ({ language: "yaml", text });
    assert.deepEqual(named(true), {
      reason: "not-configured",
      detail: "Name the project.",
      fix: lines("supabase: {}\n# Name the console.\npgbouncer-admin-url: x"),
    });
    assert.deepEqual(named(false), {
      reason: "not-configured",
      detail: "Name the console.",
      fix: lines("pgbouncer-admin-url: x\n# Name the project.\nsupabase: {}"),
    });
    const noToken: Source<never> = { skipped: { reason: "no-secret", detail: "Give the token." } };
    assert.deepEqual(evaluate({ supabase: noToken }).skipped?.reason, "no-secret");
    assert.equal(evaluate({ supabase: noToken }).skipped?.detail, "Give the token.");
  });

  it("counts every pooler, up to the last free slot", () => {
    const of = (shared: number, dedicated: number): GivenSources => ({
      supabase: {
        value: { pooler: settings({ poolSize: shared }), pgbouncer: settings({ poolSize: dedicated }) },
      },
    });
    assert.deepEqual(keys(of(50, 47)), []);
    assert.deepEqual(keys(of(50, 48)), ["sum of the pools"]);
  });

  it("holds sizes against the range, both ends included", () => {
    const options = { "pool-size": { min: 15, max: 20 } };
    for (const [poolSize, expected] of [
      [14, ["shared pooler: pool size"]],
      [15, []],
      [20, []],
      [21, ["shared pooler: pool size"]],
    ] as const) {
      assert.deepEqual(keys({ supabase: { value: { pooler: settings({ poolSize }) } } }, options), expected);
    }
    assert.equal(check.options.safeParse({ "pool-size": { min: 20, max: 15 } }).success, false);
  });

  it("does not judge a mode that it does not know", () => {
    const outcome = evaluate({ supabase: { value: { pooler: settings({ mode: "hybrid" }) } } });
    assert.deepEqual(outcome.findings, []);
    assert.equal(outcome.unknown?.reason, "version");
  });

  it("keeps what is found when something else is unknown", () => {
    const refused = {
      unknown: { reason: "permission", detail: "No.", fix: { language: "sql", text: "Grant." } },
    } as const;
    const outcome = evaluate({
      supabase: { value: { pooler: settings({ mode: "session" }), pgbouncer: refused } },
    });
    assert.deepEqual(
      outcome.findings?.map(({ key }) => key),
      ["shared pooler: mode"],
    );
    assert.deepEqual(outcome.unknown, refused.unknown);
    assert.deepEqual(evaluate({ supabase: refused }).unknown, refused.unknown);
  });

  it("takes a project without a dedicated pooler as it is", () => {
    const none = settings({ mode: null, poolSize: null, maxClients: null });
    const { measurements, findings } = evaluate({
      supabase: { value: { pooler: settings(), pgbouncer: none } },
    });
    assert.deepEqual([findings, measurements?.length], [[], 1]);
  });

  const pgbouncer = (over: Partial<PgBouncerEvidence> = {}): GivenSources => {
    const entry = {
      target: "app",
      server: 0,
      poolSize: 20,
      reservePool: 0,
      maxConnections: null,
      mode: null,
    };
    const pool = { mode: "transaction", clientsWaiting: 0, serversActive: 0, serversIdle: 0, longestWait: 0 };
    return {
      pgbouncer: {
        value: {
          version: "1.24.1",
          settings: { pool_mode: "transaction", default_pool_size: "20", max_client_conn: "100" },
          databases: [
            { ...entry, name: "app" },
            { ...entry, name: "app_migrations", mode: "session", maxConnections: 2 },
            { ...entry, name: "elsewhere", target: "other", server: 1, poolSize: 900 },
          ],
          pools: [
            { ...pool, database: "app", user: "api" },
            { ...pool, database: "app", user: "worker" },
            { ...pool, database: "app_migrations", user: "owner" },
            { ...pool, database: "elsewhere", user: "api", clientsWaiting: 9, longestWait: 99 },
          ],
          ...over,
        },
      },
    };
  };

  it("adds up the pools of our server alone, each no larger than its database may be", () => {
    const { findings, measurements } = evaluate(pgbouncer());
    assert.deepEqual(findings, [], "one entry in session mode serves the migrations");
    assert.equal(measurements?.[0]?.most_server_connections, 42);
  });

  it("does not take a PgBouncer before other databases for one before ours", () => {
    const { findings, measurements, unknown } = evaluate(pgbouncer({ databases: [], pools: [] }));
    assert.deepEqual([findings, measurements], [undefined, undefined]);
    assert.match(unknown?.detail ?? "", /lists no database that leads to app/);
  });

  it("finds clients that queue long", () => {
    const waiting = (longestWait: number): GivenSources =>
      pgbouncer({
        pools: [
          {
            database: "app",
            user: "a\nb",
            mode: "transaction",
            clientsWaiting: 3,
            serversActive: 20,
            serversIdle: 0,
            longestWait,
          },
        ],
      });
    assert.deepEqual(keys(waiting(9)), []);
    assert.deepEqual(keys(waiting(10)), ["waiting: app, a\nb"]);
  });
});
