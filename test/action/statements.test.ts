/** What a DBA sees in the server's log during a run: our statements and their frame, nothing else. */
import assert from "node:assert/strict";
import { afterAll, beforeAll, describe, it } from "vitest";
import { sql } from "../../src/generated/sql.ts";
import { runAction } from "../support/github/runner.ts";
import { type Database, type OwnServer, startServer } from "../support/postgres/postgres.ts";

const ours = new Set(Object.values(sql).map((text) => fold(text.replaceAll(":schema", "public"))));
const FRAME =
  /^BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY(; SET LOCAL [a-z_]+ = ('[^']*'|[a-z0-9]+))+(; LOCK TABLE (public\.pg_stat_statements(_info)?(, )?)+ IN ACCESS SHARE MODE)?$/;
/** It stands between the lock and the read of a relation that is no part of PostgreSQL. */
const GATE = fold(sql["gate/unchanged"]);

function fold(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

describe("a server that logs every statement", () => {
  let server: OwnServer;
  let database: Database;
  beforeAll(async () => {
    server = await startServer({ settings: { log_statement: "all", log_line_prefix: "%u|" } });
    database = await server.createDatabase();
    await database.query("create extension pg_stat_statements");
  });
  afterAll(() => server.remove());

  it("sees only the statements of sql/ and the transaction frame", async () => {
    const login = await database.monitor();
    const role = decodeURIComponent(new URL(login).username);
    const run = await runAction({ inputs: { "database-url": login, "fail-on": "never" } });
    assert.equal(run.exitCode, 0, run.log);
    const statements = entriesOf(server.log(), role);
    assert.ok(statements.length > 3 * 20, "each check has a transaction of its own");
    for (const statement of statements) {
      assert.ok(
        ours.has(statement) || FRAME.test(statement) || /^(COMMIT|ROLLBACK)$/.test(statement),
        `this was not declared: ${statement}`,
      );
    }
    const count = (isMeant: (statement: string) => boolean) => statements.filter(isMeant).length;
    const frames = count((statement) => FRAME.test(statement));
    const gated = count((statement) => statement.includes("; LOCK TABLE "));
    assert.ok(gated >= 4, "pg_stat_statements is read through the gate");
    assert.equal(
      count((statement) => statement === GATE),
      gated,
    );
    assert.equal(
      count((statement) => statement === "ROLLBACK"),
      gated,
    );
    assert.equal(
      count((statement) => statement === "COMMIT"),
      frames - gated,
    );
    assert.equal(
      count((statement) => ours.has(statement)),
      frames + gated,
    );
    for (const frame of statements.filter((statement) => FRAME.test(statement))) {
      assert.match(frame, /statement_timeout = .*lock_timeout = .*search_path = ''.*row_security = off/);
    }
  });
});

/** The statements that one role ran, in the log's order, each on one line. */
function entriesOf(log: string, role: string): string[] {
  const entries: string[] = [];
  for (const line of log.split("\n")) {
    const start = /^(\S*)\|LOG: {2}(?:statement|execute <unnamed>): (.*)$/.exec(line);
    if (start !== null) entries.push(start[1] === role ? (start[2] ?? "") : "");
    else if (line.startsWith("\t") && entries.at(-1) !== "")
      entries.push(`${entries.pop()}\n${line.slice(1)}`);
    else if (!line.startsWith("\t")) entries.push("");
  }
  return entries.filter((entry) => entry !== "").map(fold);
}
