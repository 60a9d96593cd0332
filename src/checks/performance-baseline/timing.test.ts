import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { evaluateTime, timesOf } from "./timing.ts";

const evaluate = (times: readonly number[], again: readonly number[] = [], maxTime = 50) =>
  evaluateTime({ times, again }, maxTime);

/** A generator of its own, so that a failure can be seen again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("the times of a query", () => {
  it("are their median, the fastest and the slowest of both rounds", () => {
    assert.deepEqual(timesOf({ times: [3, 1, 2], again: [9] }), {
      median: 2.5,
      fastest: 1,
      slowest: 9,
      runs: 4,
    });
    assert.equal(timesOf({ times: [], again: [] }), undefined);
  });

  it("keep the budget when half of the runs do", () => {
    assert.equal(evaluate([50, 50, 50]), "within");
    assert.equal(evaluate([49, 50, 400]), "within");
  });

  it("are noisy when one run shows that the query can keep it", () => {
    assert.equal(evaluate([50, 51, 51]), "noisy");
    assert.equal(evaluate([60, 61, 62], [50, 60, 61]), "noisy");
  });

  it("are over when no run of either round is within it", () => {
    assert.equal(evaluate([60, 61, 62], [60, 61, 62]), "over");
    assert.equal(evaluate([50.1, 50.1, 50.1], [50.1, 50.1, 50.1]), "over");
  });

  it("are over only by more than the fastest quarter of the runs differ", () => {
    // The floor is 60, and a quarter of the runs are below 70: it is known to 10.
    const scattered = [60, 70, 200, 300];
    assert.equal(evaluate(scattered, [150], 50), "noisy");
    assert.equal(evaluate(scattered, [150], 49.9), "over");
  });

  it("are not settled by one round", () => {
    assert.equal(evaluate([60, 61, 62]), "undecided");
    assert.equal(evaluate([500, 510, 520]), "undecided");
    assert.equal(evaluate([]), "undecided");
    // Unless no noise could do it.
    assert.equal(evaluate([501, 510, 520]), "over");
  });

  it("never fail by a burst of noise, and always by a query that got twice as slow", () => {
    const random = randomFrom(6);
    /** What other load adds: mostly little, sometimes a multiple. */
    const noisy = (own: number) => own * (1 + random() * 0.2 + (random() < 0.3 ? random() * 10 : 0));
    const round = (own: number) => Array.from({ length: 7 }, () => noisy(own));
    for (let run = 0; run < 2_000; run += 1) {
      assert.notEqual(evaluate(round(45), round(45)), "over");
      assert.equal(evaluate(round(100), round(100)), "over");
    }
    // Other load that takes three quarters of one round and all of its strength.
    for (let run = 0; run < 500; run += 1) {
      assert.notEqual(
        evaluate(
          round(45).map((time) => time * 4),
          round(45),
        ),
        "over",
      );
    }
  });
});
