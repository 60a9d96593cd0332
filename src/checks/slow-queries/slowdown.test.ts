import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "vitest";
import { DAY, HOUR, MINUTE, NOW } from "../../../test/support/builders/context.ts";
import { observe, type StatementCounters, slowdownFrom } from "./slowdown.ts";
import type { StoredStatement } from "./stored-statement.ts";

const RULE = { minCalls: 20, maxSlowdown: 2 };
/** The counters have counted for a month when the first night looks. */
const SINCE = NOW - 30 * DAY;

type Calls = readonly number[];
const steady = (calls: number, mean: number): Calls => Array.from({ length: calls }, () => mean);

function counting(): { readonly counters: () => StatementCounters; readonly run: (calls: Calls) => void } {
  let [calls, ms, squares, slowest] = [0, 0, 0, 0];
  return {
    counters: () => ({ id: "1", entries: 1, calls, ms, squares, slowest }),
    run: (times) => {
      for (const time of times) {
        calls += 1;
        ms += time;
        squares += time ** 2;
        slowest = Math.max(slowest, time);
      }
    },
  };
}

interface Night {
  readonly held: StoredStatement;
  /** The mean before, where this night tells of a slowdown. */
  readonly typical: number | null;
}

/** One look a day; the first counts all that was there before it. */
function live(past: Calls, ...nights: Calls[]): Night[] {
  const statement = counting();
  const life: Night[] = [];
  for (const [at, calls] of [past, ...nights].entries()) {
    statement.run(calls);
    const before = life.at(-1)?.held;
    const held = {
      ref: "1",
      ...observe(
        statement.counters(),
        before,
        NOW + at * DAY,
        RULE,
        before === undefined ? SINCE : undefined,
      ),
    };
    life.push({ held, typical: slowdownFrom(held, RULE) });
  }
  return life;
}

const told = (life: readonly Night[]): (number | null)[] => life.map(({ typical }) => typical);
const MONTH = steady(30 * 1_000, 100);
const NIGHT = steady(1_000, 100);

describe("a statement's slowdown", () => {
  it("is told the next night, against what was usual, until it is gone", () => {
    const slow = steady(1_000, 300);
    const life = live(MONTH, NIGHT, NIGHT, slow, slow, slow, NIGHT);
    assert.deepEqual(told(life), [null, null, null, 100, 100, 100, null]);
    assert.deepEqual(life[3]?.held.last, {
      from: NOW + 2 * DAY,
      to: NOW + 3 * DAY,
      calls: 1_000,
      mean: 300,
      doubt: 0,
    });
  });

  it("is more than so many times as slow", () => {
    const after = (mean: number) => live(MONTH, NIGHT, NIGHT, steady(1_000, mean)).at(-1)?.typical;
    assert.equal(after(200), null);
    assert.equal(after(201), 100);
  });

  it("needs enough calls, and stays untold of until they are together", () => {
    const few = steady(15, 5_000);
    assert.deepEqual(told(live(MONTH, NIGHT, NIGHT, few, few)), [null, null, null, null, 100]);
    assert.equal(live(steady(19, 1), steady(19, 1)).at(-1)?.held.last, null);
  });

  it("is beyond chance: a few calls that waited for a lock, or read more than others, are not", () => {
    const waited = [...steady(995, 100), ...steady(5, 100_000)];
    assert.ok(
      live(MONTH, NIGHT, NIGHT, waited).at(-1)?.held.last?.mean === 599.5,
      "six times the mean before",
    );
    assert.deepEqual(told(live(MONTH, NIGHT, NIGHT, waited, waited)), [null, null, null, null, null]);
    const oneWaited = [...steady(19, 100), 60_000];
    assert.equal(live(MONTH, NIGHT, NIGHT, oneWaited).at(-1)?.typical, null);
  });

  it("matters: people wait for it and it adds seconds a day, or it is a burden to the server", () => {
    const from = (calls: number, before: number, now: number) =>
      live(steady(100 * calls, before), steady(calls, before), steady(calls, before), steady(calls, now)).at(
        -1,
      )?.typical;
    assert.equal(from(1_000, 5, 14), null, "14 ms are quick");
    assert.equal(from(1_000, 9, 20), 9);
    assert.equal(from(900, 9, 20), null, "9.9 s a day");
    assert.equal(from(100_000, 1, 8), 1, "700 s a day");
    assert.equal(from(80_000, 1, 8), null);
  });

  it("is against the slowest of the last week, of which the time since the counters began is the first", () => {
    const light = steady(1_000, 30);
    assert.deepEqual(told(live(MONTH, light, light, NIGHT, NIGHT)), [null, null, null, null, null]);
    const heavy = steady(1_000, 150);
    const six = Array.from({ length: 6 }, () => NIGHT);
    assert.equal(live(MONTH, heavy, NIGHT, ...six, steady(1_000, 299)).at(-1)?.typical, null);
    assert.equal(live(MONTH, heavy, NIGHT, NIGHT, ...six, steady(1_000, 299)).at(-1)?.typical, 100);
  });

  it("is told by the second night when the deploy came in the middle of a day, whose mean is half of each", () => {
    const half = steady(1_000, 190);
    const slow = steady(1_000, 280);
    const life = live(MONTH, NIGHT, NIGHT, half, ...Array.from({ length: 12 }, () => slow), NIGHT);
    assert.deepEqual(told(life), [null, null, null, null, ...Array.from({ length: 12 }, () => 100), null]);
  });

  it("is told by the third night when it came step by step", () => {
    const steps = [NIGHT, steady(1_000, 130), steady(1_000, 190), steady(1_000, 280)];
    assert.equal(live(MONTH, NIGHT, NIGHT, ...steps).at(-1)?.typical, 130);
  });

  it("is told until it is nearer to what was usual, though other days' load makes it less than so many times", () => {
    const nights = [300, 190, 160, 142, 300].map((mean) => steady(1_000, mean));
    assert.deepEqual(told(live(MONTH, NIGHT, NIGHT, ...nights)).slice(3), [100, 100, 100, 100, 100]);
    const gone = [300, 140, 190].map((mean) => steady(1_000, mean));
    assert.deepEqual(told(live(MONTH, NIGHT, NIGHT, ...gone)).slice(3), [100, null, null]);
  });

  it("that is over stays so, though the night that it was held against is a week ago by now", () => {
    const seven = Array.from({ length: 7 }, () => NIGHT);
    const life = live(MONTH, steady(1_000, 200), ...seven, steady(1_000, 500), steady(1_000, 250));
    assert.deepEqual(told(life).slice(-2), [200, null]);
    assert.equal(life.at(-1)?.held.slowed, 0);
  });

  it("outlives a quiet weekend, whether it was told before or had yet to matter", () => {
    const slow = steady(1_000, 300);
    const quiet = steady(25, 300);
    const scattered = [...steady(24, 100), 5_000];
    assert.deepEqual(
      told(live(MONTH, NIGHT, NIGHT, slow, quiet, scattered, slow)).slice(3),
      [100, 100, 100, 100],
    );
    assert.deepEqual(told(live(MONTH, NIGHT, NIGHT, quiet, quiet, quiet, slow)).slice(3), [
      null,
      null,
      null,
      100,
    ]);
  });

  it("is not what came over years, before anybody looked", () => {
    assert.deepEqual(told(live(steady(30_000, 10), NIGHT, NIGHT, NIGHT)), [null, null, null, null]);
  });

  it("of one night that comes every week is told once", () => {
    const sunday = steady(1_000, 900);
    const week = [NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, sunday];
    const life = live(MONTH, ...week, ...week, ...week);
    assert.deepEqual(
      life.flatMap(({ typical }, night) => (typical === null ? [] : [night])),
      [7],
    );
  });

  it("of a weekend that comes every week is told once, and one of three nights each time", () => {
    const slow = steady(1_000, 900);
    const nightsTold = (week: readonly Calls[]): number[] =>
      live(MONTH, ...week, ...week, ...week).flatMap(({ typical }, night) =>
        typical === null ? [] : [night],
      );
    assert.deepEqual(nightsTold([NIGHT, NIGHT, NIGHT, NIGHT, NIGHT, slow, slow]), [6, 7]);
    assert.deepEqual(
      nightsTold([NIGHT, NIGHT, NIGHT, NIGHT, slow, slow, slow]),
      [5, 6, 7, 12, 13, 14, 19, 20, 21],
    );
  });

  it("is learned for a week first where the counters began only now", () => {
    const statement = counting();
    let held: StoredStatement | undefined;
    const nights: number[] = [];
    for (let night = 0; night < 12; night += 1) {
      statement.run(steady(1_000, night < 3 ? 100 : 100 * 3 ** (night - 2)));
      held = { ref: "1", ...observe(statement.counters(), held, NOW + night * DAY, RULE) };
      if (slowdownFrom(held, RULE) !== null) nights.push(night);
    }
    assert.equal(nights[0], 7);
  });
});

describe("a statement's interval", () => {
  it("is a day's: a look before that leaves all as it is", () => {
    const statement = counting();
    statement.run(NIGHT);
    const held = { ref: "1", ...observe(statement.counters(), undefined, NOW, RULE) };
    statement.run(NIGHT);
    for (const at of [NOW, NOW + MINUTE, NOW + 19 * HOUR]) {
      assert.deepEqual(observe(statement.counters(), held, at, RULE), held);
    }
    assert.equal(observe(statement.counters(), held, NOW + 23 * HOUR, RULE).last?.mean, 100);
  });

  it("is left alone by a run that comes after a later one, but not for a clock that was a year ahead", () => {
    const statement = counting();
    statement.run(NIGHT);
    const held = { ref: "1", ...observe(statement.counters(), undefined, NOW, RULE) };
    assert.deepEqual(observe(statement.counters(), held, NOW - HOUR, RULE), held);
    assert.equal(observe(statement.counters(), held, NOW - 365 * DAY, RULE).at, NOW - 365 * DAY);
  });

  it("ends without a verdict when the statement has hardly run for long: it went with its code", () => {
    const slow = steady(1_000, 300);
    const few = steady(1, 300);
    for (const quiet of [[], few]) {
      const life = live(MONTH, NIGHT, NIGHT, slow, ...Array.from({ length: 10 }, () => quiet));
      assert.equal(life.at(-2)?.typical, 100, "nine days");
      assert.equal(life.at(-1)?.typical, null, "ten times as long as the day that told");
      assert.equal(life.at(-1)?.held.last?.calls, 10 * quiet.length);
    }
  });

  it("waits longer for a statement that needs days for so many calls, but not for ever", () => {
    const weekly = [NIGHT, ...Array.from({ length: 6 }, () => [])];
    const weeks = Array.from({ length: 4 }, () => weekly).flat();
    const quiet = Array.from({ length: 24 }, () => []);
    const life = live(MONTH, ...weeks, steady(1_000, 300), ...weekly.slice(1), ...quiet);
    assert.equal(life[29]?.typical, 100);
    assert.equal(life[58]?.typical, 100);
    assert.equal(life[59]?.typical, null);
    assert.equal(life.length, 60);
  });

  const held = live(MONTH, NIGHT, NIGHT).at(-1)?.held;
  const then: StatementCounters = {
    id: "1",
    entries: 1,
    calls: 32_000,
    ms: 3_200_000,
    squares: 320_000_000,
    slowest: 100,
  };
  const after = (changes: Partial<StatementCounters>) =>
    observe({ ...then, ...changes }, held, NOW + 3 * DAY, RULE);

  for (const [what, changes] of Object.entries<Partial<StatementCounters>>({
    "fell: it was reset": { calls: 31_999 },
    "fell though there are more calls": { calls: 33_000, ms: 3_199_000 },
    "are of other entries: one was thrown out and came back": {
      entries: 2,
      calls: 33_000,
      ms: 3_300_000,
      squares: 330_000_000,
    },
    "would make a mean above the slowest call": { calls: 32_100, ms: 3_300_000, squares: 900_000_000 },
    "would make squares that no calls have": {
      calls: 33_000,
      ms: 3_500_000,
      squares: 330_000_000,
      slowest: 9_000,
    },
    "have more time without a call": { ms: 3_300_000 },
  })) {
    it(`begins anew, and nothing is compared, when the counters ${what}`, () => {
      const anew = after(changes);
      assert.deepEqual([anew.last, anew.at, anew.since], [null, NOW + 3 * DAY, NOW + 3 * DAY]);
      assert.equal(slowdownFrom(anew, RULE), null);
    });
  }

  it("goes on from what is rounded down in memory", () => {
    const statement = counting();
    statement.run(steady(30_000, 0.3337));
    const first = { ref: "1", ...observe(statement.counters(), undefined, NOW, RULE) };
    assert.ok(Number.isInteger(first.ms) && Number.isInteger(first.squares));
    statement.run(steady(20, 0.3337));
    const mean = observe(statement.counters(), first, NOW + DAY, RULE).last?.mean ?? 0;
    assert.ok(mean >= 0.3336 && mean < 0.3838, `less than a millisecond in 20 calls: ${mean}`);
  });

  it("never has a mean below zero or above the slowest call, whatever the counters do", () => {
    const number = fc.double({ min: 0, max: 1e9, noNaN: true });
    const look = fc.record({
      id: fc.constant("1"),
      entries: fc.nat(2),
      calls: fc.nat(1_000),
      ms: number,
      squares: number,
      slowest: number,
    });
    fc.assert(
      fc.property(fc.array(look, { minLength: 2, maxLength: 8 }), (looks) => {
        let memory: StoredStatement | undefined;
        for (const [day, counters] of looks.entries()) {
          memory = { ref: "1", ...observe(counters, memory, NOW + day * DAY, RULE) };
          const { last } = memory;
          if (last === null || last.to !== NOW + day * DAY) continue;
          assert.ok(last.mean >= 0 && last.doubt >= 0 && Number.isFinite(last.doubt));
          if (counters.slowest > 0) {
            assert.ok((last.mean - counters.slowest) * last.calls <= 1 + last.mean * last.calls * 1e-4);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it("whose calls' times scatter as widely as ever alarms nobody two nights in a row, in years of nights", () => {
    const random = fromSeed(7);
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const kinds: ((night: number) => number)[] = [
      () => 50 * Math.exp(2 * normal()),
      () => 50 * (1 - random()) ** (-1 / 1.5),
      () => (random() < 0.01 ? 50_000 : 50),
      () => (random() < 0.1 ? 2_500 : 50),
      (night) => (night % 7 < 2 ? 50 : 150) * Math.exp(normal()),
    ];
    for (const draw of kinds) {
      for (let first = 0; first < 14; first += 1) {
        const night = (at: number): number[] => Array.from({ length: 30 }, () => draw(first + at));
        const past = Array.from({ length: 28 }, (_, at) => night(at)).flat();
        const life = live(past, ...Array.from({ length: 56 }, (_, at) => night(28 + at)));
        assert.ok(life.every(({ typical }, at) => typical === null || life[at - 1]?.typical == null));
      }
    }
  });
});

/** Numbers from 0 to 1, the same in each run. */
function fromSeed(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
