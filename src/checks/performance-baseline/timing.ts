import type { Measurement } from "./measurement.ts";

/** Execution times of one query's warm runs, in milliseconds. */
export interface Times {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
  readonly runs: number;
}

/** Of all runs of both rounds; undefined when there was none. */
export function timesOf({ times, again }: Pick<Measurement, "times" | "again">): Times | undefined {
  const sorted = [...times, ...again].sort((a, b) => a - b);
  const [fastest] = sorted;
  const slowest = sorted.at(-1);
  if (fastest === undefined || slowest === undefined) return undefined;
  return { median: quantile(sorted, 0.5), fastest, slowest, runs: sorted.length };
}

/** Nothing that passes makes every run so many times slower: one round is enough where there was no second. */
export const BEYOND_NOISE = 10;

/**
 * - `kept`: its median is within the budget;
 * - `noisy`: most runs are over it, and that may be the machine's doing;
 * - `over`: the query's own doing;
 * - `unsettled`: the run's time was over before a second round could tell which.
 */
export type TimeVerdict = "kept" | "noisy" | "over" | "unsettled";

/**
 * A neighbour, a checkpoint or a cold cache only ever adds to an execution, so the fastest runs are the nearest to
 * what the query itself needs: one run within the budget proves that it can keep it. A burst of load may last longer
 * than one round, which takes a second or less; so the second round, when all other queries were measured, must be
 * over it as well. And where the load lasts, its runs are scattered: over is only what exceeds the budget by more
 * than the fastest quarter of the runs differ among themselves, for the floor that they show is known no better.
 */
export function evaluateTime(
  { times, again }: Pick<Measurement, "times" | "again">,
  maxTime: number,
): TimeVerdict {
  const sorted = [...times, ...again].sort((a, b) => a - b);
  if (times.length === 0) return "unsettled";
  if (Math.min(...times) <= maxTime) return quantile(sorted, 0.5) <= maxTime ? "kept" : "noisy";
  if (again.length === 0) return Math.min(...times) > BEYOND_NOISE * maxTime ? "over" : "unsettled";
  const floor = quantile(sorted, 0);
  const uncertainty = quantile(sorted, 0.25) - floor;
  return floor > maxTime + uncertainty ? "over" : "noisy";
}

/** Between two runs where it falls between them. */
function quantile(sorted: readonly number[], part: number): number {
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}
