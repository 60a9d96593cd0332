import assert from "node:assert/strict";
import fc from "fast-check";
import type pg from "pg";
import { afterAll, beforeAll, describe, it } from "vitest";
import { cleanUp, sharedServer } from "../../../../test/support/postgres/postgres.ts";
import { readSelect } from "./one-select.ts";

/**
 * What the parser lets through is put before a server, which knows nothing of our reading: it must take it for one
 * statement, plan neither a write nor a lock for it, and run it in a read-only transaction.
 */

const NOTHING_ELSE = ["SELECT", "VALUES", "TABLE"];

const harmless = fc.constantFrom(
  "SELECT x FROM t",
  "TABLE s",
  "VALUES (1)",
  "SELECT x FROM t WHERE y = 'a; DELETE FROM t'",
  "SELECT x FROM t WHERE y <> $$; DROP TABLE t$$",
  "SELECT x FROM t WHERE y <> E'\\'; DELETE FROM t; --'",
  "SELECT x FROM t WHERE y <> 'C:\\'",
  "SELECT x FROM t WHERE y <> U&'\\0027; DELETE FROM t'",
  'SELECT x AS "FOR UPDATE" FROM t',
  "SELECT /* ; DELETE FROM t /* FOR UPDATE */ */ x FROM t",
  "SELECT x -- FOR UPDATE\n FROM t",
);

const harmful = fc.constantFrom(
  "SELECT x FROM t FOR UPDATE",
  "SELECT x FROM t FOR KEY SHARE OF t SKIP LOCKED",
  "SELECT x INTO n FROM t",
  "SELECT x INTO TEMP n FROM t",
  "INSERT INTO t VALUES (1) RETURNING x",
  "UPDATE t SET y = '' RETURNING x",
  "DELETE FROM t RETURNING x",
  "MERGE INTO t USING s ON false WHEN MATCHED THEN DELETE RETURNING t.x",
  "COPY t TO STDOUT",
  "EXPLAIN ANALYZE DELETE FROM t",
  "CREATE TABLE n AS SELECT 1",
  "DO 'BEGIN DELETE FROM t; END'",
  "SET standard_conforming_strings = off",
  "DECLARE c CURSOR FOR SELECT x FROM t FOR UPDATE",
);

/** Statements put into one another. */
function nested(leaf: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.letrec<{ tree: string }>((tie) => ({
    tree: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      leaf,
      tie("tree").map((one) => `(${one})`),
      tie("tree").map((one) => `SELECT x FROM (${one}) AS q(x)`),
      tie("tree").map((one) => `SELECT x FROM t WHERE EXISTS (${one})`),
      tie("tree").map((one) => `SELECT (ARRAY(${one}))[1] AS x`),
      fc.tuple(tie("tree"), tie("tree")).map(([one, two]) => `(${one}) UNION ALL (${two})`),
      fc
        .tuple(tie("tree"), tie("tree"))
        .map(([one, two]) => `WITH w(x) AS (${one}) SELECT x FROM (${two}) AS q(x)`),
      fc.tuple(tie("tree"), tie("tree")).map(([one, two]) => `WITH w(x) AS (${one}), v AS (${two}) TABLE w`),
    ),
  })).tree;
}

const trick = fc.constantFrom(
  ...[
    ";",
    "; DELETE FROM t",
    "; DELETE FROM t; --",
    "--",
    "-- ;\n",
    "/*",
    "*/",
    "/* */",
    "'",
    "''",
    "E'",
    "\\",
    "\\'",
  ],
  ...[
    "$$",
    "$a$",
    '"',
    "U&'",
    "FOR UPDATE",
    " INTO n ",
    "(",
    ")",
    "\u0000",
    "\u00a0",
    "\u037e",
    "\u2028",
    "\ufeff",
  ],
  ...["\r", "\f", "COMMIT;", "$1", "::text"],
);

/** Tricks put anywhere into a text. */
const tricked = fc
  .tuple(
    nested(fc.oneof({ weight: 4, arbitrary: harmless }, { weight: 1, arbitrary: harmful })),
    fc.array(fc.tuple(fc.nat(), trick), { maxLength: 2 }),
  )
  .map(([text, tricks]) =>
    tricks.reduce((sql, [place, piece]) => {
      const at = place % (sql.length + 1);
      return sql.slice(0, at) + piece + sql.slice(at);
    }, text),
  );

describe("what is let through as a query", () => {
  let client: pg.Client;
  beforeAll(async () => {
    const database = await (await sharedServer()).createDatabase();
    await database.query(
      "CREATE TABLE t (x int PRIMARY KEY, y text NOT NULL); INSERT INTO t VALUES (7, 'a'); CREATE TABLE s AS SELECT x FROM t",
    );
    client = await database.connect();
  });
  afterAll(cleanUp);

  it("is one statement that neither writes nor locks, as a server sees it", async () => {
    let [through, planned] = [0, 0];
    await fc.assert(
      fc.asyncProperty(tricked, async (text) => {
        const read = await readSelect(text);
        if ("problem" in read) return;
        through += 1;
        if (await isHarmless(read.text, read.parameters.length)) planned += 1;
      }),
      { numRuns: 1_000 },
    );
    assert.ok(planned > 200, `${planned} of ${through}`);
    const { rows } = await client.query("SELECT array_agg(x) AS x FROM t");
    assert.deepEqual(rows, [{ x: [7] }]);
  });

  it("is everything that was made of harmless statements alone", async () => {
    await fc.assert(
      fc.asyncProperty(nested(harmless), async (text) => {
        const read = await readSelect(text);
        assert.ok("text" in read, JSON.stringify(read));
        assert.ok(await isHarmless(read.text, 0));
      }),
      { numRuns: 200 },
    );
  });

  /** False when the server refuses it for its meaning: an unknown column, types that do not fit. */
  async function isHarmless(text: string, parameters: number): Promise<boolean> {
    const values = Array.from({ length: parameters }, () => null);
    try {
      await client.query("BEGIN READ ONLY");
      const { rows } = await query(`EXPLAIN (FORMAT JSON) ${text}`, values);
      assert.doesNotMatch(JSON.stringify(rows[0]["QUERY PLAN"]), /"(ModifyTable|LockRows)"/);
      const { command } = await query(text, values);
      assert.ok(NOTHING_ELSE.includes(command), command);
      return true;
    } catch (error) {
      if (!(error instanceof Error) || !("code" in error) || error instanceof assert.AssertionError)
        throw error;
      assert.doesNotMatch(
        error.message,
        /syntax error|unterminated|multiple commands|data-modifying|read-only transaction|message format/,
      );
      return false;
    } finally {
      await client.query("ROLLBACK");
    }
  }

  /** By the extended protocol, which takes one statement. */
  async function query(text: string, values: readonly null[]): Promise<pg.QueryResult> {
    const query = { text, values: [...values], queryMode: "extended" };
    return await client.query(query);
  }
});
