import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { aReport } from "../../../test/support/builders/report.ts";
import type { FactParts } from "../../../test/support/builders/run-facts.ts";
import { DAY, day, runOn, storedIndexes } from "../../../test/support/builders/stored-runs.ts";
import type { StoredIndex } from "../../checks/index-sizes/state.ts";
import type { ResetReason } from "../../core/check-state.ts";
import type { RunFacts } from "../run-facts.ts";
import { hashedIds, PLAIN_IDS, storedId } from "./refs.ts";
import { type SuiteState, storedIn } from "./schema.ts";
import { statisticsReset, updateState } from "./update.ts";

/** One week: the counter of public.a, or null when it is not listed, and what is different about the run. */
type Week = readonly [scans: number | null, parts?: FactParts];

function week(at: number, [scans, parts]: Week): RunFacts {
  const row = { name: "public.a", table: "public.t", tableWrites: 1, isUnique: false };
  const other = { ...row, name: "public.other", bytes: 1, scans: 1 };
  const indexes = [other, ...(scans === null ? [] : [{ ...row, bytes: 1_000 + at, scans }])];
  return runOn(at * 7, [], { indexes, ...parts });
}

function live(...weeks: Week[]): { suites: SuiteState[]; clocks: (ResetReason | null)[] } {
  const suites: SuiteState[] = [];
  const clocks: (ResetReason | null)[] = [];
  for (const [at, one] of weeks.entries()) {
    const facts = week(at, one);
    clocks.push(statisticsReset(facts, suites.at(-1)));
    suites.push(updateState(facts, suites.at(-1), PLAIN_IDS).suiteState);
  }
  return { suites, clocks };
}

const indexIn = (suiteState: SuiteState | undefined): StoredIndex | undefined =>
  storedIndexes(suiteState).find(({ ref }) => ref === "public.a");
/** Since when public.a rests, after the last of these weeks; in weeks. */
const quiet = (...weeks: Week[]): number => {
  const since = indexIn(live(...weeks).suites.at(-1))?.quietSince ?? Number.NaN;
  return (since - day(0)) / (7 * DAY);
};
/** A window that began half a week before the so many-th run. */
const reset = (at: number): FactParts => ({
  tablesWindow: { since: day(at * 7 - 3.5), detail: "the statistics were reset" },
});
const unreached: FactParts = {
  report: aReport({ server: null, results: [] }),
  indexes: [],
  timeline: null,
  tablesWindow: undefined,
};

describe("an index's silence", () => {
  it("begins with the first run that saw it, whatever its counter and its window say", () => {
    assert.equal(quiet([0]), 0);
    assert.equal(quiet([0], [0], [0]), 0);
    assert.equal(quiet([5], [5], [5]), 0);
    assert.equal(quiet([null], [0]), 1);
  });

  it("ends with every scan, and begins anew with the run that saw it", () => {
    assert.equal(quiet([0], [1], [1]), 1);
    assert.equal(quiet([5], [5], [6], [6], [6]), 2);
  });

  it("begins anew with a counter that fell: it alone was reset, or the index was built again", () => {
    assert.equal(quiet([5], [5], [0], [0]), 2);
    assert.equal(quiet([5], [5], [3], [3]), 2);
  });

  it("is known since the window's start when the counter is 0 in a window that began after the last run", () => {
    assert.equal(quiet([0], [0], [0, reset(2)]), 1.5);
    assert.equal(quiet([7], [7], [0, reset(2)], [0, reset(2)]), 1.5);
  });

  it("is no longer than it was watched when the server tells of an older start than it did", () => {
    assert.equal(quiet([null], [0], [0, reset(1)]), 1);
    // Not this start zeroed it: it was above 0 in the run after.
    assert.equal(quiet([5], [5], [0, reset(1)]), 2);
  });

  it("begins with the run when the counter is above 0 in a new window, the same number or another", () => {
    assert.equal(quiet([5], [5], [5, reset(2)]), 2);
    assert.equal(quiet([5], [5], [9, reset(2)], [9, reset(2)]), 2);
  });

  it("of an index that is seen first in a new window begins with that run", () => {
    assert.equal(quiet([null], [null], [0, reset(2)]), 2);
  });

  it("begins anew with another timeline, though the window looks the same", () => {
    assert.equal(quiet([0], [0], [0, { timeline: "00000002" }], [0, { timeline: "00000002" }]), 2);
  });

  it("is not known where nothing tells since when the server counts, unless the counter is above 0", () => {
    const mute: FactParts = { tablesWindow: { since: null, detail: "Nothing tells." } };
    assert.equal(quiet([0, mute], [0, mute], [0, mute]), 2);
    assert.equal(quiet([4, mute], [4, mute], [4, mute]), 0);
  });

  it("goes on over runs that did not reach the database or did not ask for indexes", () => {
    assert.equal(quiet([0], [0, unreached], [0]), 0);
    assert.equal(quiet([0], [0, { indexes: [] }], [0]), 0);
  });

  it("begins anew when the server restarted in weeks that no run reached it", () => {
    assert.equal(quiet([5], [5, unreached], [5, unreached], [5, reset(1)]), 3);
    assert.equal(quiet([0], [0, unreached], [0, unreached], [0, reset(1)]), 0.5);
  });

  it("does not begin in the future where the clocks of runner and server differ", () => {
    const ahead: FactParts = { tablesWindow: { since: day(30), detail: "reset" } };
    assert.equal(quiet([0], [0, ahead]), 1);
  });

  it("is not ended by a start that moves within a second", () => {
    const moved = { tablesWindow: { since: day(-90) + 999, detail: "promoted" } };
    assert.equal(quiet([3], [3, moved]), 0);
  });

  it("starts over for an index that was gone from the list", () => {
    assert.equal(quiet([0], [null], [0]), 2);
  });
});

describe("an index in memory", () => {
  it("has its counter, the run that saw it first, and its newest ten sizes", () => {
    const { suites } = live(...Array.from({ length: 12 }, (_, at): Week => [at]));
    const index = indexIn(suites.at(-1));
    assert.equal(index?.scans, 11);
    assert.equal(index?.firstSeen, day(0));
    assert.deepEqual(
      index?.sizes,
      Array.from({ length: 10 }, (_, at) => [day((at + 2) * 7), 1_002 + at]),
    );
  });

  it("is forgotten when it is gone, and those that had no room are counted until all are seen again", () => {
    const { suites } = live([0], [null]);
    assert.deepEqual(
      storedIndexes(suites[1]).map(({ ref }) => ref),
      ["public.other"],
    );
    const first = suites[0] as SuiteState;
    const inventory = storedIn(first, "index-sizes");
    assert.ok(inventory !== undefined);
    const crowded = { ...first, stored: { ...first.stored, "index-sizes": { ...inventory, leftOut: 9 } } };
    const leftOut = (suiteState: SuiteState) => storedIn(suiteState, "index-sizes")?.leftOut;
    assert.equal(leftOut(updateState(runOn(7, []), crowded, PLAIN_IDS).suiteState), 9);
    assert.equal(leftOut(updateState(week(1, [0]), crowded, PLAIN_IDS).suiteState), 0);
  });

  it("is recognised when names become hashes, and when hashes become names", () => {
    const ids = hashedIds(runOn(0, []).system ?? "");
    const plain = live([0]).suites[0];
    const hashed = updateState(week(1, [0]), plain, ids, "plain").suiteState;
    assert.equal(JSON.stringify(hashed).includes("public.a"), false);
    const index = storedIndexes(hashed).find(({ ref }) => ref === storedId(ids, "index", "public.a"));
    assert.equal(index?.quietSince, day(0));
    const again = updateState(week(2, [0]), hashed, PLAIN_IDS, "hashed").suiteState;
    assert.equal(indexIn(again)?.quietSince, day(0));
  });
});

describe("the counters' clock", () => {
  it("goes on from run to run, and has nothing to go on at the first", () => {
    assert.deepEqual(live([0], [0], [0, unreached], [0]).clocks, [null, null, null, null]);
  });

  it("starts anew with a reset or a crash, in the window's own words", () => {
    const crash = { tablesWindow: { since: day(12), detail: "the server recovered from a crash" } };
    assert.deepEqual(live([0], [0], [0, crash], [0, crash]).clocks, [
      null,
      null,
      { since: day(12), why: "the server recovered from a crash" },
      null,
    ]);
  });

  it("starts anew with a promotion, told by the window or by the timeline alone", () => {
    const promoted = { timeline: "00000002" };
    const told = {
      ...promoted,
      tablesWindow: { since: day(5), detail: "the server was promoted or restored" },
    };
    assert.deepEqual(live([0], [0, told]).clocks[1], {
      since: day(5),
      why: "the server was promoted or restored",
    });
    assert.deepEqual(live([0], [0, promoted], [0, promoted]).clocks, [
      null,
      { since: day(7), why: "the server was promoted or restored" },
      null,
    ]);
  });

  it("is compared with the last run that learned it, when runs between learned nothing", () => {
    const mute: FactParts = {
      timeline: null,
      tablesWindow: { since: null, detail: "Nothing tells." },
    };
    const { clocks, suites } = live([0], [0, mute], [0, { timeline: "00000002" }]);
    assert.deepEqual(suites[1]?.windows.tables, day(-90));
    assert.equal(clocks[1], null);
    assert.notEqual(clocks[2], null);
    assert.notEqual(live([0], [0, unreached], [0, reset(1)]).clocks[2], null);
  });

  it("is taken for a new one when no run learned it before and it began after the last", () => {
    const mute: FactParts = { tablesWindow: { since: null, detail: "Nothing tells." } };
    assert.equal(live([0, mute], [0]).clocks[1], null);
    assert.deepEqual(live([0, mute], [0, reset(1)]).clocks[1]?.since, day(3.5));
  });

  it("leaves what it knew when the database was not reached", () => {
    const server = {
      version: "18.4",
      database: "app",
      windows: { tables: null, statements: "2026-10-01T00:00:00Z" },
    };
    const { suites } = live([0, { report: aReport({ server }) }], [0, unreached]);
    assert.deepEqual(suites[1]?.windows, { tables: day(-90), statements: Date.UTC(2026, 9, 1) });
    assert.equal(suites[1]?.timeline, "00000001");
  });
});
