import { DAY, HOUR, MINUTE, SECOND, toIso } from "./time.ts";
/** Numbers as our sentences write them. Tables have their own forms in the report. */

/** "40 seconds", "12 minutes", "3 hours", "2 days": how long something has lasted, rounded down. */
export function elapsed(milliseconds: number): string {
  if (milliseconds >= 2 * DAY) return count(Math.floor(milliseconds / DAY), "day");
  if (milliseconds >= 2 * HOUR) return count(Math.floor(milliseconds / HOUR), "hour");
  if (milliseconds >= 2 * MINUTE) return count(Math.floor(milliseconds / MINUTE), "minute");
  return count(Math.max(0, Math.floor(milliseconds / SECOND)), "second");
}

/** A time to come, in UTC: "Sunday 03:00 UTC" within a week, "2026-12-20 03:00 UTC" later. Milliseconds since 1970. */
export function dueText(due: number, now: number): string {
  const text = `${toIso(due).slice(0, 16).replace("T", " ")} UTC`;
  const isThisWeek = due >= now && due - now < 7 * DAY - HOUR;
  // The first day of 1970 was a Thursday.
  return isThisWeek ? `${WEEKDAYS[Math.floor(due / DAY) % 7]} ${text.slice("2026-12-20 ".length)}` : text;
}

const WEEKDAYS = ["Thursday", "Friday", "Saturday", "Sunday", "Monday", "Tuesday", "Wednesday"];

/** "1 session", "12,000 sessions". */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}

/** `a, b and c`; of a long list the first ones, and how many more there are. */
export function listed(names: readonly string[], word: "and" | "or" = "and", most = 10): string {
  const shown = names.slice(0, most);
  const rest = names.length - shown.length;
  const [last, ...before] = rest > 0 ? [`${rest} more`, ...shown.toReversed()] : shown.toReversed();
  return before.length === 0 ? (last ?? "") : `${before.toReversed().join(", ")} ${word} ${last}`;
}
