import type { Facts, FactValue } from "../../core/finding.ts";
import { formatDuration, formatNumber, formatPercent } from "../html/values.ts";

/** The cells of the table of declared queries: fixed words and numbers; only `nameOf` gives a name. */

const VERDICTS = ["fail", "unknown", "measured", "pass"] as const;
export type RowVerdict = (typeof VERDICTS)[number];

/** A smaller difference in milliseconds cannot be distinguished from noise. */
export const MIN_DIFFERENCE_MS = 0.1;

/** A number, with a note in small print. */
export interface Value {
  readonly text: string;
  readonly small?: string;
}

export interface ValueColumn {
  readonly heading: string;
  /** Undefined when the row has no such value. */
  of(row: Facts): Value | undefined;
}

/** The columns after the query's name; all hold numbers. */
const VALUE_COLUMNS: readonly ValueColumn[] = [
  { heading: "Promised before", of: (row) => milliseconds(row, "promised_before_ms") },
  { heading: "Budget", of: (row) => milliseconds(row, "budget_ms") },
  { heading: "Baseline", of: (row) => milliseconds(row, "baseline_ms") },
  { heading: "Now", of: now },
  { heading: "Change", of: change },
  { heading: "Blocks", of: blocks },
  { heading: "Rows", of: returned },
];

export const LEGEND =
  "Now: the median of the warm runs, on the server alone, from the fastest to the slowest. Change: against the baseline, or against what was promised before. Blocks: of 8 kB, found in the cache or read. Rows: returned, of those in its largest table.";

/** A note on some rows, below the table. */
export interface Note {
  /** A fixed text. */
  readonly about: string;
  readonly parts: readonly NotePart[];
}

interface NotePart {
  /** Names of the queries; empty when it holds for all. */
  readonly names: readonly string[];
  /** Without a full stop. */
  readonly text: string;
}

/** The columns in which one of these rows has a value. */
export function columnsFor(rows: readonly Facts[]): ValueColumn[] {
  return VALUE_COLUMNS.filter(
    ({ heading, of }) => heading === "Now" || rows.some((row) => of(row) !== undefined),
  );
}

/** Rows that are over their budget come first. */
export function worstFirst(rows: readonly Facts[]): Facts[] {
  return VERDICTS.flatMap((verdict) => rows.filter((row) => verdictOf(row) === verdict));
}

export function verdictOf(row: Facts): RowVerdict {
  return VERDICTS.find((verdict) => verdict === row.verdict) ?? "unknown";
}

export function nameOf({ query }: Facts): string {
  return typeof query === "string" ? query : "";
}

/** When the baseline was recorded. One file has one time. */
export function recordedAt(rows: readonly Facts[]): string | undefined {
  return rows.map((row) => row.recorded_at).find((at) => typeof at === "string");
}

export function notesOf(rows: readonly Facts[]): Note[] {
  return [
    ...(rows.length > 0 && isUnjudged(rows) ? [NOT_JUDGED] : []),
    ...notesAbout("Not compared with the recorded baseline", rows, ({ baseline }) =>
      baseline === COMPARED || baseline === UNMEASURED ? null : baseline,
    ),
    // The finding of a failing query already says it.
    ...notesAbout("Another plan than the recorded one", rows, (row) =>
      verdictOf(row) === "fail" ? null : row.changed,
    ),
    ...notesAbout("Noisy", rows, (row) =>
      row.noisy === true && verdictOf(row) !== "fail"
        ? "most runs are over the budget, but not the fastest, so nothing follows from it."
        : null,
    ),
  ];
}

/** Whether no row has a budget or a baseline. */
export function isUnjudged(rows: readonly Facts[]): boolean {
  return rows.every((row) => verdictOf(row) === "measured");
}

const NOT_JUDGED: Note = {
  about: "Nothing judges them yet",
  parts: [
    {
      names: [],
      text: "declare max-blocks and max-time by what stands here, or commit the file of the output baseline-file",
    },
  ],
};

const COMPARED = "compared";
/** There is a baseline, but no measurement of this run. */
const UNMEASURED = "recorded";

/** One note for each kind; queries with the same text share one part. */
function notesAbout(
  about: string,
  rows: readonly Facts[],
  textOf: (row: Facts) => FactValue | undefined,
): Note[] {
  const names = new Map<string, string[]>();
  for (const row of rows) {
    const text = textOf(row);
    if (typeof text === "string") names.set(text, [...(names.get(text) ?? []), nameOf(row)]);
  }
  const parts = [...names].map(([text, of]) => ({
    names: of.length === rows.length ? [] : of,
    text: text.replace(/\.$/, ""),
  }));
  return parts.length === 0 ? [] : [{ about, parts }];
}

function milliseconds(row: Facts, key: string): Value | undefined {
  const value = numberOf(row, key);
  return value === undefined ? undefined : { text: formatDuration(value) };
}

function now(row: Facts): Value | undefined {
  const median = milliseconds(row, "now_ms");
  const fastest = numberOf(row, "fastest_ms");
  const slowest = numberOf(row, "slowest_ms");
  const stopped = numberOf(row, "stopped_after_ms");
  if (stopped !== undefined) return { text: `over ${formatDuration(stopped)}`, small: "stopped" };
  if (median === undefined || fastest === undefined || slowest === undefined) return median;
  const [from, to] = [formatDuration(fastest), formatDuration(slowest)];
  return from === to ? median : { ...median, small: range(from, to) };
}

/** `41 to 55 ms`, with the common unit once. */
function range(from: string, to: string): string {
  const unit = /\D+$/.exec(to)?.[0] ?? "";
  const isShared = from.endsWith(unit) && /^[\d.,]+$/.test(from.slice(0, -unit.length));
  return `${isShared ? from.slice(0, -unit.length) : from} to ${to}`;
}

/** Against the baseline; without one against the promised time, which is marked. */
function change(row: Facts): Value | undefined {
  const since = numberOf(row, "change_percent");
  if (since !== undefined) return { text: isMeasurable(row) ? signed(since) : AS_BEFORE };
  const promised = numberOf(row, "since_promised_percent");
  return promised === undefined ? undefined : { text: signed(promised), small: "(promised)" };
}

function blocks(row: Facts): Value | undefined {
  const read = numberOf(row, "blocks");
  if (read === undefined) return undefined;
  const before = numberOf(row, "baseline_blocks");
  const isOther = before !== undefined && before !== read;
  return { text: formatNumber(read), ...(isOther ? { small: `was ${formatNumber(before)}` } : {}) };
}

function returned(row: Facts): Value | undefined {
  const rows = numberOf(row, "rows");
  if (rows === undefined) return undefined;
  const of = numberOf(row, "tables_rows");
  return { text: formatNumber(rows), ...(of === undefined ? {} : { small: `of ${formatNumber(of)}` }) };
}

const AS_BEFORE = "≈\u00a00\u00a0%";

function isMeasurable(row: Facts): boolean {
  const [before = 0, now = 0] = [numberOf(row, "baseline_ms"), numberOf(row, "now_ms")];
  return Math.abs(now - before) >= MIN_DIFFERENCE_MS;
}

/** Maximum percentage that is shown as saved. */
const NEARLY_ALL = 99.9;

function signed(percent: number): string {
  if (percent < 0) {
    const saved = Math.min(-percent, NEARLY_ALL);
    return `−${saved < 10 ? formatPercent(saved) : `${saved > 99 ? formatNumber(saved) : Math.round(saved)}\u00a0%`}`;
  }
  return `+${percent < 10 ? formatPercent(percent) : `${formatNumber(Math.round(percent))}\u00a0%`}`;
}

function numberOf(row: Facts, key: string): number | undefined {
  const value = row[key];
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
