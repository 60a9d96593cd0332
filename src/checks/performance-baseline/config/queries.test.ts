import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { parseConfig } from "../../../config/parse.ts";
import { UserError } from "../../../core/errors.ts";
import type { BaselineOptions } from "../options.ts";

/** JSON is YAML. */
function file(...queries: readonly object[]): string {
  return JSON.stringify({ checks: { "performance-baseline": { queries } } });
}

async function problems(text: string): Promise<readonly string[]> {
  try {
    await parseConfig(text, "c.yml");
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return error.problems;
  }
  return [];
}

async function queries(text: string): Promise<BaselineOptions["queries"]> {
  const config = await parseConfig(text, "c.yml");
  return (config.checks["performance-baseline"] as BaselineOptions | undefined)?.queries ?? [];
}

/** What is said of a statement, without where. Undefined when it is let through. */
async function error(sql: string, rest: object = {}): Promise<string | undefined> {
  const reported = await problems(file({ name: "q", sql, ...rest }));
  assert.ok(reported.length <= 1, reported.join("\n"));
  return reported[0]?.replace(/^c\.yml:1: checks\.performance-baseline\.queries\.0\./, "");
}

const ONLY_READS = /: write one SELECT, which only reads$/;

/** What is no single SELECT -> what the error says to write instead. */
const REFUSED: readonly (readonly [sql: string, error: RegExp])[] = [
  [" ; -- nothing", /^sql: it holds no statement: write one SELECT$/],
  ["SELECT 1; SELECT 2", /^sql: it holds 2 statements: write one SELECT, and each other one as its own/],
  ["SELECT 1; DROP TABLE t; --", /it holds 2 statements/],
  ["/* /* */ SELECT 1; */ SELECT 1; DELETE FROM t", /it holds 2 statements/],
  ["SELECT 'a\\'; DELETE FROM t; --'", /it holds 2 statements/],
  ["SET standard_conforming_strings = off; SELECT 'a\\'; DELETE FROM t; --'", /it holds 3 statements/],
  ["INSERT INTO t VALUES (1)", /^sql: it is an INSERT: write one SELECT, which only reads$/],
  ["UPDATE t SET x = 1 RETURNING x", /an UPDATE: write one SELECT/],
  ["DELETE FROM t", /a DELETE: write one SELECT/],
  ["MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE", /a MERGE: write one SELECT/],
  ["WITH x AS (SELECT 1) INSERT INTO t TABLE x", /an INSERT: write one SELECT/],
  ["COPY t TO PROGRAM 'curl'", /a COPY: write one SELECT/],
  ["COPY (SELECT 1) TO STDOUT", /a COPY: write one SELECT/],
  ["CALL p()", /a CALL: write one SELECT/],
  ["DO $$BEGIN END$$", /a DO: write one SELECT/],
  ["EXPLAIN ANALYZE SELECT 1", /an EXPLAIN: write the SELECT alone, the action explains it itself$/],
  ["SET work_mem = '1GB'", /a SET: write the SELECT alone, and the application's settings under settings:/],
  ["SHOW ALL", ONLY_READS],
  ["BEGIN", /a command of a transaction: write one SELECT/],
  ["COMMIT", /a command of a transaction: write one SELECT/],
  ["CREATE TABLE t AS SELECT 1", /a CREATE TABLE AS: write the SELECT alone$/],
  ["PREPARE p AS SELECT 1", /a PREPARE: write the SELECT alone, and its values under params:/],
  ["EXECUTE p", /an EXECUTE: write the SELECT itself/],
  ["DECLARE c CURSOR FOR SELECT 1", /a DECLARE CURSOR: write the SELECT alone$/],
  ["VACUUM", ONLY_READS],
  ["REFRESH MATERIALIZED VIEW v", /a REFRESH MATERIALIZED VIEW: write one SELECT/],
  ["CREATE EXTENSION dblink", /a CREATE EXTENSION: write one SELECT/],
  ["LOCK t", ONLY_READS],
  ["NOTIFY c", ONLY_READS],
  ["TRUNCATE t", ONLY_READS],
  ["SELECT * INTO t FROM s", /^sql: SELECT … INTO creates a table: leave out INTO and its table$/],
  ["SELECT 1 UNION (WITH w AS (SELECT 1) SELECT * INTO TEMP t FROM w)", /SELECT … INTO creates a table/],
  ["SELECT * FROM t FOR UPDATE", /it locks rows with FOR UPDATE: leave that out/],
  ["SELECT * FROM t FOR NO KEY UPDATE OF t NOWAIT", /with FOR NO KEY UPDATE:/],
  ["SELECT * FROM (SELECT * FROM t FOR SHARE) q", /with FOR SHARE:/],
  ["SELECT 1 WHERE EXISTS (SELECT FROM t FOR KEY SHARE SKIP LOCKED)", /with FOR KEY SHARE:/],
  ["WITH w AS (SELECT * FROM t FOR UPDATE) SELECT 1", /with FOR UPDATE:/],
  ["(SELECT 1) UNION (SELECT 2 FROM t FOR UPDATE)", /with FOR UPDATE:/],
  ["SELECT ARRAY(SELECT x FROM t ORDER BY (SELECT 1 FROM s FOR UPDATE))", /with FOR UPDATE:/],
  ["SELECT * FROM t FOR/**/UPDATE", /with FOR UPDATE:/],
  [
    "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone",
    /^sql: it holds a DELETE: a WITH in it may hold only SELECTs$/,
  ],
  ["SELECT * FROM (WITH w AS (INSERT INTO t VALUES (1) RETURNING x) TABLE w) q", /it holds an INSERT/],
  ["WITH a AS (WITH b AS (UPDATE t SET x = 1 RETURNING x) TABLE b) TABLE a", /it holds an UPDATE/],
  [
    "WITH m AS (MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE RETURNING t.x) TABLE m",
    /it holds a MERGE/,
  ],
  ["SELECT 1\u0000; DELETE FROM t", /a character that no SQL can hold/],
  ["SELECT '\ud800'", /a character that no SQL can hold/],
];

describe("a declared query's SQL", () => {
  it("is any one SELECT, WITH, VALUES or TABLE, whatever its comments, names and texts hold", async () => {
    for (const sql of [
      "SELECT 1",
      "(SELECT 1) UNION ALL (VALUES (2)) ORDER BY 1",
      "WITH recent AS MATERIALIZED (SELECT * FROM documents) SELECT count(*) FROM recent",
      "TABLE documents",
      "SELECT 'DELETE FROM documents;' AS \"FOR UPDATE\"",
      "SELECT $$; DROP TABLE documents$$, $tag$ FOR UPDATE $$ $tag$",
      "SELECT E'it\\'s; DELETE FROM documents', U&'d\\0061ta', 'C:\\'",
      "SELECT /* ; DELETE /* nested */ FOR UPDATE */ 1",
      "SELECT data ? 'key', data::text, tags[1:2] FROM documents",
      "SELECT updated, into_box, locks FROM inserted",
    ]) {
      assert.equal((await queries(file({ name: "q", sql })))[0]?.sql, sql);
    }
  });

  it("goes on without what surrounds the statement", async () => {
    for (const [sql, bare] of [
      ["  SELECT 1 ; ", "SELECT 1"],
      ["SELECT 'ä😀';;; -- é", "SELECT 'ä😀'"],
      [";; /* é */ SELECT 1 /* ; */ ;", "SELECT 1 /* ; */"],
      ["-- FOR UPDATE\nSELECT 1", "SELECT 1"],
      // Whatever is put behind it must not become part of the comment.
      ["SELECT 1 -- one", "SELECT 1 -- one\n"],
      ["SELECT 1 -- one\n ; ", "SELECT 1 -- one\n"],
      ["SELECT 1 --", "SELECT 1 --\n"],
    ] as const) {
      const texts = await queries(file({ name: "q", sql, params: [] }, { name: "r", sql: "SELECT 2" }));
      assert.equal(texts[0]?.sql, bare);
      assert.equal(texts[1]?.sql, "SELECT 2");
    }
    const [picked] = await queries(file({ name: "q", sql: "SELECT $1", "params-from": "SELECT 1 -- x" }));
    assert.equal(picked?.["params-from"], "SELECT 1 -- x\n");
  });

  it("is refused when it is anything else, with what to write instead", async () => {
    for (const [sql, expected] of REFUSED) {
      assert.match((await error(sql)) ?? "let through", expected, sql);
      const ofValues = await error("SELECT $1", { "params-from": sql });
      assert.match(ofValues?.replace("params-from:", "sql:") ?? "let through", expected, sql);
    }
  });

  it("numbers its parameters without a gap, and each has a value", async () => {
    for (const [sql, rest, expected] of [
      ["SELECT $1, $3", { params: [1, 2, 3] }, /^sql: it uses \$3 and not \$2: number its parameters/],
      ["SELECT $2", { params: [1] }, /^sql: it uses \$2 and not \$1/],
      ["SELECT $0", {}, /^sql: it uses \$0, and parameters begin with \$1$/],
      ["SELECT $1, $2", { params: [1] }, /^params: sql uses \$1 to \$2, and there is 1 value here$/],
      ["SELECT $1", { params: [1, 2] }, /^params: sql uses \$1, and there are 2 values here$/],
      ["SELECT $1", { params: [] }, /^params: sql uses \$1, and there are 0 values here$/],
      ["SELECT '$1' -- $1", { params: [1] }, /^params: sql uses no parameter, and there is 1 value here$/],
      ["SELECT $1", {}, /^sql: it uses \$1 without values: write them under params, or a SELECT that picks/],
      [
        "SELECT 1",
        { "params-from": "SELECT 1" },
        /^params-from: sql uses no parameter: leave params-from out/,
      ],
      [
        "SELECT $1",
        { "params-from": "SELECT $1" },
        /^params-from: it uses \$1, and nothing gives it a value/,
      ],
    ] as const) {
      assert.match((await error(sql, rest)) ?? "let through", expected, sql);
    }
    for (const [sql, rest] of [
      ["SELECT $2, $1, $1 WHERE $3", { params: [1, "a", null] }],
      ["SELECT 1", { params: [] }],
      ["SELECT $1 UNION (SELECT $2)", { "params-from": "SELECT 1, 2" }],
    ] as const) {
      assert.equal(await error(sql, rest), undefined, sql);
    }
  });

  it("that cannot be read is reported with its place", async () => {
    for (const [sql, expected] of [
      [
        "SELECT 'é😀' frm t x",
        /^sql: PostgreSQL cannot read it: syntax error at line 1, column 17 of the st/,
      ],
      ["SELECT 1\n  FROM WHERE x", /syntax error at line 2, column 8 of the statement$/],
      ["SELECT (", /syntax error at line 1, column 9 of the statement$/],
      ["SELECT 'abc", /unterminated quoted string at line 1, column 8/],
      ["SELECT 1 /* abc", /unterminated \/\* comment at line 1, column 10/],
      ["SELECT $a$ abc", /unterminated dollar-quoted string at line 1, column 8/],
      ["SELECT 1 FROM t WHERE id = :id", /column 28 of the statement\. Its parameters are written \$1, \$2$/],
      ["SELECT 1 FROM t WHERE id = ?", /of the statement\. Its parameters are written \$1, \$2$/],
      ["SELECT 1 FROM t WHERE id = %s", /of the statement\. Its parameters are written \$1, \$2$/],
    ] as const) {
      assert.match((await error(sql)) ?? "let through", expected, sql);
    }
  });

  it("is never repeated", async () => {
    const secret = "s3cret";
    const broken = [
      `SELECT '${secret}' ${secret} ${secret}`,
      `SELECT '${secret}`,
      `SELECT ${secret}.a.b.c.* FROM WHERE`,
      `SELECT 1${secret}`,
      `SELECT U&'\\${secret}'`,
      `SELECT $$${secret}`,
      `CREATE ROLE ${secret} ${secret}`,
      `SELECT interval(1) '${secret}' year(2)`,
      `SELECT 1 FROM json_table('${secret}', '$' COLUMNS (a int PATH '$' ${secret}))`,
      `SELECT '${secret}' INTO ${secret}`,
      `COPY t TO PROGRAM '${secret}'`,
      `SELECT '${secret}' FOR UPDATE OF ${secret}`,
      `WITH ${secret} AS (DELETE FROM ${secret} RETURNING '${secret}') TABLE ${secret}`,
      `SELECT '${secret}'; SELECT '${secret}'`,
      `SELECT '${secret}', $2`,
    ];
    for (const sql of broken) {
      const reported = await problems(file({ name: "q", sql, params: [secret] }, { name: "q", sql: 1 }));
      assert.ok(reported.length >= 3, sql);
      assert.doesNotMatch(reported.join("\n"), new RegExp(secret), sql);
    }
  });

  it("that is no statement of a person's is refused, and the next one is read as ever", async () => {
    const times = 9_000;
    for (const sql of [
      `SELECT '${"x".repeat(1_000_000)}'`,
      `SELECT ${"(".repeat(10_000)}1${")".repeat(10_000)}`,
      `SELECT ${"(".repeat(19_900)}`,
      `SELECT ${"(SELECT ".repeat(2_200)}1`,
      `SELECT ${"(SELECT ".repeat(1_900)}1${")".repeat(1_900)}`,
      `SELECT ${"NOT ".repeat(4_900)}true`,
      `SELECT 1${"+1".repeat(times)}`,
      `SELECT ${"- ".repeat(times)}x`,
      `SELECT ARRAY${"[".repeat(times)}1${"]".repeat(times)}`,
      `SELECT f${"(f".repeat(6_000)}${")".repeat(6_000)}`,
      `${"WITH a AS (".repeat(1_800)}`,
    ]) {
      const reported = (await error(sql)) ?? "let through";
      assert.match(
        reported,
        /it is nested too deeply|it has \d+ characters: write a query of at most 20000|PostgreSQL cannot read/,
      );
      assert.ok(reported.length < 200, reported);
      assert.equal(await error("SELECT 1"), undefined);
      assert.match((await error("SELECT 1 FOR UPDATE")) ?? "", /FOR UPDATE/);
    }
  });

  it("may be as long and as nested as people write", async () => {
    const list = Array.from({ length: 3_000 }, (_, index) => index).join(", ");
    for (const sql of [
      `SELECT * FROM t WHERE id IN (${list})`,
      `SELECT * FROM t WHERE ${Array(500).fill("x = 1").join(" OR ")}`,
      `SELECT ${Array(100).fill("'a'").join(" || ")}`,
      `SELECT * FROM ${"(SELECT * FROM ".repeat(40)}t${") q".repeat(40)}`,
    ]) {
      assert.equal(await error(sql), undefined, sql.slice(0, 60));
    }
  });
});

describe("the file's problems", () => {
  it("are reported together, those of the SQL among the others, each with its line", async () => {
    const reported = await problems(
      [
        "polcy: {}",
        "checks:",
        "  performance-baseline:",
        "    runs: 1",
        "    queries:",
        "      - name: A",
        "        sql: SELECT 1 FOR UPDATE",
        "        max-tme: 1ms",
        "      - name: B",
        "        sql: |",
        "          SELECT 1",
        "            FROM",
        "        params-from: DELETE FROM t",
        "      - sql: ''",
        "        params: { a: 1 }",
        "      - name: A",
        "        sql: SELECT $1",
        "        params: [1, 2]",
        "      - SELECT 1",
      ].join("\n"),
    );
    assert.deepEqual(
      reported.map((line) => line.replace("checks.performance-baseline.queries.", "").slice(0, 60)),
      [
        "c.yml:1: polcy is not known. Did you mean policy?",
        "c.yml:4: checks.performance-baseline.runs: Too small: expect",
        "c.yml:7: 0.sql: it locks rows with FOR UPDATE: leave that ou",
        "c.yml:8: 0.max-tme is not known. Did you mean max-time?",
        "c.yml:10: 1.sql: PostgreSQL cannot read it: syntax error at ",
        "c.yml:13: 1.params-from: it is a DELETE: write one SELECT, w",
        "c.yml:14: 2.name: it is missing (expected string, received u",
        "c.yml:14: 2.sql: Too small: expected string to have >=1 char",
        "c.yml:15: 2.params: expected array, received object",
        "c.yml:16: 3.name: another query has this name already: each ",
        "c.yml:18: 3.params: sql uses $1, and there are 2 values here",
        "c.yml:19: 4: expected object, received string",
      ],
    );
  });

  it("leave a configuration without queries as it was", async () => {
    for (const text of ["", "checks: {}", "checks: { performance-baseline: { queries: [] } }"]) {
      assert.deepEqual(await queries(text), []);
    }
    assert.match(
      (await problems("checks: { performance-baseline: { queries: 1 } }"))[0] ?? "",
      /expected array/,
    );
  });
});
