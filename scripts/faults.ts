/**
 * `npm run faults -- [--seeds N] [--seed S]`: runs the bundled action with one fault for each seed, from S on, several at
 * once, and prints each broken promise with its seed. `--seed S` alone replays that one and shows its log.
 */
import { parseArgs } from "node:util";
import { cleanUp } from "../test/support/postgres/cleanup.ts";
import { needs } from "../test/support/postgres/needs.ts";
import { CELLS, nameOf } from "./faults/matrix.ts";
import type { Outcome } from "./faults/run-scenario.ts";
import { runScenarios } from "./faults/run-scenarios.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string" },
    seed: { type: "string", default: "0" },
    at: { type: "string", default: "8" },
  },
});
const first = Number(values.seed);
const isReplay = values.seeds === undefined && process.argv.includes("--seed");
const count = isReplay ? 1 : Number(values.seeds ?? CELLS.length);

if (needs("pgbouncer").skip === true) throw new Error("PgBouncer is missing: apt-get install pgbouncer");
const startedAt = performance.now();
let done = 0;
let broken = 0;
let silent = 0;

function show({ scenario, fired, broken: promises, run, machineDelay }: Outcome): void {
  done += 1;
  const waited = machineDelay > 1_000 ? `, ${Math.round(machineDelay)} ms without a processor` : "";
  const name = `seed ${scenario.seed} (${nameOf(scenario)}${waited})`;
  if (!fired) {
    silent += 1;
    console.log(`${name}: the fault found no place to happen`);
  }
  for (const promise of promises) console.log(`${name}: ${promise}`);
  if (promises.length > 0) broken += 1;
  if (isReplay)
    console.log(
      `${JSON.stringify({ ...scenario, garbage: scenario.garbage.toString("hex") }, null, 2)}\nfired: ${fired}\n${run.log}\n${run.rawSummary}\nexit ${run.exitCode} after ${Math.round(run.durationMs)} ms`,
    );
  if (done % 100 === 0) console.log(`… ${done} of ${count} after ${seconds()} s`);
}

const seeds = Array.from({ length: count }, (_, index) => first + index);
await runScenarios(seeds, { atOnce: Number(values.at), onOutcome: show });
console.log(
  `${done} scenarios in ${seconds()} s: ${broken} with a broken promise, ${silent} whose fault found no place to happen.`,
);
if (broken > 0) process.exitCode = 1;
await cleanUp();
process.exit();

function seconds(): number {
  return Math.round((performance.now() - startedAt) / 1000);
}
