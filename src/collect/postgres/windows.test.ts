/** Since when the counters count: on servers that crash, are reset and are promoted. */
import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import {
  type Database,
  type OwnServer,
  standbyOf,
  startServer,
} from "../../../test/support/postgres/postgres.ts";
import type { Server, Windows } from "../../core/server.ts";
import { collectDatabase } from "./collect.ts";
import { identityOf, statementsWindow, tablesWindow } from "./windows.ts";

async function windowsOf(url: string): Promise<Windows> {
  const evidence = await collectDatabase({
    url,
    ca: undefined,
    checks: [],
    schemas: undefined,
    timeout: 20_000,
  });
  assert.ok(evidence.reached);
  return evidence.windows;
}

const server = (over: Partial<Server> = {}): Server =>
  ({ now: 10_000, listsWal: true, login: "m", ...over }) as Server;

const row = (over: Record<string, unknown> = {}) => ({
  rows: [
    {
      database_reset_ms: null,
      archiver_reset_ms: "2000",
      bgwriter_reset_ms: "1500",
      timeline: "00000001",
      promoted_ms: null,
      ...over,
    },
  ],
});

describe("an answer of another form", () => {
  const odd = { rows: [{ unexpected: true }] };
  const nothing = { rows: [] };

  it("leaves the windows and the identity unknown, and ends no run", () => {
    for (const answer of [odd, nothing]) {
      assert.equal(tablesWindow(answer, server()).since, null);
      assert.match(tablesWindow(answer, server()).detail, /its answer does not have the form/);
      assert.equal(statementsWindow(answer, server({ extensions: {} })).since, null);
      assert.deepEqual(identityOf(answer, answer), { system: null, timeline: null });
    }
  });
});

describe("the window of tables", () => {
  it("is the latest of everything that tells", () => {
    assert.equal(tablesWindow(row(), server()).since, 2000);
    assert.equal(tablesWindow(row({ database_reset_ms: "3000.5" }), server()).since, 3000.5);
    assert.equal(tablesWindow(row({ bgwriter_reset_ms: "4000" }), server()).since, 4000);
    assert.deepEqual(tablesWindow(row({ timeline: "00000002", promoted_ms: "5000" }), server()), {
      since: 5999,
      detail: "the server was promoted or restored",
    });
  });

  it("is unknown after a promotion whose time cannot be seen, with the grant that mends it", () => {
    const window = tablesWindow(row({ timeline: "0000000A" }), server({ listsWal: false }));
    assert.equal(window.since, null);
    assert.equal(window.fix?.text, "GRANT pg_monitor TO m;");
  });

  it("is unknown when nothing tells, or the server refuses", () => {
    assert.equal(
      tablesWindow(row({ archiver_reset_ms: null, bgwriter_reset_ms: null }), server()).since,
      null,
    );
    assert.equal(tablesWindow({ error: { code: "42501", message: "" } }, server()).since, null);
  });
});

describe("the window of statements", () => {
  it("says which of the two is missing where nothing tells: the extension, or what it tells", () => {
    assert.match(statementsWindow(undefined, server({ extensions: {} })).detail, /has no pg_stat_statements/);
    const old = { version: "1.8", schema: "public", schemaUsable: true };
    const window = statementsWindow(undefined, server({ extensions: { pg_stat_statements: old } }));
    assert.match(window.detail, /older than 1\.9/);
  });
});

describe("the windows of a real server", () => {
  let primary: OwnServer;
  let database: Database;
  let login: string;
  beforeAll(async () => {
    primary = await startServer({ settings: { wal_level: "replica" } });
    database = await primary.createDatabase();
    await database.query("create extension pg_stat_statements");
    login = await database.monitor();
  });
  afterAll(() => primary.remove());

  it("begin when it was created, and at a reset", async () => {
    const created = await windowsOf(login);
    assert.ok(created.tables.since !== null && created.tables.since <= Date.now());
    await database.query("select pg_stat_reset()");
    const reset = await windowsOf(login);
    assert.ok((reset.tables.since ?? 0) > (created.tables.since ?? 0));
    assert.equal(reset.tables.detail, "the statistics were reset");
    assert.equal(reset.statements.since, created.statements.since, "statements have a window of their own");
  });

  it("begin anew after a crash, which leaves stats_reset and the start time alone", async () => {
    await database.query("select pg_stat_reset()");
    const before = await windowsOf(login);
    const [started] = await database.query("select pg_postmaster_start_time()::text as at");
    await primary.crash();
    const crashed = await windowsOf(login);
    const [same] = await database.query("select pg_postmaster_start_time()::text as at");
    assert.equal(same?.at, started?.at);
    assert.ok((crashed.tables.since ?? 0) > (before.tables.since ?? 0));
    assert.equal(crashed.tables.detail, "the server was created or recovered from a crash");
  });

  it("survive a clean restart", async () => {
    const before = await windowsOf(login);
    await primary.stop("fast");
    await primary.start();
    assert.equal((await windowsOf(login)).tables.since, before.tables.since);
  });

  it("begin at a promotion, and are unknown to a login that cannot see its time", async () => {
    const standby = await standbyOf(primary);
    try {
      const stranger = new URL(await database.stranger());
      const monitor = new URL(login);
      stranger.port = monitor.port = String(standby.port);
      const promotedAfter = Date.now();
      await standby.promote();
      const seen = await windowsOf(monitor.href);
      assert.equal(seen.tables.detail, "the server was promoted or restored");
      assert.ok((seen.tables.since ?? 0) >= promotedAfter, "not the standby's birth");
      const unseen = await windowsOf(stranger.href);
      assert.equal(unseen.tables.since, null);
      assert.match(unseen.tables.fix?.text ?? "", /^GRANT pg_monitor TO /);
    } finally {
      await standby.remove();
    }
  });

  it("have no time for statements where there is no extension", async () => {
    const bare = await primary.createDatabase();
    assert.equal((await windowsOf(await bare.monitor())).statements.since, null);
  });
});
