/** The bundled action with some of the faults: seeds of `npm run faults`. */
import assert from "node:assert/strict";
import { beforeAll, describe, it } from "vitest";
import { CELLS, nameOf } from "../../scripts/faults/matrix.ts";
import type { Outcome } from "../../scripts/faults/run-scenario.ts";
import { runScenarios } from "../../scripts/faults/run-scenarios.ts";
import { needs } from "../support/postgres/needs.ts";

/** Here every twelfth, but garbage while PgBouncer's connection is closed: it finds no place there. All of them and thousands more run each night (.github/workflows/faults.yml). */
const SEEDS = [...CELLS.keys()].filter((seed) => seed % 12 === 0 && seed !== 156);

/** Most of a scenario's time goes by waiting. */
const AT_ONCE = 12;

describe("whatever happens, a run keeps its promises", needs("pgbouncer"), () => {
  let outcomes: ReadonlyMap<number, Outcome> = new Map();
  beforeAll(async () => {
    const all = await runScenarios(SEEDS, { atOnce: AT_ONCE });
    outcomes = new Map(
      SEEDS.flatMap((seed, index) => (all[index] === undefined ? [] : [[seed, all[index]] as const])),
    );
  });

  for (const seed of SEEDS) {
    const cell = CELLS[seed];
    if (cell === undefined) continue;
    it(`${nameOf(cell)} (--seed ${seed})`, () => {
      const { fired, broken } = outcomes.get(seed) ?? { fired: false, broken: [] };
      assert.deepEqual(broken, []);
      assert.ok(fired, "the fault found no place to happen");
    });
  }
});
