import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { aNode, DOCUMENTS, fast, INDEX, slow } from "../../../../test/support/builders/measured.ts";
import type { Measurement } from "../measurement.ts";
import { exclusiveCost } from "./exclusive-cost.ts";
import type { PlanNode } from "./node.ts";
import { renderTree } from "./render.ts";

const tree = ({ plan, tables, indexes }: Measurement) => renderTree(plan, { tables, indexes });
const ofPlan = (plan: PlanNode) => tree(fast({ plan }));

describe("the tree of a plan", () => {
  it("has one node a line and marks the costly one by its time", () => {
    assert.equal(
      tree(slow()),
      [
        "Limit: 20 rows",
        "└─ Sort: 20 rows, 2 %",
        "   └─ Seq Scan on public.documents: 4,000 rows, 1,996,000 filtered away ← 98 % of the time, 45,455 blocks",
      ].join("\n"),
    );
  });

  it("marks it by its blocks where the nodes were not timed", () => {
    assert.equal(
      tree(fast()),
      [
        "Limit: 20 rows",
        `└─ Index Scan using ${INDEX} on ${DOCUMENTS}: 20 rows ← 100 % of the blocks: 24`,
      ].join("\n"),
    );
  });

  it("shows what a node is, what it reads, and what is notable", () => {
    const plan = aNode({
      type: "Hash Join",
      strategy: "Left",
      ms: 100,
      blocks: 150,
      rows: 150_000,
      expectedRows: 12,
      spilledBytes: 12_000_000,
      children: [
        aNode({ type: "Function Scan", label: "unnest", ms: 0.1, blocks: 0, rows: 1, expectedRows: 1 }),
        aNode({ type: "Seq Scan", relation: 'app."Odd\nname"', ms: 60, blocks: 1, loops: 5_000, rows: 1 }),
        aNode({ type: "Index Only Scan", relation: "a.b", index: "a.b_idx", ms: null, loops: 0, blocks: 0 }),
        aNode({ type: "Result", label: "SubPlan 1", ms: 20, blocks: 100 }),
      ],
    });
    assert.equal(
      ofPlan(plan),
      [
        "Hash Join (Left): 150,000 rows (expected 12), 20 %, 49 blocks, 11,719 kB on disk",
        "├─ Function Scan on unnest: 1 row",
        '├─ Seq Scan on app."Odd name": 1 row, 5,000 loops ← 60 % of the time, 1 block',
        "├─ Index Only Scan using a.b_idx on a.b: never executed",
        "└─ SubPlan 1: Result: 20 rows, 20 %, 100 blocks",
      ].join("\n"),
    );
  });

  it("needs no mark for a node alone, nor where nothing was needed", () => {
    assert.equal(ofPlan(aNode({ type: "Result", rows: 1, expectedRows: 1 })), "Result: 1 row, 24 blocks");
    const nothing = aNode({ type: "Limit", blocks: 0, children: [aNode({ type: "Result", blocks: 0 })] });
    assert.doesNotMatch(ofPlan(nothing), /←/);
  });

  it("merges hundreds of partitions that are read the same way", () => {
    const partitions = Array.from({ length: 300 }, (_, at) => `public.events_${at}`);
    const reading = (name: string, over: Partial<PlanNode> = {}) =>
      aNode({
        type: "Bitmap Heap Scan",
        relation: name,
        ms: 2.2,
        blocks: 5,
        ...over,
        children: [aNode({ type: "Bitmap Index Scan", index: `${name}_idx`, ms: 1, blocks: 3 })],
      });
    const last = aNode({ type: "Seq Scan", relation: "public.events_299", ms: 40, blocks: 900, rows: 7 });
    const plan = aNode({
      type: "Append",
      ms: 698,
      blocks: 2_395,
      children: [...partitions.slice(0, 299).map((name) => reading(name)), last],
    });
    const shown = tree(
      fast({
        plan,
        tables: [{ name: "public.events", rows: 9, bytes: 1, partitions }],
        indexes: partitions.map((name) => ({
          name: `${name}_idx`,
          root: "public.events_idx",
          table: name,
          definition: null,
        })),
      }),
    );
    assert.equal(
      shown,
      [
        "Append: 20 rows",
        "├─ Bitmap Heap Scan on public.events × 299: 5,980 rows ← 51 % of the time, 598 blocks",
        "│  └─ Bitmap Index Scan using public.events_idx × 299: 5,980 rows, 43 %, 897 blocks",
        "└─ Seq Scan on public.events_299: 7 rows, 6 %, 900 blocks",
      ].join("\n"),
    );
  });

  it("shows both sides of a join that reads a table twice", () => {
    const side = aNode({ relation: DOCUMENTS, index: INDEX });
    assert.equal(ofPlan(aNode({ type: "Nested Loop", children: [side, side] })).split("\n").length, 3);
  });

  it("leaves out what is too long, counted, and never the costly node or the way to it", () => {
    const deep = (depth: number): PlanNode =>
      depth === 0
        ? aNode({ type: "Seq Scan", relation: DOCUMENTS, blocks: 9_000 })
        : aNode({ type: "Materialize", blocks: 9_000, children: [deep(depth - 1)] });
    const wide = Array.from({ length: 100 }, (_, at) => aNode({ relation: `public.t${at}`, blocks: 1 }));
    const lines = ofPlan(aNode({ type: "Nested Loop", blocks: 9_100, children: [...wide, deep(5)] })).split(
      "\n",
    );
    assert.equal(lines.length, 41);
    assert.match(lines.at(-2) ?? "", /└─ Seq Scan on public\.documents: .*←/);
    assert.equal(lines.at(-1), "… and 67 more nodes");
    assert.equal(lines.filter((line) => line.includes("Materialize")).length, 5);
    assert.equal(ofPlan(deep(39)).split("\n").length, 40);
    assert.equal(ofPlan(deep(60)).split("\n").length, 61, "the way to the costly one is whole");
  });
});

describe("what a node needs itself", () => {
  const shares = (plan: PlanNode): Record<string, number> => {
    const own = exclusiveCost(plan, ({ ms }) => ms ?? 0);
    return Object.fromEntries([...own].map(([{ type, label }, ms]) => [label ?? type, ms]));
  };

  it("is never less than nothing, though workers' times are added up", () => {
    const plan = aNode({ type: "Gather", ms: 100, children: [aNode({ type: "Seq Scan", ms: 270 })] });
    assert.deepEqual(shares(plan), { Gather: 0, "Seq Scan": 270 });
    assert.match(ofPlan(plan), /← 100 % of the time/);
  });

  it("counts a subquery once that is computed where its value is needed", () => {
    const plan = aNode({
      type: "Limit",
      ms: 30,
      children: [
        aNode({ type: "Aggregate", label: "InitPlan 1", ms: 10 }),
        aNode({ type: "Sort", ms: 30, children: [aNode({ type: "Seq Scan", ms: 28 })] }),
      ],
    });
    assert.deepEqual(shares(plan), { Limit: 0, "InitPlan 1": 10, Sort: 2, "Seq Scan": 18 });
    // Its parent computed it itself: nothing is taken from others.
    assert.deepEqual(shares({ ...plan, ms: 41 }), { Limit: 1, "InitPlan 1": 10, Sort: 2, "Seq Scan": 28 });
  });

  it("counts a common table expression once, where it is computed", () => {
    const plan = aNode({
      type: "Sort",
      ms: 100,
      children: [
        aNode({ type: "Seq Scan", label: "CTE recent", ms: 90 }),
        aNode({
          type: "Nested Loop",
          ms: 99,
          children: [
            aNode({ type: "CTE Scan", label: "CTE recent", ms: 92 }),
            aNode({ type: "Index Scan", ms: 5 }),
          ],
        }),
      ],
    });
    const own = exclusiveCost(plan, ({ ms }) => ms ?? 0);
    assert.deepEqual([...own.values()], [1, 90, 2, 2, 5]);
    assert.match(ofPlan(plan), /CTE recent: Seq Scan: 20 rows ← 90 % of the time/);
    assert.match(ofPlan(plan), /CTE Scan on CTE recent: 20 rows/);
  });
});
