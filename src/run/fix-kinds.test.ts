import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { aFail, aFinding, aPass, aReport } from "../../test/support/builders/report.ts";
import { reportSchema } from "../core/report.ts";
import { withFixKinds } from "./fix-kinds.ts";

const kindsOf = async (fix: string | undefined) => {
  const finding = { key: "k", priority: "low" as const, message: "m", facts: {}, known: false };
  const report = aReport({ results: [aPass(), aFail([fix === undefined ? finding : { ...finding, fix }])] });
  const [, result] = reportSchema.parse(await withFixKinds(report)).results;
  const { key, priority, message, facts, known, fix: same, ...kinds } = result?.findings?.[0] ?? aFinding();
  assert.deepEqual({ key, priority, message, facts, known, fix: same }, { ...finding, fix });
  return kinds;
};

describe("the fixes of a report", () => {
  it("get their kind, and the older keys that follow from it", async () => {
    assert.deepEqual(await kindsOf("ANALYZE a;"), { fixKind: "together", fixStatements: 1 });
    assert.deepEqual(await kindsOf("VACUUM a;"), { fixKind: "alone", fixStatements: 1, standsAlone: true });
    assert.deepEqual(await kindsOf("ALTER TABLE a ALTER b TYPE bigint; ANALYZE a;"), {
      fixKind: "window",
      fixStatements: 2,
    });
    assert.deepEqual(await kindsOf("DROP INDEX CONCURRENTLY a;"), {
      fixKind: "destructive",
      fixStatements: 1,
      destructive: true,
      standsAlone: true,
    });
    assert.deepEqual(await kindsOf(undefined), {});
  });
});
