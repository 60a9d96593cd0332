/** What is read of EXPLAIN's JSON, and what never is. Plans of real servers: src/collect/baseline/plans.test.ts. */
import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { heapFetchesOf, nodesOf } from "./node.ts";
import { type Executed, readExecution, withTimes } from "./parse.ts";

const MARKER = "s3cr3t-marker";

const quote = ({ schema, name }: { schema: string; name: string }) => `<${schema}>.<${name}>`;

type Node = Record<string, unknown>;

const scan = (over: Node = {}): Node => ({
  "Node Type": "Seq Scan",
  "Relation Name": "Docs",
  Schema: "app",
  "Plan Rows": 10,
  "Actual Rows": 4,
  "Actual Loops": 1,
  ...over,
});

function read(plan: Node): Executed {
  const executed = readExecution([{ Plan: plan, "Execution Time": 1.5 }]);
  assert.ok(executed !== undefined);
  return executed;
}

describe("EXPLAIN's JSON", () => {
  it("is averages of loops, in whole numbers or with decimals, made whole again", () => {
    const whole = read(scan({ "Actual Rows": 4, "Actual Loops": 3, "Rows Removed by Filter": 2 }));
    assert.deepEqual([whole.rows, whole.rowsRead], [12, 18]);
    const decimals = read(scan({ "Actual Rows": 1.33, "Actual Loops": 3, "Rows Removed by Filter": 0.67 }));
    assert.deepEqual([decimals.rows, decimals.rowsRead], [4, 6]);
    const { expectedRows, rows, removedRows, loops } = decimals.plan(quote);
    assert.deepEqual([expectedRows, rows, removedRows, loops], [30, 4, 2, 3]);
  });

  it("counts what was removed by any of the ways, and only what tables gave", () => {
    const plan = read({
      "Node Type": "Nested Loop",
      "Join Type": "Left",
      "Actual Rows": 5,
      "Actual Loops": 1,
      "Rows Removed by Join Filter": 7,
      Plans: [
        scan({
          "Node Type": "Bitmap Heap Scan",
          "Rows Removed by Index Recheck": 3,
          "Rows Removed by Filter": 2,
          Plans: [
            {
              "Node Type": "BitmapAnd",
              "Actual Loops": 1,
              Plans: [
                {
                  "Node Type": "Bitmap Index Scan",
                  "Index Name": "by org",
                  "Actual Rows": 99,
                  "Actual Loops": 1,
                },
              ],
            },
          ],
        }),
        { "Node Type": "CTE Scan", "CTE Name": "recent", "Actual Rows": 50, "Actual Loops": 1 },
        {
          "Node Type": "Function Scan",
          "Function Name": "generate_series",
          Schema: "pg_catalog",
          "Actual Rows": 60,
          "Actual Loops": 1,
        },
      ],
    });
    assert.equal(plan.rowsRead, 4 + 3 + 2);
    assert.deepEqual(plan.tables, [{ schema: "app", name: "Docs" }]);
    assert.deepEqual(plan.indexes, [{ schema: "app", name: "by org" }]);
    const [join, heap, , bitmap, cte, series] = nodesOf(plan.plan(quote));
    assert.deepEqual([join?.strategy, join?.removedRows], ["Left", 7]);
    assert.deepEqual([heap?.relation, heap?.removedRows], ["<app>.<Docs>", 5]);
    assert.deepEqual([bitmap?.index, bitmap?.relation], ["<app>.<by org>", undefined]);
    assert.deepEqual([cte?.label, series?.label], ["CTE recent", "generate_series"]);
  });

  it("gives a node the disk that its children did not take, blocks with its children's", () => {
    const { plan, spilledBytes, blocks } = read({
      "Node Type": "Hash Join",
      "Join Type": "Inner",
      "Actual Loops": 1,
      "Shared Hit Blocks": 10,
      "Shared Read Blocks": 5,
      "Temp Written Blocks": 9,
      Plans: [
        scan({ "Shared Hit Blocks": 3, "Temp Written Blocks": 0 }),
        { "Node Type": "Hash", "Actual Loops": 1, "Shared Hit Blocks": 12, "Temp Written Blocks": 4 },
      ],
    });
    assert.deepEqual([spilledBytes, blocks], [9 * 8_192, 15]);
    assert.deepEqual(
      nodesOf(plan(quote)).map((node) => [node.spilledBytes / 8_192, node.blocks]),
      [
        [5, 15],
        [0, 3],
        [4, 12],
      ],
    );
  });

  it("takes workers' times for what the clock saw", () => {
    const { plan } = read({
      "Node Type": "Gather",
      "Actual Loops": 1,
      "Actual Total Time": 12,
      "Workers Launched": 2,
      Plans: [
        scan({ "Parallel Aware": true, "Actual Loops": 3, "Actual Rows": 100, "Actual Total Time": 10 }),
      ],
    });
    const [gather, inner] = nodesOf(plan(quote));
    assert.deepEqual([gather?.ms, inner?.ms, inner?.rows, inner?.strategy], [12, 10, 300, "Parallel"]);
  });

  it("distinguishes nodes of one type", () => {
    const strategyOf = (node: Node) => read({ "Actual Loops": 1, ...node }).plan(quote).strategy;
    assert.equal(
      strategyOf({ "Node Type": "Aggregate", Strategy: "Plain", "Partial Mode": "Simple" }),
      undefined,
    );
    assert.equal(
      strategyOf({ "Node Type": "Aggregate", Strategy: "Hashed", "Partial Mode": "Partial" }),
      "Partial Hashed",
    );
    assert.equal(strategyOf({ "Node Type": "Index Scan", "Scan Direction": "Forward" }), undefined);
    assert.equal(strategyOf({ "Node Type": "Index Scan", "Scan Direction": "Backward" }), "Backward");
    assert.equal(
      strategyOf({ "Node Type": "SetOp", Strategy: "Hashed", Command: "Except All" }),
      "Hashed Except All",
    );
  });

  it("never holds a condition, an output or a literal", () => {
    const keys = [
      "Filter",
      "Index Cond",
      "Recheck Cond",
      "Hash Cond",
      "Join Filter",
      "One-Time Filter",
      "Function Call",
      "Remote SQL",
      "Alias",
      "Whatever Comes",
    ];
    const texts = Object.fromEntries(keys.map((key) => [key, `(body = '${MARKER}'::text)`]));
    const { plan, ...rest } = read(
      scan({ ...texts, Output: [MARKER], "Sort Key": [MARKER], Plans: [scan(texts)], Workers: [texts] }),
    );
    assert.equal(nodesOf(plan(quote)).length, 2);
    assert.ok(!JSON.stringify([plan(quote), rest]).includes(MARKER));
  });

  it("of a form that is not known gives nothing", () => {
    for (const json of [
      null,
      [],
      [{}],
      [{ Plan: scan() }],
      [{ Plan: { "Node Type": 1 }, "Execution Time": 1 }],
    ]) {
      assert.equal(readExecution(json), undefined, JSON.stringify(json));
    }
  });
});

describe("the times of another execution", () => {
  const timed = (index: string, ms: number) =>
    read(scan({ "Node Type": "Index Scan", "Index Name": index, "Actual Total Time": ms })).plan(quote);

  it("go to the nodes of the same plan, and to none of another one", () => {
    const plan = read(scan({ "Node Type": "Index Scan", "Index Name": "a" })).plan(quote);
    assert.equal(plan.ms, null);
    assert.equal(withTimes(plan, timed("a", 3)).ms, 3);
    assert.equal(withTimes(plan, timed("b", 3)).ms, null);
    assert.equal(withTimes(plan, undefined).ms, null);
  });

  it("compares the shapes of deep plans at once", () => {
    let deep = scan({ "Actual Total Time": 1 });
    for (let depth = 0; depth < 200; depth += 1)
      deep = { ...scan({ "Node Type": "Nested Loop" }), Plans: [deep] };
    const plan = read(deep).plan(quote);
    assert.ok(nodesOf(withTimes(plan, plan)).some(({ ms }) => ms === 1));
  });

  it("holds the rows that an index-only scan read in its table", () => {
    const fetching = scan({ "Node Type": "Index Only Scan", "Heap Fetches": 12, "Actual Loops": 3 });
    assert.equal(
      heapFetchesOf(read({ ...scan({ "Node Type": "Limit" }), Plans: [fetching] }).plan(quote)),
      12,
    );
  });
});
