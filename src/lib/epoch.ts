import { toIso } from "./time.ts";

/** Times as our SQL gives them: seconds since 1970, null when there is none. */
export type Epoch = number | null;

export function isoOf(time: Epoch): string | null {
  return time === null ? null : toIso(time * 1_000);
}

/** The later of two times. */
export function latest(a: Epoch, b: Epoch): Epoch {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
