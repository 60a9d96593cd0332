import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { aNode, aQuery, DOCUMENTS, fast, INDEX, slow } from "../../../test/support/builders/measured.ts";
import { brokenBudgets, hasBudget, tooFewRows } from "./budgets.ts";
import type { Measurement } from "./measurement.ts";

const broken = (over: Record<string, unknown>, measurement: Measurement = fast()) =>
  brokenBudgets(aQuery(over), measurement).map(({ text }) => text);

const part = (name: string, over: Partial<Parameters<typeof aNode>[0]> = {}) =>
  aNode({ relation: name, index: `${name}_idx`, ...over });

/** Two partitions by their indexes. */
const partitioned = (over: Partial<Parameters<typeof aNode>[0]> = {}) =>
  fast({
    plan: aNode({ type: "Append", children: [part("public.p1"), part("public.p2", over)] }),
    tables: [{ name: "public.events", rows: 2_000_000, bytes: 1, partitions: ["public.p1", "public.p2"] }],
    indexes: ["public.p1", "public.p2"].map((table) => ({
      name: `${table}_idx`,
      root: "public.events_idx",
      table,
      definition: null,
    })),
  });

describe("a budget", () => {
  it("is what a measurement can break", () => {
    assert.equal(hasBudget(aQuery()), false);
    assert.equal(hasBudget(aQuery({ "min-rows": 3 })), false);
    for (const over of [
      { "max-time": "1s" },
      { "max-blocks": 0 },
      { "max-rows-read": 1 },
      { "max-seq-scan-rows": 0 },
      { "max-spill": "0 kB" },
      { "uses-index": "i" },
      { "requires-nodes": "Index Scan" },
      { "forbids-nodes": ["Seq Scan"] },
    ]) {
      assert.equal(hasBudget(aQuery(over)), true, JSON.stringify(over));
    }
  });

  it("of time is no matter of the hard gates", () =>
    assert.deepEqual(broken({ "max-time": "1ms" }, slow()), []));

  it("of blocks holds to the block", () => {
    assert.deepEqual(broken({ "max-blocks": 24 }), []);
    assert.deepEqual(broken({ "max-blocks": 23 }), ["reads 24 blocks where max-blocks is 23"]);
  });

  it("of rows read counts them for each row returned", () => {
    assert.deepEqual(broken({ "max-rows-read": 5 }, fast({ rowsRead: 100 })), []);
    assert.deepEqual(broken({ "max-rows-read": 5 }, fast({ rowsRead: 101 })), [
      "reads 101 rows to return 20, where max-rows-read allows 5 for each",
    ]);
    assert.deepEqual(broken({ "max-rows-read": 5 }, fast({ rowsRead: 5, rows: 0 })), []);
    assert.equal(broken({ "max-rows-read": 5 }, fast({ rowsRead: 6, rows: 0 })).length, 1);
  });

  it("of spills holds to the byte", () => {
    assert.deepEqual(broken({ "max-spill": "8 kB" }, fast({ spilledBytes: 8_192 })), []);
    assert.deepEqual(broken({ "max-spill": "0 kB" }, fast({ spilledBytes: 8_193 })), [
      "puts 9 kB on disk where max-spill is 0 kB",
    ]);
  });

  it("of rows is broken by one too few", () => {
    assert.deepEqual(tooFewRows(aQuery({ "min-rows": 20 }), fast()), []);
    assert.deepEqual(tooFewRows(aQuery({ "min-rows": 21 }), fast()), [
      "returns 20 rows where min-rows is 21",
    ]);
  });
});

describe("max-seq-scan-rows", () => {
  it("is broken by a table with more rows", () => {
    assert.deepEqual(broken({ "max-seq-scan-rows": 2_000_000 }, slow()), []);
    assert.deepEqual(broken({ "max-seq-scan-rows": 1_999_999 }, slow()), [
      "reads public.documents (2,000,000 rows) sequentially, where max-seq-scan-rows is 1,999,999",
    ]);
    assert.deepEqual(broken({ "max-seq-scan-rows": 0 }), []);
  });

  it("counts the rows that were read where no ANALYZE counted them, once for all loops and workers", () => {
    const tables = [{ name: DOCUMENTS, rows: null, bytes: 1, partitions: [] }];
    const scan = (over: Partial<Parameters<typeof aNode>[0]>) =>
      fast({
        tables,
        plan: aNode({ type: "Seq Scan", relation: DOCUMENTS, rows: 600, removedRows: 400, ...over }),
      });
    assert.equal(broken({ "max-seq-scan-rows": 999 }, scan({})).length, 1);
    assert.deepEqual(broken({ "max-seq-scan-rows": 1_000 }, scan({})), []);
    assert.deepEqual(broken({ "max-seq-scan-rows": 10 }, scan({ loops: 100 })), []);
    assert.equal(broken({ "max-seq-scan-rows": 999 }, scan({ loops: 3, strategy: "Parallel" })).length, 1);
  });

  it("lets a scan pass that was never executed", () => {
    const scan = { type: "Seq Scan", strategy: "Parallel", relation: DOCUMENTS, loops: 0, rows: 0 };
    const never = fast({ plan: aNode(scan) });
    assert.deepEqual(broken({ "max-seq-scan-rows": 0 }, never), []);
  });

  it("goes by the partitions that are read so, under the name of their table", () => {
    const one = partitioned({ type: "Seq Scan", rows: 100, removedRows: 0 });
    assert.deepEqual(broken({ "max-seq-scan-rows": 100 }, one), []);
    assert.match(
      broken({ "max-seq-scan-rows": 99 }, one).join(),
      /reads public\.events \(100 rows\) sequentially/,
    );
  });
});

describe("uses-index", () => {
  it("takes a name with its schema and without, quoted and plain", () => {
    for (const name of [
      "documents_list_idx",
      INDEX,
      '"documents_list_idx"',
      'public."documents_list_idx"',
      "Documents_List_Idx",
    ]) {
      assert.deepEqual(broken({ "uses-index": name }), [], name);
    }
    const odd = fast({ plan: aNode({ index: 'app."List ""a.b"" Idx"' }) });
    for (const name of ['"List ""a.b"" Idx"', 'app."List ""a.b"" Idx"', 'List "a.b" Idx']) {
      assert.deepEqual(broken({ "uses-index": name }, odd), [], name);
    }
    for (const name of ["other.documents_list_idx", "list_idx", '"Documents_List_Idx"', "public"]) {
      assert.equal(broken({ "uses-index": name }).length, 1, name);
    }
  });

  it("takes the partitioned index for those of its partitions", () => {
    assert.deepEqual(broken({ "uses-index": ["events_idx", "public.p2_idx"] }, partitioned()), []);
  });

  it("says what is used instead", () => {
    assert.deepEqual(broken({ "uses-index": ["gone_idx", "documents_list_idx"] }), [
      "does not use gone_idx, which uses-index wants",
    ]);
    assert.deepEqual(broken({ "uses-index": "gone_idx" }), [
      "does not use gone_idx, which uses-index wants (it uses public.documents_list_idx)",
    ]);
    assert.deepEqual(broken({ "uses-index": "documents_list_idx" }, slow()), [
      "does not use documents_list_idx, which uses-index wants (it reads public.documents sequentially)",
    ]);
  });

  it("marks a sentence that names sequential reads, and none by the words of a name", () => {
    const marked = (over: Record<string, unknown>, measurement: Measurement) =>
      brokenBudgets(aQuery(over), measurement).map(
        ({ namesSequentialReads = false }) => namesSequentialReads,
      );
    assert.deepEqual(marked({ "uses-index": INDEX }, slow()), [true]);
    assert.deepEqual(marked({ "max-seq-scan-rows": 1, "uses-index": INDEX }, slow()), [true, false]);
    assert.deepEqual(marked({ "uses-index": '"read sequentially"' }, fast()), [false]);
  });
});

describe("kinds of nodes", () => {
  it("must be there, or must not", () => {
    assert.deepEqual(broken({ "requires-nodes": ["limit", "index-scan"], "forbids-nodes": "Seq Scan" }), []);
    assert.deepEqual(
      broken({ "requires-nodes": "Index Scan", "forbids-nodes": ["SeqScan", "Sort"] }, slow()),
      [
        "has no Index Scan in its plan, which requires-nodes wants",
        "has Seq Scan, Sort in its plan, which forbids-nodes names",
      ],
    );
  });

  it("that were planned and never executed break nothing", () => {
    const plan = aNode({ children: [aNode({ type: "Seq Scan", loops: 0 })] });
    assert.deepEqual(broken({ "forbids-nodes": "Seq Scan" }, fast({ plan })), []);
  });
});
