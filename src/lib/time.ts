/** Spans of time in milliseconds. */
export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** ISO 8601 text of a time in milliseconds since 1970, without fractions of a second. */
export function toIso(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, "Z");
}

/** The date of a time in milliseconds since 1970, `2026-11-22`, in UTC. */
export function toDate(milliseconds: number): string {
  return toIso(milliseconds).slice(0, 10);
}

/** Whole days from one date, `2026-11-01`, to another; less than zero when the other is before it. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}

/** The first moment of a date, `2026-11-01`, in UTC, in milliseconds since 1970. */
export function startOfDay(date: string): number {
  return Date.parse(`${date}T00:00:00Z`);
}

/** Milliseconds since 1970 of an ISO 8601 text; null when it is none. */
export function fromIso(iso: string): number | null {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? null : time;
}

/** Times as our SQL gives them: seconds since 1970, null when there is none. */
export type Epoch = number | null;

export function isoOf(time: Epoch): string | null {
  return time === null ? null : toIso(time * 1_000);
}

/** The later of two times. */
export function latest(a: Epoch, b: Epoch): Epoch {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
