/** The runbook's blocks are run on a real server as they are printed. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "vitest";
import { aChecklistIssue } from "../../test/support/builders/issue-views.ts";
import { textOf, throughRemark } from "../../test/support/builders/markdown.ts";
import { aPass, aReport } from "../../test/support/builders/report.ts";
import { examine } from "../../test/support/postgres/examine.ts";
import { REPOSITORY, VERSIONS } from "../../test/support/postgres/installation.ts";
import {
  type Database,
  type Row,
  sharedServer,
  uniqueName,
  until,
} from "../../test/support/postgres/postgres.ts";
import materializedViews from "../checks/materialized-views/check.ts";
import { TOOLS } from "../checks/shared/migration-files/tools/index.ts";
import { resultOf } from "../core/evaluate/evaluate-check.ts";
import type { CheckResult, Report } from "../core/report.ts";
import { renderChecklistIssue } from "../issues/render/checklist.ts";
import { redact } from "./redact.ts";
import { runbook } from "./runbook.ts";
import { renderSummary } from "./summary/summary.ts";

const incident = (parts: Partial<Report> = {}): Report => aReport({ suite: "incident", ...parts });

/** The SQL blocks of a page, as a person copies them. */
function blocksOf(page: string): string[] {
  return [...page.matchAll(/^(`{3,})sql\n([\s\S]*?)\n\1$/gm)].map(([, , block = ""]) => block);
}

function blockWith(words: string, report: Report = incident()): string {
  const found = blocksOf(renderSummary(report)).filter((block) => block.includes(words));
  assert.equal(found.length, 1, words);
  return found[0] ?? "";
}

const tree = (): string => blockWith("with recursive waiting");
const longRunning = (): string => blockWith("as idle_in_transaction");
const toAnalyze = (): string => blockWith("as analyze_it");

function waiting(database: Database, sessions: number) {
  return until(`${sessions} sessions wait`, async () => {
    const [row] = await database.query(
      "SELECT count(*)::int FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
    );
    return row?.count === sessions;
  });
}

async function viewsOf(database: Database): Promise<CheckResult> {
  return resultOf(materializedViews, await examine(materializedViews, database), { priority: "critical" });
}

for (const version of VERSIONS.filter((each) => [13, 15, 18].includes(each))) {
  describe(`the runbook on PostgreSQL ${version}`, () => {
    it("puts three sessions in their order, and its own statements release them: cancel first, then terminate", async () => {
      const database = await (await sharedServer(version)).createDatabase();
      await database.query('CREATE TABLE "Or""ders" (id int)');
      assert.deepEqual(await database.query(tree()), []);

      const head = await database.connect();
      head.on("error", () => {});
      await head.query('BEGIN; SELECT \'a secret\' FROM "Or""ders"');
      const altering = (await database.connect())
        .query('ALTER TABLE "Or""ders" ADD note text')
        .catch((error) => error.code);
      await waiting(database, 1);
      const reading = (await database.connect()).query('SELECT * FROM "Or""ders"');
      await waiting(database, 2);

      const rows = await database.query(tree());
      assert.deepEqual(
        rows.map(({ session, state, waits_for, sessions_behind, cancel }: Row) => [
          /^ */.exec(session)?.[0].length,
          state,
          waits_for,
          Number(sessions_behind),
          cancel !== null,
        ]),
        [
          [0, "idle in transaction", null, 2, false],
          [4, "active", 'AccessExclusiveLock on public."Or""ders"', 1, true],
          [8, "active", 'AccessShareLock on public."Or""ders"', 0, true],
        ],
      );
      assert.doesNotMatch(JSON.stringify(rows), /secret|ADD note/, "no text of a query");

      // Cancelling the one in the middle is enough for those behind it.
      await database.query(rows[1]?.cancel);
      assert.equal(await altering, "57014", "query_canceled");
      await reading;

      const again = (await database.connect()).query('ALTER TABLE "Or""ders" ADD note text');
      await waiting(database, 1);
      const [idle] = await database.query(tree());
      await database.query(idle?.terminate);
      await again;
      assert.deepEqual(await database.query(tree()), []);
    });

    it("shows every session of a long queue once", async () => {
      const database = await (await sharedServer(version)).createDatabase();
      await database.query("CREATE TABLE t (id int)");
      const head = await database.connect();
      await head.query("BEGIN; LOCK TABLE t");
      const queue: Promise<unknown>[] = [];
      for (let number = 1; number <= 8; number += 1) {
        queue.push((await database.connect()).query("BEGIN; LOCK TABLE t; COMMIT"));
        await waiting(database, number);
      }
      const rows = await database.query(tree());
      assert.equal(rows.length, 9);
      assert.equal(new Set(rows.map(({ session }) => session.trim())).size, 9);
      assert.equal(Number(rows[0]?.sessions_behind), 8);
      await head.query("ROLLBACK");
      await Promise.all(queue);
    });

    it("lists what runs long, and its statements cancel and end it", async () => {
      const database = await (await sharedServer(version)).createDatabase();
      const login = uniqueName("x'y");
      const client = await database.connect(await database.login({ name: login }));
      client.on("error", () => {});
      const running = client.query("SELECT pg_sleep(60), 'a secret'").catch((error) => error.code);
      const found = async (): Promise<Row | undefined> =>
        (await database.query(longRunning())).find(({ role }) => role === login);
      await until("it has run for a second", async () => (await found()) !== undefined);
      const row = await found();
      assert.equal(row?.waits_for, "Timeout: PgSleep");
      assert.doesNotMatch(JSON.stringify(row), /secret/);
      await database.query(row?.cancel);
      assert.equal(await running, "57014", "query_canceled");

      await client.query("BEGIN");
      await until("it has idled for a second", async () => (await found()) !== undefined);
      const idle = await found();
      assert.equal(idle?.cancel, null, "there is nothing to cancel");
      await database.query(idle?.terminate);
      await until("the session has ended", async () => (await found()) === undefined);
    });

    it("gives an ANALYZE for each table without statistics, and for no other", async () => {
      const database = await (await sharedServer(version)).createDatabase();
      await database.query('CREATE TABLE "New\nOne" AS SELECT generate_series(1, 1000) AS id');
      await database.query("CREATE TABLE old AS SELECT 1 AS id; ANALYZE old");
      await database.query("CREATE TABLE empty (id int)");
      const rows = await database.query(toAnalyze());
      assert.deepEqual(
        rows.map(({ table_name }) => table_name),
        ['public."New\nOne"'],
      );
      await database.query(rows[0]?.analyze_it);
      await until("it has statistics", async () => (await database.query(toAnalyze())).length === 0);
    });

    it("refreshes each materialized view that there is, whatever its name", async () => {
      const database = await (await sharedServer(version)).createDatabase();
      const without = incident({ results: [await viewsOf(database)] });
      assert.doesNotMatch(renderSummary(without), /REFRESH/, "there is none");
      await database.query("CREATE TABLE t AS SELECT 1 AS id");
      for (const name of ['"a\nDROP TABLE t;--"', "keyed", "filled_never"])
        await database.query(
          `CREATE MATERIALIZED VIEW ${name} AS SELECT id FROM t ${name === "filled_never" ? "WITH NO DATA" : ""}`,
        );
      await database.query("CREATE UNIQUE INDEX ON keyed (id); INSERT INTO t VALUES (2)");
      // The finding of the view that was never filled has a REFRESH of its own.
      const block = blockWith(
        "REFRESH MATERIALIZED VIEW CONCURRENTLY",
        incident({ results: [await viewsOf(database)] }),
      );
      const lines = block.split("\n");
      assert.equal(lines.length, 3);
      assert.equal(lines.filter((line) => line.includes("CONCURRENTLY")).length, 1);
      for (const line of lines) await database.query(line);
      const counts = await database.query(
        'SELECT (SELECT count(*) FROM "a\nDROP TABLE t;--")::int AS a, (SELECT count(*) FROM keyed)::int AS b, (SELECT count(*) FROM filled_never)::int AS c',
      );
      assert.deepEqual(counts, [{ a: 2, b: 2, c: 2 }]);
    });
  });
}

describe("the runbook", () => {
  it("prints the files of sql/runbook as they are", () => {
    for (const [file, block] of [
      ["blocking-tree", tree()],
      ["long-running", longRunning()],
      ["tables-to-analyze", toAnalyze()],
    ])
      assert.equal(`${block}\n`, readFileSync(join(REPOSITORY, `sql/runbook/${file}.sql`), "utf8"));
  });

  it("is in an incident and in a deploy, collapsed, and nowhere else", () => {
    assert.deepEqual(runbook(aReport({ suite: "health" })), []);
    assert.match(runbook(incident())[0] ?? "", /^<details><summary>/);
    const items = [
      { id: "a", title: "All migrations applied", status: "fail" as const, evidence: "No.", checks: [] },
    ];
    const report = aReport({ suite: "deploy", checklist: [{ section: "Database", items }] });
    assert.match(renderSummary(report), /Runbook/);
    const issue = renderChecklistIssue(aChecklistIssue({ report })).content;
    for (const block of [tree(), longRunning(), toAnalyze()]) assert.ok(issue.includes(block));
  });

  it("names the migration tool's own way to undo, and claims no rollback file", () => {
    const pageOf = (results: CheckResult[]): string =>
      textOf(throughRemark(runbook(incident({ results })).join("\n\n")));
    for (const tool of TOOLS) {
      const page = pageOf([aPass({ check: "migrations", runbook: { rollback: tool.rollback } })]);
      assert.ok(page.includes(tool.rollback.replaceAll("`", "")), page);
    }
    assert.match(pageOf([]), /your migration tool's own way/);
    assert.match(pageOf([]), /pg-preflight has no rollback file for this database/);
  });

  it("shows no name in a public repository, and says that it does not", () => {
    const result = aPass({ runbook: { refresh: ["REFRESH MATERIALIZED VIEW public.secret_view;"] } });
    const page = renderSummary(redact(incident({ results: [result] })));
    assert.doesNotMatch(page, /secret_view/);
    assert.match(page, /Their names are redacted/);
  });
});
