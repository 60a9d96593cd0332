/** Each fix that a check prints, run on a real server the way its kind says. */
import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { describe, it } from "vitest";
import { checks } from "../../src/checks/index.ts";
import { remedyForChanges } from "../../src/checks/performance-baseline/compare/remedy.ts";
import { describeFix } from "../../src/checks/shared/sql/fix-kind.ts";
import transactionIdAge from "../../src/checks/transaction-id-age/check.ts";
import type { QueryCheck } from "../../src/core/check.ts";
import type { FixKind } from "../../src/core/finding.ts";
import { escapeInvisible } from "../../src/lib/sql-text.ts";
import { commentedOut } from "../../src/report/html/blocks.ts";
import { contextOf } from "../support/builders/context.ts";
import { preflightLogin, startCron } from "../support/postgres/cron.ts";
import { createEverything } from "../support/postgres/everything.ts";
import { type Examination, examine, observed } from "../support/postgres/examine.ts";
import { needs } from "../support/postgres/needs.ts";
import { type Database, type OwnServer, startServer, uniqueName } from "../support/postgres/postgres.ts";
import { splitStatements } from "../support/postgres/sql-text.ts";

interface Scene {
  readonly server: OwnServer;
  readonly database: Database;
  /** A role with a hostile name. */
  readonly role: string;
}

type Fixes = readonly string[];

/** What makes the check print its fixes in the scene. */
interface Case {
  readonly options?: (scene: Scene) => Record<string, unknown>;
  /** In place of the check's own query, where the state would take days. */
  readonly fixes?: (scene: Scene) => Fixes | Promise<Fixes>;
  readonly kinds: readonly FixKind[];
  readonly isUnknown?: true;
}

/** Everything is in a schema with a hostile name. */
const S = pg.escapeIdentifier('we"ird; Schema\n');
const VIEW = pg.escapeIdentifier("view\n-- 'x'");

const CASES: Readonly<Record<string, Case>> = {
  "autovacuum-activity": { kinds: ["together", "alone"] },
  "blocking-queries": { options: () => ({ "blocked-for": "0s" }), kinds: ["destructive"] },
  "connection-security": { kinds: ["together"] },
  "duplicate-indexes": { kinds: ["destructive"] },
  "error-logging": { kinds: ["together"] },
  "foreign-key-indexes": {
    options: () => ({ "min-size": "96 kB" }),
    kinds: ["alone", "window"],
  },
  "invalid-indexes": { kinds: ["alone", "window", "destructive"] },
  "long-running-queries": {
    options: () => ({ "max-transaction": "0s", "max-idle-in-transaction": "0s" }),
    kinds: ["destructive"],
  },
  "materialized-views": {
    options: () => ({
      views: [
        { name: "public.never_filled", "max-age": "1h" },
        { name: "public.without_key", concurrently: true, "max-age": "1h" },
      ],
    }),
    // How old the second one is can't be known here.
    isUnknown: true,
    kinds: ["alone", "window"],
  },
  "performance-baseline": {
    fixes: () => {
      const none = { lostIndexes: [], sequential: [], misestimate: undefined, unvacuumed: undefined };
      const table = "public.orders";
      const definition = `CREATE INDEX "lost 1" ON ${table} USING btree (total, id)`;
      const changes = [
        { ...none, lostIndexes: [{ name: 'public."lost 1"', table, definition }] },
        { ...none, unvacuumed: { table } },
        { ...none, misestimate: { table } },
      ];
      return changes.flatMap(
        (change) =>
          remedyForChanges(change as unknown as Parameters<typeof remedyForChanges>[0])?.fix?.sql ?? [],
      );
    },
    kinds: ["together", "alone"],
  },
  "prepared-transactions": { options: () => ({ "max-age": "0s" }), kinds: ["destructive"] },
  "query-logging": { kinds: ["together"] },
  "query-statistics": {
    // In a database of its own: the extension is missing, and its setting is off.
    fixes: async ({ server }) => {
      const other = await server.createDatabase({ name: 'o"ther\ndatabase' });
      const missing = await fixesOf("query-statistics", other);
      const name = pg.escapeIdentifier(other.name);
      await other.query("CREATE EXTENSION pg_stat_statements VERSION '1.7'");
      await other.query(`ALTER DATABASE ${name} SET pg_stat_statements.track = 'none'`);
      const others = await fixesOf("query-statistics", other);
      const all = [...missing, ...others];
      // They belong to that database, and each is run there and here.
      for (const fix of all) await runAs(fix, (await describeFix(fix)).kind, other);
      assert.deepEqual(await fixesOf("query-statistics", other), []);
      return all.filter((fix) => fix.includes("ALTER DATABASE"));
    },
    kinds: ["together"],
  },
  "query-text-exposure": { options: ({ role }) => ({ roles: [role] }), kinds: ["together"] },
  "replication-slots": { options: () => ({ "max-inactive": "0s" }), kinds: ["destructive"] },
  "sequence-exhaustion": { kinds: ["together", "window"] },
  "statement-timeout": { options: ({ role }) => ({ roles: [role] }), kinds: ["together"] },
  "statistics-freshness": { kinds: ["together"] },
  "table-bloat": { kinds: ["alone"] },
  "transaction-id-age": {
    fixes: async ({ database }) => {
      const row = { backend_start: null, is_here: true, xid_freeze_age: 2e8, multixact_freeze_age: 4e8 };
      const old = { ...row, kind: "database", name: "app", xid_age: 7e8, multixact_age: 1 };
      const [session] = await database.query(
        `SELECT pid, to_char(backend_start, 'YYYY-MM-DD HH24:MI:SS.USOF') AS start FROM pg_stat_activity
         WHERE state = 'idle in transaction' LIMIT 1`,
      );
      const holders = [
        { kind: "table", name: `${S}."quote""d"` },
        { kind: "session", name: String(session?.pid), backend_start: String(session?.start) },
      ];
      return holders.flatMap((holder) => {
        const rows = [old, { ...row, xid_age: 6e8, multixact_age: 1, ...holder }];
        const outcome = transactionIdAge.evaluate(rows as never, contextOf(transactionIdAge as never));
        return outcome.findings?.flatMap(({ fix }) => fix?.sql ?? []) ?? [];
      });
    },
    kinds: ["alone", "destructive"],
  },
  "unused-indexes": { kinds: ["destructive"] },
};

/** Those of pg_cron have a server of their own, below. */
const ELSEWHERE = ["cron-jobs"];

async function fixesOf(
  id: string,
  database: Database,
  given: Partial<Examination> = {},
  isUnknown = false,
): Promise<string[]> {
  const check = checks.find((each) => each.id === id) as QueryCheck;
  const url = given.url ?? database.url;
  const how = { windows: observed(400), replicas: "none" as const, ...given, url };
  const { findings = [], unknown } = await examine(check, database, how);
  assert.equal(unknown !== undefined, isUnknown, `${id}: ${unknown?.detail}`);
  return findings.flatMap(({ fix }) => (fix === undefined ? [] : escapeInvisible(fix.sql)));
}

/** Takes off the comments that commentedOut() put on. */
function decided(shown: string, fix: string): string {
  const original = fix.split("\n");
  return shown
    .split("\n")
    .map((line, index) => (original[index]?.startsWith("--") ? line : line.slice(3)))
    .join("\n");
}

/** A template of comments, as a person completes it. */
function completed(fix: string): string {
  return fix.replace(/^-- (CREATE .*) \(…\);$/m, "$1 (a);");
}

/** Alone: each statement is sent by itself. For a window, and destructive: after a person took the comments off. */
async function runAs(fix: string, kind: FixKind, database: Database): Promise<void> {
  if (kind === "together") {
    await database.query(fix);
    return;
  }
  const text = kind === "alone" ? completed(fix) : decided(commentedOut(fix), fix);
  const session = await database.connect();
  for (const statement of splitStatements(text)) {
    await session.query(statement).catch((error: unknown) => {
      throw new Error(`${kind}: ${fix}`, { cause: error });
    });
  }
  await session.end();
}

async function prepare({ server, database, role }: Scene): Promise<void> {
  await database.query(`
    CREATE MATERIALIZED VIEW public.without_key AS SELECT 1 AS a;
    CREATE VIEW ${S}.${VIEW} AS SELECT id FROM public.small_ids;
    CREATE TABLE ${S}."near\nend" (id serial PRIMARY KEY, r int REFERENCES ${S}."near\nend");
    SELECT setval(pg_get_serial_sequence(quote_ident('we"ird; Schema' || chr(10)) || '.' || quote_ident('near' || chr(10) || 'end'), 'id'), 2000000000);
    CREATE TABLE ${S}."p\n" (id int, r int REFERENCES ${S}."near\nend") PARTITION BY LIST (id);
    CREATE TABLE ${S}."p\n1" PARTITION OF ${S}."p\n" DEFAULT;
    INSERT INTO ${S}."p\n" SELECT n, NULL FROM generate_series(1, 20000) AS n;
    CREATE TABLE ${S}."c\n" (id int, r int REFERENCES ${S}."near\nend");
    INSERT INTO ${S}."c\n" SELECT n, NULL FROM generate_series(1, 20000) AS n;
    CREATE UNIQUE INDEX ${pg.escapeIdentifier("left\n_ccnew")} ON ${S}."c\n" (id);
    ANALYZE ${S}."p\n", ${S}."c\n";
    -- It can be rebuilt only once its duplicate values are gone, as the finding says.
    DROP INDEX public.orders_failed;
    CREATE INDEX customers_mood ON public.customers (mood, id);
    UPDATE pg_index SET indisvalid = false
      WHERE indexrelid IN ('public.customers_mood'::regclass, 'public.lines_during_excl'::regclass, ${pg.escapeLiteral(`${S}."left\n_ccnew"`)}::regclass);
    ALTER ROLE ${pg.escapeIdentifier(role)} SET log_min_messages = 'panic';
    GRANT ALL ON SCHEMA "ext ""1""" TO PUBLIC`);
  await server.query("SELECT pg_create_physical_replication_slot('unused', true)");
  await database.query("CREATE TABLE public.written (id int); SELECT pg_switch_wal()");
  const preparing = await database.connect();
  await preparing.query("BEGIN; SELECT txid_current()");
  await preparing.query(`PREPARE TRANSACTION ${pg.escapeLiteral("g'id\nDROP TABLE public.orders; --")}`);
  await preparing.end();
  const head = await database.connect();
  head.on("error", () => undefined);
  await head.query("BEGIN; LOCK TABLE public.typed IN ROW EXCLUSIVE MODE");
  const waiting = await database.connect();
  waiting.on("error", () => undefined);
  waiting.query("BEGIN; LOCK TABLE public.typed IN SHARE MODE").catch(() => undefined);
}

describe("every check that prints a fix", () => {
  it("has a case here", () => {
    const root = join(import.meta.dirname, "../../src/checks");
    const printing = checks
      .map(({ id }) => id)
      .filter((id) =>
        globSync(`${root}/${id}/**/*.ts`)
          .filter((file) => !file.endsWith(".test.ts"))
          .some((file) =>
            /\bFix\b|\bfix: \{|drop-index\.ts|end-session\.ts|changeSetting\(/.test(
              readFileSync(file, "utf8"),
            ),
          ),
      );
    assert.deepEqual(printing.sort(), [...Object.keys(CASES), ...ELSEWHERE].sort());
  });
});

for (const version of [13, 18]) {
  describe(`the fixes of all checks, on PostgreSQL ${version}`, () => {
    it("run in their kind: together in one transaction, alone one by one, the others once decided", async () => {
      const settings = { max_prepared_transactions: "5", wal_level: "logical", autovacuum: "on" };
      const server = await startServer({ version, settings });
      const database = await createEverything(server);
      const role = uniqueName('end "user\n');
      await database.login({ name: role });
      const scene = { server, database, role };
      await prepare(scene);

      const fixes = new Map<string, FixKind>();
      for (const { id, query } of checks) {
        const given = CASES[id];
        if (given === undefined && query === undefined) continue;
        const printed =
          given?.fixes === undefined
            ? await fixesOf(id, database, { options: given?.options?.(scene) ?? {} }, given?.isUnknown)
            : await given.fixes(scene);
        const kinds = await Promise.all(printed.map(async (fix) => (await describeFix(fix)).kind));
        assert.deepEqual([id, [...new Set(kinds)].sort()], [id, [...(given?.kinds ?? [])].sort()]);
        for (const [index, fix] of printed.entries()) fixes.set(fix, kinds[index] ?? "destructive");
      }
      // Two checks may end the same prepared transaction, each with its own comment.
      for (const fix of [...fixes.keys()]) {
        const bare = fix.replace(/^--.*\n/gm, "");
        if (bare !== fix && fixes.has(bare)) fixes.delete(fix);
      }
      const of = (kind: FixKind) => [...fixes].flatMap(([fix, its]) => (its === kind ? [fix] : []));

      // As psql -1 does.
      await database.query(["BEGIN;", ...of("together"), "COMMIT;"].join("\n"));
      // What ends sessions comes first: CONCURRENTLY waits for each session that has a snapshot.
      for (const kind of ["destructive", "alone", "window"] as const) {
        // As the fix of public.small_ids says.
        if (kind === "window") await database.query(`DROP VIEW ${S}.${VIEW}`);
        for (const fix of of(kind)) await runAs(fix, kind, database);
      }
      assert.equal((await database.query("SELECT FROM pg_prepared_xacts")).length, 0);
      assert.equal((await database.query("SELECT FROM pg_replication_slots")).length, 0);
      assert.equal((await database.query("SELECT FROM pg_class WHERE relname = 'orders'")).length, 1);
    });
  });
}

describe("the fixes of cron-jobs, with the real pg_cron", needs("postgresql-15", "pg_cron"), () => {
  it("run in their kind", async () => {
    const { database } = await startCron();
    // A server that has just started is still about to start the launcher.
    while (
      (await database.query("SELECT FROM pg_stat_activity WHERE backend_type = 'pg_cron launcher'"))
        .length === 0
    ) {
      await sleep(50);
    }
    const url = await preflightLogin(database);
    const name = "j'ob\n;";
    await database.query("SELECT cron.schedule($1, '0 3 * * *', 'SELECT 1')", ["off"]);
    await database.query("UPDATE cron.job SET active = false");
    await database.query(`INSERT INTO cron.job_run_details (jobid, runid, command, status)
      SELECT 1, n, '', 'succeeded' FROM generate_series(1, 2000) AS n`);
    await database.query("ANALYZE cron.job_run_details");
    const options = {
      jobs: [
        { name, schedule: "0 3 * * *", command: "SELECT 'it''s'" },
        { name: "off", schedule: "0 4 * * *", command: "VACUUM" },
      ],
      "max-history-rows": 1_000,
    };
    const fixes = await fixesOf("cron-jobs", database, { options, url });
    const kinds = new Map<string, FixKind>();
    for (const fix of fixes) kinds.set(fix, (await describeFix(fix)).kind);
    assert.deepEqual([...new Set(kinds.values())].sort(), ["destructive", "together"]);
    for (const [fix, kind] of kinds) await runAs(fix, kind, database);
    const jobs = await database.query("SELECT jobname FROM cron.job WHERE active ORDER BY jobid");
    assert.deepEqual(jobs.map(({ jobname }) => jobname).sort(), [name, "off", "purge-cron-history"].sort());
  });
});
