import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import { readInputs } from "../../../test/support/github/toolkit.ts";
import { VERSIONS } from "../../../test/support/postgres/installation.ts";
import { needs } from "../../../test/support/postgres/needs.ts";
import { type PgBouncer, startPgBouncer } from "../../../test/support/postgres/pgbouncer.ts";
import {
  type Database,
  type OwnServer,
  sharedServer,
  standbyOf,
  startServer,
} from "../../../test/support/postgres/postgres.ts";
import { startProxy } from "../../../test/support/postgres/proxy.ts";
import { readRunContext } from "../../action/context.ts";
import unusedIndexes from "../../checks/unused-indexes/check.ts";
import { resolveConfig } from "../../config/resolve.ts";
import type { Check } from "../../core/check.ts";
import type { DatabaseEvidence } from "../../core/evidence.ts";
import type { RunConfig } from "../../core/settings.ts";
import { collectDatabase } from "./collect.ts";
import { withReplicas } from "./replicas.ts";

type Reached = DatabaseEvidence & { readonly reached: true };

const ALL: readonly { check: Check; options: unknown }[] = [
  { check: unusedIndexes as unknown as Check, options: unusedIndexes.options.parse({}) },
];

async function evidenceOf(url: string): Promise<Reached> {
  const evidence = await collectDatabase({
    url,
    ca: undefined,
    checks: ALL,
    schemas: undefined,
    timeout: 20_000,
  });
  assert.ok(evidence.reached);
  return evidence;
}

const clusterOf = (database: Database) =>
  database.query("SELECT system_identifier::text AS id FROM pg_control_system()").then(([row]) => row?.id);

describe("which cluster a server is", () => {
  for (const version of VERSIONS) {
    it(`is told to a login with CONNECT and nothing else, on ${version}`, async () => {
      const database = await (await sharedServer(version)).createDatabase();
      const { identity } = await evidenceOf(await database.stranger());
      assert.match(identity.system ?? "", /^\d{10,20}$/);
      assert.equal(identity.system, await clusterOf(database));
    });
  }

  it("is told through a pooler", needs("pgbouncer"), async () => {
    const server = await sharedServer();
    const database = await server.createDatabase();
    const pooler: PgBouncer = await startPgBouncer(server);
    const { identity, server: seen } = await evidenceOf(pooler.through(await database.stranger()));
    assert.equal(seen.connection.isDirect, false);
    assert.equal(identity.system, await clusterOf(database));
    await pooler.stop();
  });

  for (const version of [13, 18]) {
    it(`is not known where the login may not ask, and nothing else is lost, on ${version}`, async () => {
      const server = await startServer({ version });
      const database = await server.createDatabase();
      const url = await database.monitor();
      await database.query("REVOKE EXECUTE ON FUNCTION pg_catalog.pg_control_system() FROM public");
      const { identity, answers, windows } = await evidenceOf(url);
      assert.deepEqual(identity, { system: null, timeline: "00000001" });
      assert.deepEqual(answers.get("unused-indexes"), { rows: [] });
      assert.notEqual(windows.tables.since, null);
      await server.remove();
    });
  }
});

describe("the replicas", () => {
  let primary: OwnServer;
  let standby: OwnServer;
  let database: Database;
  let url: string;
  let onStandby: string;

  beforeAll(async () => {
    primary = await startServer();
    database = await primary.createDatabase();
    url = await database.monitor();
    standby = await standbyOf(primary);
    const address = new URL(url);
    address.port = String(standby.port);
    onStandby = address.href;
  });
  afterAll(async () => {
    await standby.remove();
    await primary.remove();
  });

  async function settingsOf(
    lines: readonly string[],
    inputs: Record<string, string> = {},
  ): Promise<RunConfig> {
    const environment = { "INPUT_DATABASE-URL": url, "INPUT_REPLICA-URLS": lines.join("\n"), ...inputs };
    return resolveConfig(readInputs(environment), readRunContext(environment), {
      text: null,
      notices: [],
    });
  }

  async function runQuery(settings: RunConfig): Promise<Reached> {
    const { checks, schemas } = settings;
    const asking = collectDatabase({ url, ca: undefined, checks, schemas, timeout: settings.timeout });
    const evidence = await withReplicas(settings, asking);
    assert.ok(evidence.reached);
    return evidence;
  }

  it("are asked what needs their answer, and which server they are", async () => {
    const { replicas = [], identity } = await runQuery(await settingsOf([`eu=${onStandby}`]));
    assert.equal(replicas.length, 1);
    const [{ name, evidence } = {}] = replicas;
    assert.equal(name, "eu");
    assert.ok(evidence?.reached);
    assert.deepEqual([...evidence.answers.keys()], ["unused-indexes"]);
    assert.ok("rows" in (evidence.answers.get("unused-indexes") ?? {}));
    assert.equal(evidence.server.inRecovery, true);
    assert.deepEqual(evidence.identity, { system: identity.system, timeline: null });
    assert.notEqual(evidence.windows.tables.since, null);
  });

  it("are left in peace when no check of the run asks them, or without the server's address", async () => {
    const proxy = await startProxy(standby.port);
    const lines = [`eu=${proxy.through(onStandby)}`];
    assert.equal(
      (await runQuery(await settingsOf(lines, { INPUT_CHECKS: "duplicate-indexes" }))).replicas,
      undefined,
    );
    const nothing: DatabaseEvidence = { reached: false };
    const withoutSecrets = await settingsOf(lines, {
      "INPUT_DATABASE-URL": "",
      GITHUB_EVENT_NAME: "pull_request",
    });
    assert.equal(await withReplicas(withoutSecrets, Promise.resolve(nothing)), nothing);
    assert.equal(proxy.counts.connections, 0);
    await runQuery(await settingsOf(lines, { INPUT_CHECKS: "unused-indexes" }));
    assert.ok(proxy.counts.connections > 0);
    await proxy.close();
  });

  it("are asked all at once, and wait for nobody", async () => {
    const DELAY = 60;
    const slow = await Promise.all([1, 2, 3, 4].map(() => startProxy(standby.port, { delayMs: DELAY })));
    const took = async (count: number) => {
      const lines = slow.slice(0, count).map((proxy) => proxy.through(onStandby));
      const settings = await settingsOf(lines, { INPUT_CHECKS: "unused-indexes" });
      const start = performance.now();
      const { replicas = [] } = await runQuery(settings);
      assert.deepEqual(
        replicas.map(({ evidence }) => evidence.reached),
        lines.map(() => true),
      );
      return performance.now() - start;
    };
    const one = await took(1);
    assert.ok((await took(4)) < 2 * one);
    await Promise.all(slow.map((proxy) => proxy.close()));
  });

  it("that are out of reach leave all the rest as it is", async () => {
    const wrong = new URL(onStandby);
    wrong.password = "another";
    const nowhere = new URL(onStandby);
    nowhere.port = "1";
    const lines = [`eu=${onStandby}`, `wrong=${wrong.href}`, `nowhere=${nowhere.href}`];
    const { replicas = [], answers } = await runQuery(await settingsOf(lines));
    assert.deepEqual(
      replicas.map(({ evidence }) => evidence.reached),
      [true, false, false],
    );
    const advice = replicas.map(({ evidence }) => (evidence.reached ? "" : evidence.advice));
    assert.match(advice[1] ?? "", /password is wrong/);
    assert.match(advice[2] ?? "", /connection was refused/);
    assert.ok(answers.size > 20);
  });

  it("have the run's time and no more", async () => {
    const stuck = await startProxy(standby.port, { delayMs: 5_000 });
    const settings = {
      ...(await settingsOf([stuck.through(onStandby)])),
      timeout: 1_500,
      deadline: Date.now() + 1_500,
    };
    const start = performance.now();
    const { replicas = [] } = await runQuery(settings);
    assert.ok(performance.now() - start < 4_000);
    assert.equal(replicas[0]?.evidence.reached, false);
    await stuck.close();
  });
});
