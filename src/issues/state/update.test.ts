import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import {
  blind,
  changesOf,
  DENIED,
  day,
  disabled,
  fails,
  live,
  memoryOf,
  passes,
  runOn,
  SETTLING,
  STEADY,
  told,
} from "../../../test/support/builders/stored-runs.ts";
import type { CheckResult } from "../../core/report.ts";
import { PLAIN_IDS } from "./refs.ts";
import { isConfirmed, type SuiteState } from "./schema.ts";
import { type UpdatedState, updateState } from "./update.ts";

const NOTHING = { standing: [], pending: [], appeared: [], resolved: [] };

describe("a finding that one run is enough for", () => {
  it("stands when it is seen, and is gone when it is not", () => {
    const [first, second, third, fourth] = live([
      fails(STEADY, "a", "b"),
      fails(STEADY, "b", "c"),
      passes(STEADY),
      fails(STEADY, "a"),
    ]);
    assert.deepEqual(told(first, STEADY), { ...NOTHING, standing: ["a", "b"], appeared: ["a", "b"] });
    assert.deepEqual(told(second, STEADY), {
      ...NOTHING,
      standing: ["b", "c"],
      appeared: ["c"],
      resolved: ["a"],
    });
    assert.deepEqual(told(third, STEADY), { ...NOTHING, resolved: ["b", "c"] });
    assert.deepEqual(memoryOf(third?.suiteState, STEADY).findings, []);
    assert.deepEqual(told(fourth, STEADY), { ...NOTHING, standing: ["a"], appeared: ["a"] });
    assert.equal(memoryOf(fourth?.suiteState, STEADY).findings[0]?.firstSeen, day(3));
  });

  it("keeps the time when it was first seen, and takes on a new priority", () => {
    const life = live([fails(STEADY, "a:medium"), fails(STEADY, "a:critical")]);
    assert.deepEqual(memoryOf(life[1]?.suiteState, STEADY).findings, [
      { ref: "a", priority: "critical", firstSeen: day(0), runs: 2, missed: 0 },
    ]);
    assert.deepEqual(told(life[1], STEADY), { ...NOTHING, standing: ["a"] });
  });
});

describe("a finding that two runs must agree on", () => {
  it("stands from the second run in a row that sees it", () => {
    const life = live([fails(SETTLING, "a"), fails(SETTLING, "a"), fails(SETTLING, "a")]);
    assert.deepEqual(told(life[0], SETTLING), { ...NOTHING, pending: ["a"] });
    assert.deepEqual(told(life[1], SETTLING), { ...NOTHING, standing: ["a"], appeared: ["a"] });
    assert.deepEqual(told(life[2], SETTLING), { ...NOTHING, standing: ["a"] });
    assert.equal(changesOf(life[1], SETTLING).standing[0]?.stored.firstSeen, day(0));
  });

  it("is forgotten without a word when the second run does not see it", () => {
    const life = live([fails(SETTLING, "a"), passes(SETTLING), fails(SETTLING, "a")]);
    assert.deepEqual(told(life[1], SETTLING), NOTHING);
    assert.deepEqual(told(life[2], SETTLING), { ...NOTHING, pending: ["a"] });
  });

  it("is gone with the second run in a row that does not see it", () => {
    const a = fails(SETTLING, "a");
    const gone = passes(SETTLING);
    const life = live([a, a, gone, a, gone, gone, gone]);
    assert.deepEqual(told(life[2], SETTLING), { ...NOTHING, standing: ["a?"] });
    assert.deepEqual(told(life[3], SETTLING), { ...NOTHING, standing: ["a"] });
    assert.deepEqual(told(life[4], SETTLING), { ...NOTHING, standing: ["a?"] });
    assert.deepEqual(told(life[5], SETTLING), { ...NOTHING, resolved: ["a"] });
    assert.deepEqual(told(life[6], SETTLING), NOTHING);
  });
});

describe("a check that can't look", () => {
  for (const [name, without] of [
    ["unknown", blind],
    ["skipped", disabled],
  ] as const) {
    for (const check of [STEADY, SETTLING]) {
      it(`${name}, keeps the findings of ${check} as they were, however often`, () => {
        const seen = fails(check, "a");
        const life = live([seen, seen, without(check), without(check), without(check), seen]);
        for (const one of life.slice(2, 5)) {
          assert.deepEqual(told(one, check), { ...NOTHING, standing: ["a?"] });
          assert.deepEqual(
            memoryOf(one.suiteState, check).findings,
            memoryOf(life[1]?.suiteState, check).findings,
          );
        }
        assert.deepEqual(told(life[5], check), { ...NOTHING, standing: ["a"] });
      });
    }
  }

  it("lets a finding that was seen once wait for the next run that can look", () => {
    const life = live([fails(SETTLING, "a"), blind(SETTLING), fails(SETTLING, "a")]);
    assert.deepEqual(told(life[1], SETTLING), NOTHING);
    assert.deepEqual(told(life[2], SETTLING), { ...NOTHING, standing: ["a"], appeared: ["a"] });
  });

  it("and sees a part, counts what it sees, and nothing as gone", () => {
    const partly: CheckResult = { ...fails(STEADY, "b"), unknown: DENIED };
    const life = live([fails(STEADY, "a"), partly]);
    assert.deepEqual(told(life[1], STEADY), { ...NOTHING, standing: ["b", "a?"], appeared: ["b"] });
  });

  it("says since when, from the first run that could not until one that can", () => {
    const partly: CheckResult = { ...fails(STEADY, "b"), unknown: DENIED };
    const life = live([passes(STEADY), blind(STEADY), partly, passes(STEADY), blind(STEADY)]);
    assert.deepEqual(
      life.map(({ suiteState }) => memoryOf(suiteState, STEADY).unknownSince),
      [null, day(1), day(1), null, day(4)],
    );
  });
});

describe("a check's memory", () => {
  it("has a finding once that a check names twice", () => {
    const [only] = live([fails(STEADY, "a", "a:low")]);
    assert.deepEqual(told(only, STEADY), { ...NOTHING, standing: ["a"], appeared: ["a"] });
    assert.equal(memoryOf(only?.suiteState, STEADY).findings.length, 1);
  });

  it("that somebody took out of a run's own block makes no news of it", () => {
    const [only] = live([fails(STEADY, "a")]);
    assert.ok(only);
    const again = updateState(runOn(0, [fails(STEADY, "a")]), { ...only.suiteState, checks: {} }, PLAIN_IDS);
    assert.deepEqual(told(again, STEADY), { ...NOTHING, standing: ["a"] });
  });

  it("tells since when it has its status, and when it was last looked at", () => {
    const life = live([passes(STEADY), fails(STEADY, "a"), fails(STEADY, "b"), passes(STEADY)]);
    assert.deepEqual(
      life.map(({ suiteState }) => {
        const { status, since, at } = memoryOf(suiteState, STEADY);
        return [status, since, at];
      }),
      [
        ["pass", day(0), day(0)],
        ["fail", day(1), day(1)],
        ["fail", day(1), day(2)],
        ["pass", day(3), day(3)],
      ],
    );
  });

  it("stays when a run has the check not in it", () => {
    const first = updateState(runOn(0, [fails(STEADY, "a"), passes(SETTLING)]), undefined, PLAIN_IDS);
    const second = updateState(runOn(1, [passes(SETTLING)]), first.suiteState, PLAIN_IDS);
    assert.deepEqual(second.suiteState.checks[STEADY], first.suiteState.checks[STEADY]);
    assert.deepEqual([...second.checks.keys()], [SETTLING]);
  });
});

describe("the runs in memory", () => {
  it("are the newest 60, with what stood in each", () => {
    const results = Array.from({ length: 70 }, (_, at) =>
      fails(STEADY, "a", ...(at === 69 ? ["b:low"] : [])),
    );
    const suiteState = live(results).at(-1)?.suiteState;
    assert.equal(suiteState?.runs.length, 60);
    assert.deepEqual(suiteState?.runs[0], {
      id: "169",
      attempt: 1,
      at: day(69),
      conclusion: "pass",
      findings: { high: 1, low: 1 },
    });
    assert.equal(suiteState?.runs.at(-1)?.at, day(10));
  });

  it("count neither what only one run saw nor what is switched off, but what a blind check had found", () => {
    const life = live([fails(SETTLING, "a"), fails(SETTLING, "a"), blind(SETTLING), disabled(SETTLING)]);
    assert.deepEqual(
      life.map(({ suiteState }) => suiteState.runs[0]?.findings),
      [{}, { high: 1 }, { high: 1 }, {}],
    );
  });

  it("have all indexes of the database, those too small to be listed too", () => {
    const row = { table: "public.t", scans: 0, tableWrites: 0, isUnique: false };
    const facts = runOn(0, [], {
      indexes: [
        { name: "public.a", bytes: 100, ...row },
        { name: "public.b", bytes: 50, ...row },
      ],
      smallerIndexes: { count: 5, bytes: 7 },
    });
    assert.deepEqual(updateState(facts, undefined, PLAIN_IDS).suiteState.runs[0]?.indexes, {
      count: 7,
      bytes: 157,
    });
    assert.equal(updateState(runOn(0, []), undefined, PLAIN_IDS).suiteState.runs[0]?.indexes, undefined);
  });
});

describe("any life of a database", () => {
  const keys = fc.uniqueArray(fc.constantFrom("a", "b", "c:low", "d:critical"), { maxLength: 4 });
  const result = (check: string) =>
    fc.oneof(
      {
        weight: 3,
        arbitrary: keys.map((some) => (some.length === 0 ? passes(check) : fails(check, ...some))),
      },
      keys.map(
        (some): CheckResult =>
          some.length === 0 ? blind(check) : { ...fails(check, ...some), unknown: DENIED },
      ),
      fc.constant(disabled(check)),
    );
  const anyLife = fc.constantFrom(STEADY, SETTLING).chain((check) =>
    fc.record({
      check: fc.constant(check),
      results: fc.array(result(check), { minLength: 1, maxLength: 12 }),
    }),
  );

  it("is told the same when its last run asks again, and counts that run once", () => {
    fc.assert(
      fc.property(anyLife, ({ check, results }) => {
        const life = live(results);
        const last = life.at(-1) as UpdatedState;
        const facts = runOn(results.length - 1, results.slice(-1));
        const again = updateState(facts, last.suiteState, PLAIN_IDS);
        assert.equal(again.suiteState, last.suiteState);
        const { standing, pending } = told(last, check);
        const second = told(again, check);
        assert.deepEqual(new Set(second.standing), new Set(standing));
        assert.deepEqual(second.pending, pending);
        assert.deepEqual([second.appeared, second.resolved], [[], []]);
      }),
    );
  });

  it("has every finding appear before it goes, go before it appears again, and stand in between", () => {
    fc.assert(
      fc.property(anyLife, ({ check, results }) => {
        let standing = new Set<string>();
        for (const one of live(results)) {
          const now = told(one, check);
          for (const key of now.appeared) assert.ok(!standing.has(key));
          for (const ref of now.resolved) assert.ok(standing.has(ref));
          const expected = new Set([...standing, ...now.appeared]);
          for (const ref of now.resolved) expected.delete(ref);
          standing = new Set(now.standing.map((ref) => ref.replace("?", "")));
          assert.deepEqual(standing, expected);
          assert.deepEqual(standing, new Set(standingIn(one.suiteState, check)));
        }
      }),
    );
  });

  function standingIn(suiteState: SuiteState, check: string): string[] {
    return memoryOf(suiteState, check)
      .findings.filter(isConfirmed)
      .map(({ ref }) => ref);
  }
});
