import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { showStatement } from "./query-text.ts";

describe("showStatement", () => {
  const cases: Record<string, [string, string]> = {
    "keeps parameters and names": [
      `SELECT "it's 2"."x", t1.a FROM t1 WHERE b = $1`,
      `SELECT "it's 2"."x", t1.a FROM t1 WHERE b = $1`,
    ],
    "drops comments": ["/* user=bob */ SELECT 1.5 -- route=/me\n FROM t", "SELECT … FROM t"],
    "drops literals": [
      `SELECT 'o''hara', E'a\\'b', $$x'y$$, $q$z$q$, date '2026-11-01', 12`,
      "SELECT …, …, …, …, date …, …",
    ],
    "drops a literal that was cut off": [
      "SELECT * FROM t WHERE mail = 'alice@ex",
      "SELECT * FROM t WHERE mail = …",
    ],
    "drops a comment that was cut off": ["SELECT 1 /* secret", "SELECT …"],
    "writes one line": ["SELECT\n\ta\r\n::error::", "SELECT a ::error::"],
  };
  for (const [name, [text, shown]] of Object.entries(cases)) {
    it(name, () => assert.equal(showStatement(text), shown));
  }

  it("cuts a long one", () => assert.equal(showStatement("a".repeat(300)), `${"a".repeat(200)}…`));
});
