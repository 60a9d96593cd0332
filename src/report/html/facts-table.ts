import type { Facts, FactValue } from "../../core/finding.ts";
import { type Column, code, type Html, table, trusted } from "./escape.ts";
import { html, renderText } from "./inline-text.ts";
import { formatBytes, formatDuration, formatNumber, formatPercent, formatTime } from "./values.ts";

interface Unit {
  readonly ending: string;
  /** What the heading says besides the key's words. */
  readonly heading: string;
  format(value: number): string;
}

const UNITS: readonly Unit[] = [
  { ending: "bytes", heading: "size", format: formatBytes },
  { ending: "ms", heading: "", format: formatDuration },
  { ending: "s", heading: "", format: (seconds) => formatDuration(seconds * 1_000) },
  { ending: "percent", heading: "", format: formatPercent },
];

/** Words of keys that people write in capitals. */
const CAPITALS: Record<string, string> = { sql: "SQL", tls: "TLS", wal: "WAL", pid: "PID" };

/** Numbers that name something are not grouped. */
const NAMES = /(?:^|_)(?:pid|oid|port|id|version)$/;

/** More names than this in one cell are counted. */
const LISTED = 12;

/** The columns of a table: the keys in the first row's order, then what other rows add, without the empty. */
export function columnsOf(rows: readonly Facts[]): string[] {
  const keys = new Set<string>();
  for (const row of rows) {
    for (const [key, value] of Object.entries(row)) if (value !== null) keys.add(key);
  }
  // The first row decides the order, even where it has no value itself.
  const first = Object.keys(rows[0] ?? {});
  return [...first.filter((key) => keys.has(key)), ...[...keys].filter((key) => !first.includes(key))];
}

/** One HTML table of rows; `columns` are given for the parts of a divided table. */
export function factsTable(rows: readonly Facts[], columns: readonly string[] = columnsOf(rows)): string {
  const headings = headingsOf(columns);
  return table(
    columns.map(
      (key, index): Column => ({
        heading: renderText(headings[index] ?? key),
        right: rows.some((row) => typeof row[key] === "number") || hasNumericText(key, rows),
      }),
    ),
    rows.map((row) => columns.map((key) => cell(key, row[key] ?? null))),
  );
}

function hasNumericText(key: string, rows: readonly Facts[]): boolean {
  return unitOf(key) !== undefined && rows.some((row) => typeof row[key] === "string");
}

function headingsOf(keys: readonly string[]): string[] {
  const short = keys.map(headingOf);
  // Two keys may differ in their units alone: `dead_rows`, `dead_percent` and `dead`.
  return short.map((text, index) =>
    short.indexOf(text) === short.lastIndexOf(text) ? text : sentence(keys[index] ?? text),
  );
}

function headingOf(key: string): string {
  const unit = unitOf(key);
  const ending = unit?.ending ?? (key.endsWith("_at") ? "at" : undefined);
  if (ending === undefined || key === ending) return sentence(key === "bytes" ? "size" : key);
  const stem = key.slice(0, -ending.length - 1);
  const suffix = unit?.heading ?? "";
  return sentence(suffix === "" || stem.endsWith(suffix) ? stem : `${stem}_${suffix}`);
}

function sentence(key: string): string {
  const words = key.split("_").map((word) => CAPITALS[word] ?? word);
  const text = words.join(" ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function unitOf(key: string): Unit | undefined {
  return UNITS.find((unit) => key === unit.ending || key.endsWith(`_${unit.ending}`));
}

/** A fact as people read it: names in `<code>`, numbers with their unit. */
export function cell(key: string, value: FactValue): Html {
  if (value === null) return trusted("—");
  if (typeof value === "boolean") return trusted(value ? "yes" : "no");
  if (typeof value === "number")
    return NAMES.test(key) ? code(String(value)) : trusted(formatted(key, value));
  if (typeof value === "string") return text(key, value);
  if (value.length === 0) return trusted("—");
  const names = value.slice(0, LISTED).map((name) => code(name));
  const omitted = value.length > LISTED ? trusted(` + ${value.length - LISTED} more`) : trusted("");
  return html`${trusted(names.join(", "))}${omitted}`;
}

function formatted(key: string, value: number): string {
  if (!Number.isFinite(value)) return "—";
  return unitOf(key)?.format(value) ?? formatNumber(value);
}

function text(key: string, value: string): Html {
  if (key.endsWith("_at") || key === "at") {
    const time = formatTime(value);
    if (time !== undefined) return trusted(time);
  }
  // Integers too large for a number come as text.
  if (unitOf(key) !== undefined && /^-?\d{1,30}$/.test(value)) return trusted(formatted(key, Number(value)));
  return code(value);
}
