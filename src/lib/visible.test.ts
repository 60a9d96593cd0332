import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { hostile, NASTY } from "../../test/support/builders/hostile.ts";
import { sharedServer } from "../../test/support/postgres/postgres.ts";
import { escapeInvisible } from "./sql-text.ts";
import { visible, visibleLines, yamlString } from "./visible.ts";

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe("a text made visible", () => {
  it("is one line without anything that is not seen, and stays as it is the second time", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        assert.doesNotMatch(visible(text), unseen);
        assert.equal(visible(visible(text)), visible(text));
      }),
      { examples: NASTY.map((text) => [text]) },
    );
  });

  it("as a string of YAML is one line that gives the text back", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        assert.doesNotMatch(yamlString(text), unseen);
        assert.equal(JSON.parse(yamlString(text)), text);
      }),
      { examples: NASTY.map((text) => [text]) },
    );
  });
});

describe("SQL to copy", () => {
  it("has the line breaks that were written here, and none of a name or a literal", () => {
    const cases: [string, string][] = [
      ['GRANT "a\n\\! id" TO "b""c";', 'GRANT U&"a\\000A\\\\! id" TO "b""c";'],
      ["SELECT 'a\nb';\nSELECT 'c';", "SELECT E'a\\u000Ab';\nSELECT 'c';"],
      ["SELECT E'a\\\\\n''b';", "SELECT E'a\\\\\\u000A''b';"],
      ['DROP TABLE "a\u202eb\u{e0001}";', 'DROP TABLE U&"a\\202Eb\\+0E0001";'],
      ['-- the job\'s own "user\nGRANT x TO "a\tb";', '-- the job\'s own "user\nGRANT x TO U&"a\\0009b";'],
      ["SELECT 1;\r\nSELECT\u00a02;", "SELECT 1;\nSELECT\\u{a0}2;"],
      ['SELECT "open\n\\! id', 'SELECT "open↵\\! id'],
      ['ALTER TABLE "plain ""x""" SET LOGGED;', 'ALTER TABLE "plain ""x""" SET LOGGED;'],
    ];
    for (const [sql, expected] of cases) assert.equal(escapeInvisible(sql), expected);
  });

  it("means the same to PostgreSQL", async () => {
    const session = await (await (await sharedServer()).createDatabase()).connect();
    const names = NASTY.filter((text) => text !== "" && !/[\0\ud800-\udfff]/.test(text) && text.length < 40);
    for (const text of [...names, "a\u{e0001}b", "\\\n'\"", "x\n\\! touch pwned"]) {
      const { rows } = await session.query(
        "SELECT pg_catalog.quote_ident($1) AS quoted, pg_catalog.quote_literal($1) AS literal",
        [text],
      );
      const sql = escapeInvisible(`SELECT ${rows[0].literal} AS ${rows[0].quoted}`);
      assert.doesNotMatch(sql, unseen);
      const back = await session.query(sql);
      // PostgreSQL cuts a name at 63 bytes.
      assert.deepEqual(
        back.rows.map((row) => Object.entries(row)),
        [[[text, text]]],
        sql,
      );
    }
    await session.end();
  });

  it("never has a line of a name, whatever it is, and has every line of ours", () => {
    fc.assert(
      fc.property(hostile, hostile, (one, other) => {
        const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const sql = escapeInvisible(`DROP TABLE ${quoted(one)};\n-- ours\nGRANT ${quoted(other)} TO x;`);
        const lines = sql.split("\n");
        assert.equal(lines.length, 3, sql);
        assert.match(lines[0] ?? "", /^DROP TABLE (?:U&)?"/);
        assert.equal(lines[1], "-- ours");
        assert.match(lines[2] ?? "", /^GRANT (?:U&)?".* TO x;$/);
        assert.equal(visibleLines(sql), sql);
      }),
      { examples: NASTY.map((text) => [text, text]) },
    );
  });
});
