import { DAY, HOUR, MINUTE, SECOND } from "../../lib/time.ts";

/** Numbers as people read them. Text made here holds digits, letters and blanks only. */

/** No-break, so that a cell keeps its unit on the line. */
const SPACE = "\u00a0";
/** Between groups of three digits, as our sentences write them. */
const GROUP = ",";

const SIZE_UNITS = ["bytes", "kB", "MB", "GB", "TB", "PB"];

/** PostgreSQL's units, as pg_size_pretty writes them: `512 bytes`, `1.2 GB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < SIZE_UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${formatNumber(unit > 0 && Math.abs(value) < 10 ? tenths(value) : Math.round(value))}${SPACE}${SIZE_UNITS[unit]}`;
}

/** `0.02 ms`, `350 ms`, `1.3 s`, `2 min 5 s`, `3 h 12 min`, `4 d 3 h`. */
export function formatDuration(milliseconds: number): string {
  const size = Math.abs(milliseconds);
  if (size < 1) return `${Math.round(milliseconds * 100) / 100}${SPACE}ms`;
  if (size < 10) return `${tenths(milliseconds)}${SPACE}ms`;
  if (size < SECOND) return `${Math.round(milliseconds)}${SPACE}ms`;
  if (size < MINUTE) return `${tenths(milliseconds / SECOND)}${SPACE}s`;
  if (size < HOUR) return twoUnits(milliseconds, MINUTE, "min", SECOND, "s");
  if (size < DAY) return twoUnits(milliseconds, HOUR, "h", MINUTE, "min");
  return twoUnits(milliseconds, DAY, "d", HOUR, "h");
}

function twoUnits(value: number, big: number, bigName: string, small: number, smallName: string): string {
  const whole = Math.trunc(value / big);
  const remainder = Math.floor(Math.abs(value % big) / small);
  const first = `${formatNumber(whole)}${SPACE}${bigName}`;
  return remainder === 0 ? first : `${first}${SPACE}${remainder}${SPACE}${smallName}`;
}

/** `12 %`, `0.4 %`. */
export function formatPercent(percent: number): string {
  return `${Math.abs(percent) < 10 ? tenths(percent) : Math.round(percent)}${SPACE}%`;
}

/** Whole numbers in groups of three digits, others with at most two places. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return "—";
  const [whole = "", places] = String(Number.isInteger(value) ? value : Math.round(value * 100) / 100).split(
    ".",
  );
  if (whole.includes("e")) return whole;
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, GROUP);
  return places === undefined ? grouped : `${grouped}.${places}`;
}

const ISO = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?:Z|\+00(?::?00)?)$/;

/** `2026-11-01 03:00 UTC` of an ISO 8601 time in UTC; undefined when the text is none. */
export function formatTime(iso: string): string | undefined {
  const match = ISO.exec(iso);
  return match === null ? undefined : `${match[1]} ${match[2]} UTC`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
