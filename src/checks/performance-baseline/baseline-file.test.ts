import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  aNode,
  aQuery,
  DEFINITION,
  DOCUMENTS,
  fast,
  INDEX,
  SQL,
} from "../../../test/support/builders/measured.ts";
import { digestOf, recordedQuerySchema, recordOf } from "./baseline-file.ts";
import { sharesOfTables } from "./plan/outline.ts";

describe("what is recorded of a query", () => {
  const recorded = recordOf(aQuery(), fast());

  it("is names, counts and times, and nothing of its text or its parameters", () => {
    assert.deepEqual(recorded, {
      name: "Document list",
      statement: digestOf(aQuery()),
      rows: 20,
      rowsRead: 20,
      blocks: 24,
      spilledBytes: 0,
      ms: { median: 0.42, fastest: 0.4, slowest: 0.6, runs: 7 },
      tables: [{ name: DOCUMENTS, rows: 2_000_000, bytes: 372_000_000 }],
      indexes: [{ name: INDEX, table: DOCUMENTS, definition: DEFINITION }],
      plan: [
        { depth: 0, type: "Limit", rows: 20, expectedRows: 20, blocks: 24 },
        {
          depth: 1,
          type: "Index Scan",
          relation: DOCUMENTS,
          index: INDEX,
          rows: 20,
          expectedRows: 4_000,
          blocks: 24,
        },
      ],
    });
    assert.deepEqual(recordedQuerySchema.parse(recorded), recorded);
    const text = JSON.stringify(
      recordOf(aQuery({ params: ["secret"], settings: { "app.user": "secret" } }), fast()),
    );
    assert.doesNotMatch(text, /secret|SELECT|done/);
  });

  it("hardly differs from run to run", () => {
    const next = fast({
      times: [0.4104, 0.4201, 0.4, 0.44, 0.4202, 0.43, 0.6003],
      rowsRead: 20,
      tables: [{ name: DOCUMENTS, rows: 2_000_713, bytes: 372_015_104, partitions: [] }],
      plan: aNode({
        type: "Limit",
        expectedRows: 20.2,
        children: [aNode({ relation: DOCUMENTS, index: INDEX, expectedRows: 4_037 })],
      }),
    });
    assert.deepEqual(recordOf(aQuery(), next), recorded);
  });

  it("stores blocks exactly: they do not change by themselves", () => {
    assert.equal(recordOf(aQuery(), fast({ blocks: 45_455 }))?.blocks, 45_455);
  });

  it("is one line for all partitions, and holds no partition's name", () => {
    const names = Array.from({ length: 50 }, (_, at) => `public.m${at}`);
    const many = fast({
      plan: aNode({
        type: "Append",
        blocks: 100,
        children: names.map((name) => aNode({ relation: name, index: `${name}_i`, blocks: 2 })),
      }),
      tables: [{ name: "public.events", rows: 5, bytes: 1, partitions: names }],
      indexes: names.map((name) => ({
        name: `${name}_i`,
        root: "public.events_i",
        table: name,
        definition: DEFINITION,
      })),
    });
    const { plan, indexes, tables } = recordOf(aQuery(), many) ?? {};
    assert.deepEqual(
      plan?.map(({ relation, index, blocks }) => [relation, index, blocks]),
      [
        [undefined, undefined, 100],
        ["public.events", "public.events_i", 100],
      ],
    );
    assert.deepEqual(indexes, [{ name: "public.events_i", table: "public.events", definition: null }]);
    assert.deepEqual(tables, [{ name: "public.events", rows: 5, bytes: 1 }]);
  });

  it("is nothing without a run", () => assert.equal(recordOf(aQuery(), fast({ times: [] })), undefined));
});

describe("the digest of a query", () => {
  const digest = (over: Record<string, unknown>) => digestOf(aQuery(over));

  it("is another for another text, other parameters, another role, other settings", () => {
    const all = [
      {},
      { sql: `${SQL} OFFSET 1` },
      { params: ["8"] },
      { params: [7] },
      { params: ["7", null] },
      { params: undefined, "params-from": "SELECT 7" },
      { role: "app" },
      { settings: { "a.b": "1" } },
      { settings: { "a.b": "1", "a.c": "2" } },
    ].map(digest);
    assert.equal(new Set(all).size, all.length);
  });

  it("does not depend on its budgets or on the order of its settings", () => {
    assert.equal(digest({ "max-time": "1s", "min-rows": 3, timeout: "5s", name: "Other" }), digest({}));
    assert.equal(
      digest({ settings: { "a.b": "1", "a.c": "2" } }),
      digest({ settings: { "a.c": "2", "a.b": "1" } }),
    );
  });
});

describe("a table's share of the blocks", () => {
  it("is what the nodes that read it need themselves, the bitmap of its index included", () => {
    const shares = sharesOfTables({
      indexes: [{ name: "public.a_i", table: "public.a", definition: null }],
      plan: [
        { depth: 0, type: "Nested Loop", rows: 1, expectedRows: 1, blocks: 100 },
        { depth: 1, type: "Bitmap Heap Scan", relation: "public.a", rows: 1, expectedRows: 1, blocks: 60 },
        { depth: 2, type: "Bitmap Index Scan", index: "public.a_i", rows: 1, expectedRows: 1, blocks: 20 },
        { depth: 1, type: "Seq Scan", relation: "public.b", rows: 1, expectedRows: 1, blocks: 30 },
      ],
    });
    assert.deepEqual(Object.fromEntries(shares), { "public.a": 0.6, "public.b": 0.3 });
  });

  it("is nothing of nothing", () => {
    const plan = [{ depth: 0, type: "Seq Scan", relation: "public.a", rows: 0, expectedRows: 0, blocks: 0 }];
    assert.deepEqual(Object.fromEntries(sharesOfTables({ indexes: [], plan })), { "public.a": 0 });
  });
});
