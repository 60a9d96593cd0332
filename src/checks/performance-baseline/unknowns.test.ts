import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { aNode, aQuery, DOCUMENTS, fast } from "../../../test/support/builders/measured.ts";
import type { PlanNode } from "./plan/node.ts";
import { unknownsOfMeasurement } from "./unknowns.ts";

describe("a count", () => {
  const count = (...reads: PlanNode[]) =>
    fast({ rows: 1, plan: aNode({ type: "Aggregate", rows: 1, children: reads }) });
  const hidden = aNode({ type: "Seq Scan", relation: DOCUMENTS, rows: 0, removedRows: 2_000_000 });
  const seen = aNode({ relation: "public.members", rows: 3 });

  it("of nothing proves nothing: row-level security may hide all that there is", () => {
    const [reason, ...others] = unknownsOfMeasurement(aQuery(), count(hidden));
    assert.match(reason?.unknown.detail ?? "", /^No table gave a row, and a count of nothing proves nothing/);
    assert.deepEqual(others, []);
  });

  it("of something proves it, and so does what is declared, or reads no table", () => {
    assert.deepEqual(unknownsOfMeasurement(aQuery(), count(hidden, seen)), []);
    assert.deepEqual(unknownsOfMeasurement(aQuery({ "min-rows": 1 }), count(hidden)), []);
    assert.deepEqual(unknownsOfMeasurement(aQuery(), count()), []);
  });
});
