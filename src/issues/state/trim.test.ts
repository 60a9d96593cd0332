import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  changesOf,
  DENIED,
  fails,
  memoryOf,
  passes,
  runOn,
  SETTLING,
  STEADY,
} from "../../../test/support/builders/stored-runs.ts";
import type { CheckResult } from "../../core/report.ts";
import { decodeState, encodeState } from "./codec.ts";
import { type FindingIds, hashedIds } from "./refs.ts";
import type { IssueState, SuiteState } from "./schema.ts";
import { type UpdatedState, updateState } from "./update.ts";

const REFS: FindingIds = hashedIds("7400000000000000001");
const keys = Array.from({ length: 5_000 }, (_, at) => `public.some_${at}:medium`);

/** Through an issue with room for about 1,500 findings, as between two runs. */
function stored(suiteState: SuiteState): SuiteState {
  const state: IssueState = {
    version: 1,
    run: { id: "1", attempt: 1, at: 1 },
    closed: null,
    idFormat: "hashed",
    priority: null,
    content: "",
    findings: [],
    leftOut: 0,
    suites: { health: suiteState },
  };
  const decoded = decodeState(encodeState(state, 20_000));
  assert.ok("state" in decoded);
  const kept = decoded.state.suites.health;
  assert.ok(kept);
  return kept;
}

/** One run after the other through such an issue, and each one asked a second time. */
function live(...results: CheckResult[]): { numbers: number[]; again: number[]; suiteState: SuiteState }[] {
  const life: { numbers: number[]; again: number[]; suiteState: SuiteState }[] = [];
  for (const [at, result] of results.entries()) {
    const facts = runOn(at, [result]);
    const first = updateState(facts, life.at(-1)?.suiteState, REFS);
    const suiteState = stored(first.suiteState);
    const second = updateState(facts, suiteState, REFS);
    life.push({ numbers: numbersOf(first, result), again: numbersOf(second, result), suiteState });
  }
  return life;
}

/** How many stand, wait, appeared, went. */
function numbersOf(updated: UpdatedState, { check }: CheckResult): number[] {
  const { standing, pending, appeared, resolved } = changesOf(updated, check);
  return [standing.length, pending.length, appeared.length, resolved.length];
}

describe("more findings than memory has room for", () => {
  it("are news once, not in every run", () => {
    const life = live(fails(STEADY, ...keys), fails(STEADY, ...keys), fails(STEADY, ...keys));
    assert.ok(memoryOf(life[0]?.suiteState, STEADY).leftOut > 1_000);
    assert.deepEqual(
      life.map(({ numbers }) => numbers),
      [
        [5_000, 0, 5_000, 0],
        [5_000, 0, 0, 0],
        [5_000, 0, 0, 0],
      ],
    );
    for (const { again } of life) assert.deepEqual(again, [5_000, 0, 0, 0]);
  });

  it("stand after two runs where two must agree", () => {
    const life = live(fails(SETTLING, ...keys), fails(SETTLING, ...keys), fails(SETTLING, ...keys));
    assert.deepEqual(
      life.map(({ numbers }) => numbers),
      [
        [0, 5_000, 0, 0],
        [5_000, 0, 5_000, 0],
        [5_000, 0, 0, 0],
      ],
    );
    assert.deepEqual(
      life.map(({ again }) => again),
      [
        [0, 5_000, 0, 0],
        [5_000, 0, 0, 0],
        [5_000, 0, 0, 0],
      ],
    );
  });

  it("do not hide a new one that is more urgent", () => {
    const more = fails(STEADY, "public.new:critical", "public.other:low", ...keys);
    const [, second] = live(fails(STEADY, ...keys), more);
    assert.deepEqual(second?.numbers, [5_002, 0, 1, 0]);
  });

  it("are counted as left out until a run sees everything, and then memory is whole again", () => {
    const partly: CheckResult = { ...fails(STEADY, "public.some_4999:medium"), unknown: DENIED };
    const life = live(fails(STEADY, ...keys), partly, fails(STEADY, "public.some_1:medium"), passes(STEADY));
    const [first, second, third, fourth] = life.map(({ suiteState }) => memoryOf(suiteState, STEADY));
    const all = (memory: typeof first) => (memory?.findings.length ?? 0) + (memory?.leftOut ?? 0);
    assert.equal(all(first), 5_000);
    assert.equal(all(second), 5_000);
    assert.equal(all(third), 1);
    assert.equal(third?.leftOut, 0);
    assert.equal(all(fourth), 0);
  });

  it("are told apart by the check's own time where there was room for none", () => {
    const first = updateState(runOn(0, [fails(SETTLING, "a")]), undefined, REFS);
    const empty = (suiteState: SuiteState): SuiteState => ({
      ...suiteState,
      checks: { [SETTLING]: { ...memoryOf(suiteState, SETTLING), findings: [], leftOut: 1 } },
    });
    const again = updateState(runOn(0, [fails(SETTLING, "a")]), empty(first.suiteState), REFS);
    assert.deepEqual(numbersOf(again, fails(SETTLING)), [0, 1, 0, 0]);
    const second = updateState(runOn(1, [fails(SETTLING, "a")]), empty(first.suiteState), REFS);
    assert.deepEqual(numbersOf(second, fails(SETTLING)), [1, 0, 1, 0]);
    const third = updateState(runOn(2, [fails(SETTLING, "a")]), empty(second.suiteState), REFS);
    assert.deepEqual(numbersOf(third, fails(SETTLING)), [1, 0, 0, 0]);
  });
});
