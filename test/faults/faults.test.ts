/** The bundled action with each fault once: the seeds of `npm run faults` that fill the matrix. */
import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import { CELLS, nameOf } from "../../scripts/faults/matrix.ts";
import type { Outcome } from "../../scripts/faults/run-scenario.ts";
import { runScenarios } from "../../scripts/faults/run-scenarios.ts";
import { needs } from "../support/postgres/needs.ts";

/** Most of a scenario's time goes by waiting. */
const AT_ONCE = 12;

describe("whatever happens, a run keeps its promises", needs("pgbouncer"), () => {
  let outcomes: readonly Outcome[] = [];
  beforeAll(async () => {
    outcomes = await runScenarios([...CELLS.keys()], { atOnce: AT_ONCE });
  });

  for (const [seed, cell] of CELLS.entries()) {
    it(`${nameOf(cell)} (--seed ${seed})`, () => {
      const { fired, broken } = outcomes[seed] ?? { fired: false, broken: [] };
      assert.deepEqual(broken, []);
      assert.ok(fired, "the fault found no place to happen");
    });
  }
});
