import { DAY, HOUR, MINUTE, SECOND } from "./time.ts";
/** Numbers as our sentences write them. Tables have their own forms in the report. */

/** "40 seconds", "12 minutes", "3 hours", "2 days": how long something has lasted, rounded down. */
export function elapsed(milliseconds: number): string {
  if (milliseconds >= 2 * DAY) return count(Math.floor(milliseconds / DAY), "day");
  if (milliseconds >= 2 * HOUR) return count(Math.floor(milliseconds / HOUR), "hour");
  if (milliseconds >= 2 * MINUTE) return count(Math.floor(milliseconds / MINUTE), "minute");
  return count(Math.max(0, Math.floor(milliseconds / SECOND)), "second");
}

/** "1 session", "12,000 sessions". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}
