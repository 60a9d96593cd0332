/** Unused on every node or not at all: a primary and its standbys, looked at as a run does. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, it } from "vitest";
import type { z } from "zod";
import { contextOf, DAY, NOW } from "../../../test/support/builders/context.ts";
import { readInputs } from "../../../test/support/github/toolkit.ts";
import {
  Database,
  type OwnServer,
  type Server,
  standbyOf,
  startServer,
  until,
} from "../../../test/support/postgres/postgres.ts";
import { readRunContext } from "../../action/context.ts";
import { collectDatabase } from "../../collect/postgres/collect.ts";
import { withReplicas } from "../../collect/postgres/replicas.ts";
import { resolveConfig } from "../../config/resolve.ts";
import type { NodeAnswer, QueryCheck, ReadNode } from "../../core/check.ts";
import { nodesOf } from "../../core/evaluate/replicas.ts";
import type { CheckAnswer, DatabaseEvidence, ReplicaEvidence } from "../../core/evidence.ts";
import type { CheckResult } from "../../core/report.ts";
import type { Window } from "../../core/server.ts";
import { NO_SOURCES } from "../../core/sources.ts";
import { evaluate } from "../../run/evaluate.ts";
import check from "./check.ts";

const SETUP = `
  CREATE TABLE t (id int PRIMARY KEY, a int, b int, c int, d int);
  INSERT INTO t SELECT g, g, g, g, g FROM generate_series(1, 20000) g;
  CREATE INDEX idle ON t (a);
  CREATE INDEX used_here ON t (b);
  CREATE INDEX used_there ON t (c);`;

const read = (column: string) =>
  `SET enable_seqscan = off; SET enable_bitmapscan = off; SELECT count(*) FROM t WHERE ${column} = 5`;

/** The same database and login on another server. */
function on(server: Server, url: string): string {
  const other = new URL(url);
  other.port = String(server.port);
  return other.href;
}

interface Look {
  /** `name=address` lines. */
  readonly lines?: readonly string[];
  readonly config?: string;
  /** Counters that began before are told as 31 days older: a test can't wait. */
  readonly countedBefore?: number;
}

async function look(
  url: string,
  { lines = [], config, countedBefore = Number.POSITIVE_INFINITY }: Look,
): Promise<CheckResult> {
  const environment = {
    "INPUT_DATABASE-URL": url,
    INPUT_CHECKS: "unused-indexes",
    "INPUT_REPLICA-URLS": lines.join("\n"),
  };
  const text = config === undefined ? null : `replicas: ${config}\n`;
  const settings = await resolveConfig(readInputs(environment), readRunContext({}), { text, notices: [] });
  const asking = collectDatabase({
    url,
    ca: undefined,
    checks: settings.checks,
    schemas: undefined,
    timeout: 30_000,
  });
  const evidence = aged(await withReplicas(settings, asking), countedBefore);
  const run = { toolVersion: "0", startedAt: Date.now(), durationMs: 1 };
  const [result] = evaluate(settings, evidence, NO_SOURCES, run).results;
  assert.ok(result);
  return result;
}

function aged(evidence: DatabaseEvidence, before: number): DatabaseEvidence {
  if (!evidence.reached) return evidence;
  const { windows, replicas } = evidence;
  const older = (window: Window): Window =>
    window.since !== null && window.since < before ? { ...window, since: window.since - 31 * DAY } : window;
  return {
    ...evidence,
    windows: { tables: older(windows.tables), statements: older(windows.statements) },
    ...(replicas && {
      replicas: replicas.map(({ name, evidence: own }) => ({ name, evidence: aged(own, before) })),
    }),
  };
}

async function streamingFrom(server: Server): Promise<number> {
  const [row] = await server.query(
    "SELECT count(*)::int AS n FROM pg_stat_replication WHERE state = 'streaming'",
  );
  return row?.n;
}

const keysOf = ({ findings = [] }: CheckResult) => findings.map(({ key }) => key);

function assertUnknown({ status, unknown }: CheckResult, detail: RegExp, reason?: string): void {
  assert.equal(status, "unknown");
  assert.match(unknown?.detail ?? "", detail);
  if (reason !== undefined) assert.equal(unknown?.reason, reason);
}

for (const version of [13, 18]) {
  describe(`unused-indexes on PostgreSQL ${version} and its standby`, () => {
    let primary: OwnServer;
    let standby: OwnServer;
    let database: Database;
    let url: string;
    let reports: string;

    beforeAll(async () => {
      primary = await startServer({ version });
      database = await primary.createDatabase();
      await database.query(SETUP);
      await database.query("VACUUM ANALYZE");
      url = await database.monitor();
      standby = await standbyOf(primary);
      await database.query(read("b"));
      reports = on(standby, url);
      await there(read("c"));
      assert.deepEqual(keysOf(await look(url, { config: "none" })), ["public.idle", "public.used_there"]);
    });
    afterAll(async () => {
      await standby.remove();
      await primary.remove();
    });

    /** Reads or resets on the standby, and waits until that is counted. */
    async function there(sql: string): Promise<void> {
      await new Database(standby, database.name).query(sql);
      await counted();
    }

    /** Up to 14 the statistics are up to half a second old. */
    async function counted(): Promise<void> {
      if (version < 15) await sleep(1_000);
    }

    it("tells an index that no node uses, and is silent of one that the standby alone uses", async () => {
      const result = await look(url, { lines: [`reports=${reports}`], config: "[reports]" });
      assert.equal(result.unknown, undefined, result.unknown?.detail);
      assert.deepEqual(keysOf(result), ["public.idle"]);
      const { facts, message } = result.findings?.[0] ?? {};
      assert.equal(facts?.servers, 2);
      assert.equal(facts?.scans, 0);
      assert.equal(facts?.table_writes, 20_000);
      // The standby's counters began after the primary's: silence is known since then.
      const [began] = await standby.query(
        "SELECT extract(epoch FROM greatest(a.stats_reset, b.stats_reset)) * 1000 AS ms FROM pg_stat_archiver a, pg_stat_bgwriter b",
      );
      const since = Date.parse(String(facts?.unused_since_at));
      assert.ok(Math.abs(since - (Number(began?.ms) - 31 * DAY)) < 1000);
      assert.ok(message?.includes("no scan on any of 2 servers since"), message);
      assert.equal(result.measurements?.[0]?.counted_on, "this server and its replica reports");
      assert.match(result.window ?? "", new RegExp(`^since ${new Date(since).toISOString().slice(0, 10)}`));
    });

    it("takes an address without a name too, where the configuration names none", async () => {
      const result = await look(url, { lines: [reports] });
      assert.deepEqual(keysOf(result), ["public.idle"]);
      assert.match(String(result.measurements?.[0]?.counted_on), /replica 1/);
    });

    it("waits for no migration's lock, here or there", async () => {
      const migration = await database.connect();
      await migration.query("BEGIN; LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
      const result = await look(url, { lines: [`reports=${reports}`], config: "[reports]" }).finally(() =>
        migration.end(),
      );
      assertUnknown(result, /A lock on one of its objects was held for longer than a second/, "timeout");
    });

    it("is unknown while a declared replica has no address", async () => {
      const none = await look(url, { config: "[reports]" });
      assertUnknown(
        none,
        /the replica reports serves reads that nobody looked at: add it to replica-urls/,
        "window",
      );
      const one = await look(url, { lines: [`reports=${reports}`], config: "[reports, eu]" });
      assertUnknown(one, /the replica eu serves reads that nobody looked at/);
      assert.match(one.unknown?.fix?.text ?? "", /^replica-urls: eu=/);
    });

    it("takes no other server, no other database and not the primary itself for the replica", async () => {
      const asReports = (address: string) =>
        look(url, { lines: [`reports=${address}`], config: "[reports]" });
      assertUnknown(await asReports(url), /reports is no replica of this server: it takes writes itself/);
      const elsewhere = new URL(reports);
      elsewhere.pathname = "/postgres";
      elsewhere.username = standby.superuser;
      elsewhere.password = standby.password;
      assertUnknown(await asReports(elsewhere.href), /names another database than database-url/);
      // The servers of one version are copies of one, and share its identifier.
      const other = await startServer({ version: version === 18 ? 13 : 18 });
      assertUnknown(await asReports(other.url), /reports is no replica of this server: it is another one/);
      await other.remove();
    });

    it("is unknown where the server does not tell which cluster it is, until it may", async () => {
      const given = { lines: [`reports=${reports}`], config: "[reports]" };
      await database.query("REVOKE EXECUTE ON FUNCTION pg_catalog.pg_control_system() FROM public");
      await caughtUp();
      const mute = await look(url, given);
      assertUnknown(mute, /does not tell its system identifier/, "permission");
      await database.query(mute.unknown?.fix?.text ?? "");
      await caughtUp();
      assert.deepEqual(keysOf(await look(url, given)), ["public.idle"]);
      await database.query("GRANT EXECUTE ON FUNCTION pg_catalog.pg_control_system() TO public");
    });

    it("counts no foreign key's index as used where none is checked", async () => {
      await database.query(`
        CREATE TABLE child (one int REFERENCES t);
        INSERT INTO child SELECT g FROM generate_series(1, 20000) g;
        CREATE INDEX first_of_two ON child (one); CREATE INDEX second_of_two ON child (one, (one + 1))`);
      await database.query("VACUUM ANALYZE child");
      await database.query(
        `${read("a").split("SELECT")[0]} SELECT count(*) FROM child WHERE one = 5 AND one + 1 = 6`,
      );
      await counted();
      await caughtUp();
      const given = { lines: [`reports=${reports}`], config: "[reports]" };
      const alone = keysOf(await look(url, { config: "none" })).filter((key) => key.endsWith("of_two"));
      assert.equal(alone.length, 1);
      assert.deepEqual(
        keysOf(await look(url, given)).filter((key) => key.endsWith("of_two")),
        alone,
      );
      await database.query("DROP TABLE child");
    });

    it("is unknown while another standby streams that nobody named, from the primary or from the standby", async () => {
      const second = await standbyOf(primary);
      const given = { lines: [`reports=${reports}`], config: "[reports]" };
      assertUnknown(await look(url, given), /2 standbys are connected and only 1 of them is named/, "window");
      const both = await look(url, { lines: [reports, `eu=${on(second, url)}`], config: "[eu, reports]" });
      assert.deepEqual(keysOf(both), ["public.idle"]);
      assert.equal(both.findings?.[0]?.facts.servers, 3);

      const [{ conninfo } = {}] = await second.query(
        "SELECT current_setting('primary_conninfo') AS conninfo",
      );
      const cascaded = String(conninfo).replace(`port=${primary.port}`, `port=${standby.port}`);
      await second.query(`ALTER SYSTEM SET primary_conninfo = '${cascaded}'`);
      await second.query("SELECT pg_reload_conf()");
      await until(
        "the second standby streams from the first",
        async () => (await streamingFrom(standby)) === 1,
      );
      assertUnknown(await look(url, given), /2 standbys are connected and only 1 of them is named/);
      await second.remove();
      await until(
        "the first standby knows that it is gone",
        async () => (await streamingFrom(standby)) === 0,
      );
    });

    it("is unknown while a replica can't be reached, with the advice and never with the address", async () => {
      const countedBefore = Date.now();
      await standby.stop();
      const given = { lines: [`reports=${reports}`], config: "[reports]" };
      const result = await look(url, given);
      assertUnknown(result, /the replica reports was not reached: The connection was refused/, "unreachable");
      const { password, port } = new URL(reports);
      const text = JSON.stringify(result);
      assert.ok(!text.includes(password) && !text.includes(port));

      await standby.start();
      await until("the standby streams again", async () => (await streamingFrom(primary)) === 1);
      const again = await look(url, { ...given, countedBefore });
      // Up to 14 a standby that is restarted begins to count anew.
      if (version >= 15) assert.deepEqual(keysOf(again), ["public.idle"]);
      else
        assertUnknown(
          again,
          /of the replica reports: The counters count for less than an hour only/,
          "window",
        );
    });

    it("starts the clock anew when the standby's counters are reset, or lost in a crash", async () => {
      const given = { lines: [`reports=${reports}`], config: "[reports]" };
      const countedBefore = Date.now();
      await there("SELECT pg_stat_reset()");
      const reset = await look(url, { ...given, countedBefore });
      assertUnknown(reset, /of the replica reports: The counters count for less than an hour only/, "window");
      assert.match(reset.window ?? "", /less than an hour/);
      await standby.crash();
      assertUnknown(
        await look(url, { ...given, countedBefore }),
        /of the replica reports: The counters count/,
      );
      assert.deepEqual(keysOf(await look(url, { config: "none", countedBefore })), [
        "public.idle",
        "public.used_there",
      ]);
    });

    it("passes without any doubt once the standby has used it, however short it has counted", async () => {
      await there(read("a"));
      await there(read("c"));
      const given = { lines: [`reports=${reports}`], config: "[reports, eu]", countedBefore: 0 };
      const result = await look(url, given);
      assert.equal(result.status, "pass", result.unknown?.detail);
    });

    it("is unknown when the standby was promoted", async () => {
      await there("SELECT pg_stat_reset()");
      await standby.promote();
      const result = await look(url, { lines: [`reports=${reports}`], config: "[reports]" });
      assertUnknown(
        result,
        /reports is no replica of this server: it takes writes itself, because it was promoted/,
      );
    });

    async function caughtUp(): Promise<void> {
      const [position] = await primary.query("SELECT pg_current_wal_lsn()::text AS lsn");
      await until("the standby has caught up", async () => {
        const [row] = await standby.query("SELECT pg_last_wal_replay_lsn() >= $1::pg_lsn AS done", [
          position?.lsn,
        ]);
        return row?.done === true;
      });
    }
  });
}

type Row = z.infer<typeof check.query.row>;

describe("unused-indexes' judge of several nodes", () => {
  const idle: Row = {
    index_name: "public.i",
    table_name: "public.t",
    partitioned: false,
    has_expressions: false,
    size_bytes: 102_400,
    scans: 0,
    last_scan_s: null,
    table_writes: 5,
    definition: null,
    needed_for: [],
    replaces: [],
  };
  const base = contextOf(check);
  const began = (time: number) => ({
    ...base.windows,
    tables: { since: time, detail: "the statistics were reset" },
  });
  const node = (name: string, rows: readonly Row[], over: Partial<ReadNode<Row>> = {}): ReadNode<Row> => ({
    name,
    server: { ...base.server, inRecovery: true },
    windows: base.windows,
    rows,
    ...over,
  });
  const judged = (
    nodes: readonly NodeAnswer<Row>[],
    over: Partial<typeof base> = {},
    row: Partial<Row> = {},
  ) => check.evaluate([{ ...idle, ...row }], { ...base, nodes, ...over });

  it("sums the scans and takes the latest of what each node tells", () => {
    const lastScan = NOW - 120 * DAY;
    const there = node("eu", [{ ...idle, scans: 3, last_scan_s: lastScan / 1000 }]);
    const other = node("us", [{ ...idle, scans: 4, last_scan_s: (lastScan - DAY) / 1000 }]);
    const long = { windows: began(NOW - 300 * DAY) };
    const [finding] = judged([there, other], long).findings ?? [];
    assert.equal(finding?.facts.scans, 7);
    assert.equal(finding?.facts.servers, 3);
    assert.equal(finding?.facts.unused_since_at, "2026-07-25T12:00:00Z");
    assert.equal(finding?.message, "public.i: no scan on any of 3 servers since 2026-07-25T12:00:00Z.");
    // This server began to count after that scan: before, nothing is known of it.
    const [shorter] = judged([there], { windows: began(NOW - 50 * DAY) }).findings ?? [];
    assert.equal(shorter?.facts.unused_since_at, "2026-10-03T12:00:00Z");
  });

  it("judges a node's last scan by that node's clock", () => {
    const scanned = (now: number) =>
      node("eu", [{ ...idle, scans: 3, last_scan_s: (NOW - 100 * DAY) / 1000 }], {
        server: { ...base.server, now },
      });
    assert.equal(judged([scanned(NOW)]).findings?.length, 1);
    assert.deepEqual(judged([scanned(NOW - 1000)]), {});
  });

  it("needs observed-for on each node, to the millisecond", () => {
    const counting = (time: number) => judged([node("eu", [idle], { windows: began(time) })]);
    assert.equal(counting(NOW - 30 * DAY).findings?.length, 1);
    const short = counting(NOW - 30 * DAY + 1);
    assert.equal(short.findings, undefined);
    assert.match(short.unknown?.detail ?? "", /of the replica eu/);
  });

  it("tells all that is in doubt, and the first thing to do", () => {
    const { unknown, findings } = judged(
      [
        { name: "eu", unknown: { reason: "unreachable", detail: "the replica eu was not reached: Why." } },
        node("us", [idle], { windows: began(NOW - DAY) }),
      ],
      { replicas: ["eu", "us", "asia"], server: { ...base.server, standbys: 5 } },
    );
    assert.equal(findings, undefined);
    assert.equal(
      unknown?.detail,
      "1 index shows no scan, but the replica asia serves reads that nobody looked at: add it to replica-urls. " +
        "And the replica eu was not reached: Why. " +
        "And of the replica us: The counters count for 24 hours only (the statistics were reset); the check needs 30 days. " +
        "And 5 standbys are connected and only 3 of them are named: give each one's address in replica-urls.",
    );
    assert.equal(unknown?.fix?.text, "replica-urls: asia=${{ secrets.REPLICA_URL }}  # in the workflow");
  });

  it("trusts a declaration where the login can't see the standbys, and asks for the right without one", () => {
    const blind = { server: { ...base.server, standbys: null } };
    assert.equal(judged([node("eu", [idle])], { ...blind, replicas: ["eu"] }).findings?.length, 1);
    const undeclared = judged([node("replica 1", [idle])], blind);
    assert.equal(undeclared.unknown?.reason, "permission");
    assert.match(undeclared.unknown?.fix?.text ?? "", /^GRANT pg_monitor/);
  });

  it("is unknown, by name, when a replica refuses the statement or answers something else", () => {
    const answered = (answer: CheckAnswer): ReplicaEvidence => ({
      name: "eu",
      evidence: {
        ...reached,
        server: { ...base.server, inRecovery: true },
        answers: new Map([[check.id, answer]]),
      },
    });
    const reached = {
      reached: true,
      server: base.server,
      windows: base.windows,
      identity: { system: "1", timeline: null },
      answers: new Map<string, CheckAnswer>(),
      notices: [],
      leftOut: [],
    } as const;
    const unknownOf = (answer: CheckAnswer) => {
      const [node] =
        nodesOf(check as unknown as QueryCheck, { ...reached, replicas: [answered(answer)] }) ?? [];
      return node !== undefined && "unknown" in node ? node.unknown : undefined;
    };
    assert.equal(unknownOf({ rows: [idle] }), undefined);
    const conflict = unknownOf({ error: { code: "40001", message: "S3cret" } });
    assert.equal(conflict?.reason, "timeout");
    assert.match(
      conflict?.detail ?? "",
      /^the replica eu did not answer: The standby cancelled the statement/,
    );
    assert.match(
      unknownOf({ error: { code: "lost", message: "" } })?.detail ?? "",
      /eu did not answer: The conn/,
    );
    assert.match(unknownOf({ rows: [{}] })?.detail ?? "", /the replica eu gave an answer/);
    const none: CheckAnswer = { outcome: { unknown: { reason: "error", detail: "No schema." } } };
    assert.match(unknownOf(none)?.detail ?? "", /the replica eu did not answer: No schema/);
  });

  it("needs nobody's word where one node uses the index", () => {
    const lost: NodeAnswer<Row> = { name: "us", unknown: { reason: "unreachable", detail: "d" } };
    assert.deepEqual(judged([node("eu", []), lost], { replicas: ["eu", "us", "asia"] }), {});
    assert.deepEqual(judged([node("eu", [{ ...idle, size_bytes: 102_399 }])]), {});
  });
});
