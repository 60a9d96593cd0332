import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { z } from "zod";
import { parseConfig } from "../../config/parse.ts";
import { nodeType } from "./plan/node-types.ts";
import { queriesSchema } from "./query.ts";

const QUERY = { name: "q", sql: "SELECT 1" };

/** `place: sentence` of each problem, as the user reads it. */
async function problems(...queries: readonly object[]): Promise<string[]> {
  const text = JSON.stringify({ checks: { "performance-baseline": { queries } } });
  try {
    await parseConfig(text, "c.yml");
  } catch (error) {
    assert.ok(error instanceof Error);
    return error.message
      .split("\n")
      .map((line) => line.replace(/^c\.yml:1: checks\.performance-baseline\.queries\./, ""));
  }
  return [];
}

describe("a declared query", () => {
  it("needs a name and its SQL, and no more", () => {
    assert.deepEqual(queriesSchema.parse([QUERY]), [
      {
        ...QUERY,
        settings: {},
        "uses-index": [],
        "requires-nodes": [],
        "forbids-nodes": [],
        timeout: 10_000,
      },
    ]);
  });

  it("has its values from one place", async () => {
    assert.deepEqual(await problems({ ...QUERY, sql: "SELECT $1", params: [1], "params-from": "SELECT 1" }), [
      "0.params-from: params gives the values already: write one of the two",
    ]);
  });

  it("has values that YAML did not round", async () => {
    const sql = "SELECT $1";
    assert.deepEqual(await problems({ ...QUERY, sql, params: [2 ** 53] }), [
      "0.params.0: so large a number is not read exactly: write it in quotes",
    ]);
    for (const value of [2 ** 53 - 1, -1, 0.1, "9007199254740993", null, true]) {
      assert.deepEqual(await problems({ ...QUERY, sql, params: [value] }), []);
    }
  });

  it("has a budget that it can exceed before the server stops it", async () => {
    const reported =
      "0.max-time: it must be less than timeout (10s when it is not written), after which the server stops the query";
    for (const [budget, timeout, problem] of [
      ["10s", undefined, reported],
      ["9999ms", undefined, undefined],
      ["1s", "500ms", reported],
      ["1s", "1000ms", reported],
      ["40s", "1min", undefined],
    ] as const) {
      const query = { ...QUERY, "max-time": budget, ...(timeout === undefined ? {} : { timeout }) };
      assert.deepEqual(await problems(query), problem === undefined ? [] : [problem]);
    }
  });

  it("has a name of its own, also when another query is wrong", async () => {
    const reported = await problems(
      QUERY,
      { ...QUERY, name: " q " },
      { ...QUERY, name: "Q" },
      { sql: 1 },
      QUERY,
    );
    assert.deepEqual(reported.sort(), [
      "1.name: another query has this name already: each has its own",
      "3.name: it is missing (expected string, received undefined)",
      "3.sql: expected string, received number",
      "4.name: another query has this name already: each has its own",
    ]);
  });

  it("reports contradictions together with the other problems", async () => {
    assert.deepEqual(
      await problems({
        "max-time": "20s",
        params: [],
        "params-from": "SELECT 1",
        sql: "SELECT $1",
        extra: 1,
      }),
      [
        "0.name: it is missing (expected string, received undefined)",
        "0.extra is not known.",
        "0.params-from: params gives the values already: write one of the two",
        "0.max-time: it must be less than timeout (10s when it is not written), after which the server stops the query",
      ],
    );
  });
});

describe("declared queries", () => {
  it("are at most 100, of which no more are read", async () => {
    const declared = Array.from({ length: 101 }, (_, index) => ({ name: `q${index}`, sql: "SELECT 1" }));
    assert.deepEqual(await problems(...declared.slice(1)), []);
    const [reported, ...more] = await problems(...declared.slice(1), { name: "last", sql: "DELETE FROM t" });
    assert.match(reported ?? "", /queries: declare at most 100$/);
    assert.deepEqual(more, []);
  });
});

describe("kinds of plan nodes", () => {
  it("are PostgreSQL's words, whatever the case, blanks and dashes", () => {
    const [query] = queriesSchema.parse([
      {
        ...QUERY,
        "requires-nodes": "index_only_scan",
        "forbids-nodes": ["SEQ SCAN", "bitmap heap-scan", "windowagg"],
      },
    ]);
    assert.deepEqual(query?.["requires-nodes"], ["Index Only Scan"]);
    assert.deepEqual(query?.["forbids-nodes"], ["Seq Scan", "Bitmap Heap Scan", "WindowAgg"]);
    assert.equal(nodeType("Nested Loop Left Join"), undefined);
  });

  it("get a suggestion: the nearest type, or the type within a name of EXPLAIN's text format", async () => {
    const nodes = [
      "Seq Scn",
      "HashAggregate",
      "Parallel Seq Scan",
      "Hash Left Join",
      "Partial GroupAggregate",
      "nothing",
    ];
    assert.deepEqual(await problems({ ...QUERY, "forbids-nodes": nodes, "requires-nodes": "Indx Scan" }), [
      '0.requires-nodes: "Indx Scan" is not known. Did you mean Index Scan?',
      '0.forbids-nodes.0: "Seq Scn" is not known. Did you mean Seq Scan?',
      '0.forbids-nodes.1: "HashAggregate" is not known. Write Aggregate.',
      '0.forbids-nodes.2: "Parallel Seq Scan" is not known. Write Seq Scan.',
      '0.forbids-nodes.3: "Hash Left Join" is not known. Write Hash Join.',
      '0.forbids-nodes.4: "Partial GroupAggregate" is not known. Write Aggregate.',
      '0.forbids-nodes.5: "nothing" is not known.',
    ]);
  });

  it("are one or a list, for editors too", () => {
    const schema = JSON.stringify(z.toJSONSchema(queriesSchema, { io: "input" }));
    assert.match(schema, /"forbids-nodes":\{[^{]*"anyOf":\[\{"type":"string"[^[]*"type":"array"/);
  });
});
