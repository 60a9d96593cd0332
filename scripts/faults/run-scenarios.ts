import { needsExclusiveSite, type Outcome, runScenario } from "./run-scenario.ts";
import { scenarioOf } from "./scenario.ts";
import { startWorld } from "./world.ts";

interface Options {
  readonly atOnce: number;
  readonly onOutcome?: (outcome: Outcome) => void;
}

/** Several at once, those that stop a server one after the other. */
export async function runScenarios(
  seeds: readonly number[],
  { atOnce, onOutcome }: Options,
): Promise<Outcome[]> {
  const world = await startWorld(atOnce);
  const all = seeds.map(scenarioOf);
  const exclusive = all.filter(needsExclusiveSite);
  const shared = all.filter((scenario) => !needsExclusiveSite(scenario));
  const outcomes: Outcome[] = [];
  const work = async (queue: (typeof all)[number][], worker: number): Promise<void> => {
    for (let scenario = queue.shift(); scenario !== undefined; scenario = queue.shift()) {
      const given = scenario;
      const outcome = await runUndisturbed(() => runScenario(given, world, worker));
      outcomes.push(outcome);
      onOutcome?.(outcome);
    }
  };
  const workers = Array.from({ length: Math.max(1, atOnce - 1) }, (_, worker) => work(shared, worker));
  await Promise.all([work(exclusive, 0).then(() => work(shared, atOnce - 1)), ...workers]);
  return outcomes.toSorted((a, b) => a.scenario.seed - b.scenario.seed);
}

/** On a machine that lets a run wait for so long, its time limits end it before the fault. */
const STARVED_MS = 2_500;
const ATTEMPTS = 3;

/** A run that had no processor shows nothing: it is done again. */
async function runUndisturbed(runOnce: () => Promise<Outcome>): Promise<Outcome> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await runOnce();
    const isWell = outcome.fired && outcome.broken.length === 0;
    if (isWell || outcome.machineDelay < STARVED_MS || attempt === ATTEMPTS) return outcome;
  }
}
