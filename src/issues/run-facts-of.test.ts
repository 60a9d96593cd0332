import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { contextOf, DAY, NOW } from "../../test/support/builders/context.ts";
import { aReport } from "../../test/support/builders/report.ts";
import { aRunConfig, aSelectedCheck } from "../../test/support/builders/run-config.ts";
import indexSizes from "../checks/index-sizes/check.ts";
import unusedIndexes from "../checks/unused-indexes/check.ts";
import type { CheckAnswer, DatabaseEvidence } from "../core/evidence.ts";
import { NO_INVENTORY } from "../core/index-usage.ts";
import type { RunConfig } from "../core/settings.ts";
import { NO_SOURCES } from "../core/sources.ts";
import { inventoryIn } from "./run-facts.ts";
import { runFactsOf } from "./run-facts-of.ts";

function settingsWith(options: Record<string, unknown> | undefined): RunConfig {
  const inventory = aSelectedCheck(indexSizes, {});
  const checks = options === undefined ? [inventory] : [inventory, aSelectedCheck(unusedIndexes, options)];
  return aRunConfig({ checks, run: { id: "7", attempt: 2 } });
}

function evidenceWith(answer: CheckAnswer | undefined): DatabaseEvidence {
  const { server, windows } = contextOf(unusedIndexes);
  const answers = new Map(answer === undefined ? [] : [["index-sizes", answer] as const]);
  const identity = { system: "74", timeline: "00000001" };
  return { reached: true, server, windows, identity, answers, notices: [] } as unknown as DatabaseEvidence;
}

const factsOf = (answer: CheckAnswer | undefined, options?: Record<string, unknown>) =>
  runFactsOf(settingsWith(options), evidenceWith(answer), aReport(), { startedAt: NOW, sources: NO_SOURCES });

/** As the server sends them: what may be larger than an integer of JavaScript's is text. */
const ROWS = [
  row({
    table_name: "public.t",
    tables: "1",
    indexes: "2",
    index_bytes: "16384",
    table_bytes: "8192",
    scans: "3",
  }),
  row({ tables: "4", indexes: "9", index_bytes: "9000" }),
  row({
    table_name: "public.t",
    index_name: "public.i",
    indexes: "1",
    index_bytes: "12288",
    scans: "3",
    table_writes: "50",
    is_unique: true,
  }),
  row({ indexes: "40", index_bytes: "327680" }),
];

function row(parts: Record<string, string | boolean>): Record<string, unknown> {
  return {
    table_name: null,
    index_name: null,
    tables: null,
    indexes: null,
    index_bytes: null,
    table_bytes: null,
    scans: null,
    table_writes: null,
    is_unique: null,
    ...parts,
  };
}

describe("the facts of a run", () => {
  it("hold the indexes of index-sizes' answer", () => {
    const { indexes, smaller } = inventoryIn(factsOf({ rows: ROWS }));
    assert.deepEqual(indexes, [
      { name: "public.i", table: "public.t", bytes: 12_288, scans: 3, tableWrites: 50, isUnique: true },
    ]);
    assert.deepEqual(smaller, { count: 40, bytes: 327_680 });
  });

  it("hold none when index-sizes was not asked, was refused, or the database was not reached", () => {
    const error = { error: { code: "57014", message: "" } };
    const unreached = runFactsOf(settingsWith({}), { reached: false }, aReport(), {
      startedAt: NOW,
      sources: NO_SOURCES,
    });
    for (const facts of [factsOf(undefined), factsOf(error), factsOf({ rows: [{}] }), unreached]) {
      assert.deepEqual(inventoryIn(facts), NO_INVENTORY);
    }
  });

  it("hold how long unused-indexes waits, as configured, else its default", () => {
    assert.equal(factsOf(undefined, { "observed-for": "45d" }).observedFor, 45 * DAY);
    assert.equal(factsOf(undefined, {}).observedFor, 30 * DAY);
    assert.equal(factsOf(undefined).observedFor, 30 * DAY);
  });

  it("hold what an enabled check leaves for the team to keep, and nothing of a disabled one", () => {
    const leaving = (enabled: boolean) => {
      const file = { output: "baseline-file", name: "kept.json", text: () => "{}" } as const;
      const settings = aRunConfig({ checks: [aSelectedCheck({ ...unusedIndexes, file }, {}, { enabled })] });
      const more = { startedAt: NOW, sources: NO_SOURCES };
      return runFactsOf(settings, evidenceWith(undefined), aReport(), more).files.map((one) => ({
        ...one,
        text: one.text(),
      }));
    };
    assert.deepEqual(leaving(true), [{ output: "baseline-file", name: "kept.json", text: "{}" }]);
    assert.deepEqual(leaving(false), []);
  });
});
