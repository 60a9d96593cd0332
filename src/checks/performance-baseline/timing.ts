import type { Measurement } from "./measurement.ts";

/** Execution times of one query's warm runs, in milliseconds. */
interface Times {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
  readonly runs: number;
}

/** The times of both rounds together; undefined without a run. */
export function timesOf({ times, again }: Pick<Measurement, "times" | "again">): Times | undefined {
  const sorted = [...times, ...again].sort((a, b) => a - b);
  const [fastest] = sorted;
  const slowest = sorted.at(-1);
  if (fastest === undefined || slowest === undefined) return undefined;
  return { median: quantile(sorted, 0.5), fastest, slowest, runs: sorted.length };
}

/** No temporary load makes every run slower by this factor: then one round proves it without a second one. */
export const BEYOND_NOISE = 10;

/**
 * - `within`: the median is within the budget;
 * - `noisy`: most runs exceed it, and the machine's load can be the reason;
 * - `over`: the query itself needs more;
 * - `undecided`: the run's time was over before a second round could tell which.
 */
type TimeVerdict = "within" | "noisy" | "over" | "undecided";

/**
 * Other sessions, a checkpoint or a cold cache only ever add to an execution, so the fastest runs are the nearest to what
 * the query itself needs: one run within the budget proves that the query can keep it. A burst of load can last longer
 * than one round, which takes a second or less. So the second round, which comes after all other queries, must exceed the
 * budget as well. Under a lasting load the runs are scattered, and their minimum is uncertain by as much as the fastest
 * quarter of them differs: the minimum must exceed the budget by more than that.
 */
export function evaluateTime(
  { times, again }: Pick<Measurement, "times" | "again">,
  maxTime: number,
): TimeVerdict {
  const sorted = [...times, ...again].sort((a, b) => a - b);
  if (times.length === 0) return "undecided";
  if (Math.min(...times) <= maxTime) return quantile(sorted, 0.5) <= maxTime ? "within" : "noisy";
  if (again.length === 0) return Math.min(...times) > BEYOND_NOISE * maxTime ? "over" : "undecided";
  const minimum = quantile(sorted, 0);
  const uncertainty = quantile(sorted, 0.25) - minimum;
  return minimum > maxTime + uncertainty ? "over" : "noisy";
}

/** Interpolates between two runs. */
function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
