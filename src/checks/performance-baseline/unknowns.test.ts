import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { aNode, aQuery, DOCUMENTS, fast } from "../../../test/support/builders/measured.ts";
import { unknownsOf } from "./evaluate.ts";
import type { PlanNode } from "./plan/node.ts";

describe("a count", () => {
  const count = (...reads: PlanNode[]) =>
    fast({ rows: 1, plan: aNode({ type: "Aggregate", rows: 1, children: reads }) });
  const hidden = aNode({ type: "Seq Scan", relation: DOCUMENTS, rows: 0, removedRows: 2_000_000 });
  const seen = aNode({ relation: "public.members", rows: 3 });

  it("of nothing proves nothing: row-level security may hide all that there is", () => {
    const [doubt, ...others] = unknownsOf(aQuery(), count(hidden));
    assert.match(doubt?.unknown.detail ?? "", /^No table gave a row, and a count of nothing proves nothing/);
    assert.deepEqual(others, []);
  });

  it("of something proves it, and so does what is declared, or reads no table", () => {
    assert.deepEqual(unknownsOf(aQuery(), count(hidden, seen)), []);
    assert.deepEqual(unknownsOf(aQuery({ "min-rows": 1 }), count(hidden)), []);
    assert.deepEqual(unknownsOf(aQuery(), count()), []);
  });
});
