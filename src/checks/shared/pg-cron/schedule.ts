import { Cron } from "croner";
import { SECOND, toIso } from "../../../lib/time.ts";
import { isVersionAtLeast } from "../pg-stat-statements.ts";

/** pg_cron's library before 1.5 has no cron.timezone and uses this time zone. */
export const DEFAULT_TIME_ZONE = "GMT";

/** The versions of pg_cron that introduced `30 seconds`, and `$` for a month's last day. */
const SECONDS_SINCE = "1.5";
const LAST_DAY_SINCE = "1.6";

/** When a job is due. All times are milliseconds since 1970. */
export interface Schedule {
  /** The last time at or before `at`; null when there is none. */
  dueBefore(at: number): number | null;
  /** The first time after `at`; null when there is none. */
  dueAfter(at: number): number | null;
}

/** A job that runs when the server starts is due at no time. */
const AT_START: Schedule = { dueBefore: () => null, dueAfter: () => null };

const EVERY_SECONDS = /^(\d+) seconds?$/i;
const AT_START_WORDS = /^@(reboot|restart)$/;

const NICKNAMES: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** How many values each field has. pg_cron accepts a longer step, which has the same effect as this one. */
const VALUES = [60, 24, 31, 12, 7];
const DAY_OF_MONTH = 2;
const MONTH = 3;
const WEEKDAY = 4;

const NAMES: Readonly<Record<number, readonly string[]>> = {
  [MONTH]: "jan feb mar apr may jun jul aug sep oct nov dec".split(" "),
  [WEEKDAY]: "sun mon tue wed thu fri sat".split(" "),
};

/**
 * Reads a schedule as pg_cron does; `timeZone` is its setting cron.timezone. Undefined when pg_cron would refuse the
 * schedule, or when Node.js does not know the time zone.
 */
export function readSchedule(text: string, timeZone: string = DEFAULT_TIME_ZONE): Schedule | undefined {
  const normal = normalSchedule(text);
  if (AT_START_WORDS.test(normal)) return AT_START;
  const seconds = EVERY_SECONDS.exec(normal)?.[1];
  if (seconds !== undefined) return everySeconds(Number(seconds));
  const fields = normal.split(" ");
  if (fields.length !== VALUES.length || fields.some((field, index) => !isField(field, index)))
    return undefined;
  const pattern = fields.map((field) => (field === "$" ? "L" : field)).join(" ");
  // When both days are restricted, one of them has to match (OR). But cron takes a day that begins with a star, such as
  // */2, for unrestricted: then both have to match (AND).
  const bothDays = [fields[DAY_OF_MONTH], fields[WEEKDAY]].some((field) => field?.startsWith("*"));
  try {
    const cron = new Cron(pattern, { mode: "5-part", paused: true, timezone: timeZone, domAndDow: bothDays });
    const schedule: Schedule = {
      // croner searches before the time that it is given, in whole seconds.
      dueBefore: (at) => cron.previousRuns(1, toIso(at + SECOND))[0]?.getTime() ?? null,
      dueAfter: (at) => cron.nextRun(toIso(at))?.getTime() ?? null,
    };
    schedule.dueAfter(0);
    return schedule;
  } catch {
    return undefined;
  }
}

/** True when both schedules have the same due times: `@daily` is `0 0 * * *`. */
export function isSameSchedule(a: string, b: string): boolean {
  return normalSchedule(a) === normalSchedule(b);
}

/** Why this version of pg_cron does not support a schedule; undefined when it does. */
export function whyUnsupported(text: string, version: string): string | undefined {
  const normal = normalSchedule(text);
  if (EVERY_SECONDS.test(normal) && !isVersionAtLeast(version, SECONDS_SINCE)) {
    return `schedules of seconds came with pg_cron ${SECONDS_SINCE}, and this is ${version}`;
  }
  if (normal.includes("$") && !isVersionAtLeast(version, LAST_DAY_SINCE)) {
    return `$ for a month's last day came with pg_cron ${LAST_DAY_SINCE}, and this is ${version}`;
  }
  return undefined;
}

/**
 * The same text for schedules that differ only in blanks, capitals, names, nicknames, 7 for Sunday, or in what follows
 * the fifth field.
 */
function normalSchedule(text: string): string {
  const line = text.trim().replace(/\s+/g, " ").toLowerCase();
  const fields = (NICKNAMES[line] ?? line).split(" ");
  const seconds = EVERY_SECONDS.exec(line)?.[1];
  if (seconds !== undefined) return `${Number(seconds)} seconds`;
  if (fields.length < VALUES.length) return fields.join(" ");
  return fields
    .slice(0, VALUES.length)
    .map((field, index) =>
      field
        .split(",")
        .map((part) => normalPart(part, index))
        .join(","),
    )
    .join(" ");
}

function normalPart(part: string, index: number): string {
  const [range = "", step] = part.split("/");
  const ends = range.split("-").map((end) => normalValue(end, index));
  const most = VALUES[index] ?? 0;
  const [first = "", last] = ends;
  // A range may end on Sunday as 7, but alone it is 0.
  const isSunday = index === WEEKDAY && first === "7";
  const alone = isSunday ? "0" : first;
  const written = last === undefined ? alone : `${first}-${last}`;
  return step === undefined ? written : `${written}/${Number(step) > most ? most : step}`;
}

function normalValue(end: string, index: number): string {
  const place = NAMES[index]?.indexOf(end) ?? -1;
  if (place < 0) return /^\d+$/.test(end) ? String(Number(end)) : end;
  return String(index === MONTH ? place + 1 : place);
}

/** croner's own additions (L, W, #, ?) are refused, because pg_cron does not support them. */
function isField(field: string, index: number): boolean {
  if (index === DAY_OF_MONTH && field === "$") return true;
  return field.split(",").every((part) => /^(\*|\d+)(-\d+)?(\/0*[1-9]\d*)?$/.test(part));
}

function everySeconds(seconds: number): Schedule | undefined {
  // The bounds are pg_cron's.
  if (seconds < 1 || seconds > 59) return undefined;
  return { dueBefore: (at) => at - seconds * SECOND, dueAfter: (at) => at + seconds * SECOND };
}
