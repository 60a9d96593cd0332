import { toDate } from "../../lib/time.ts";
import { collapse, fenced } from "../../report/html/blocks.ts";
import { type Html, table, trusted } from "../../report/html/escape.ts";
import { count, html } from "../../report/html/inline-text.ts";
import { formatBytes, formatNumber } from "../../report/html/values.ts";
import { lastOfEachDay, xychart } from "../render/trend.ts";
import type { StoredRun } from "../state/schema.ts";
import type { IndexUsage } from "./evaluate.ts";
import { change } from "./render-tables.ts";

interface Point {
  readonly at: number;
  readonly count: number;
  readonly bytes: number;
}

const UNITS = [
  { name: "GB", bytes: 1024 ** 3 },
  { name: "MB", bytes: 1024 ** 2 },
  { name: "kB", bytes: 1024 },
] as const;

/** Size and number of the indexes over the last weeks, as charts and as sentences. */
export function indexTrend(newestFirst: readonly StoredRun[], { at, totals }: IndexUsage): string[] {
  // This run is a point of its own until the state has it.
  const now: Point[] = totals === null ? [] : [{ at, ...totals }];
  const points = lastOfEachDay([...now, ...newestFirst.flatMap(pointOf)]);
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined) return [];
  if (points.length < 2) {
    return ["### Trend", "<p>Two days of runs make a picture; this is the first.</p>"];
  }
  const largest = Math.max(...points.map(({ bytes }) => bytes));
  const unit = UNITS.find(({ bytes }) => largest >= bytes) ?? UNITS[2];
  const labels = points.map(({ at: time }) => toDate(time));
  const inUnit = points.map(({ bytes }) => Math.round((bytes / unit.bytes) * 10) / 10);
  return [
    "### Trend",
    picture(`Index size ${unit.name}`, labels, inUnit),
    picture(
      "Number of indexes",
      labels,
      points.map((point) => point.count),
    ),
    html`<p>From ${trusted(toDate(first.at))} to ${trusted(toDate(last.at))}: ${sizeWent(first, last)}, and ${numberWent(first, last)}.</p>`,
    ...collapse(html`The same in numbers: ${count(points.length, "day")}`, [numbers(points)]),
  ];
}

/** The charts are low because there are two of them. */
const LOW = '%%{init: {"xyChart": {"height": 220}}}%%';

function picture(title: string, labels: readonly string[], bars: readonly number[]): string {
  return fenced(`${LOW}\n${xychart({ title, labels, bars })}`, "mermaid");
}

function pointOf({ at, indexes }: StoredRun): Point[] {
  return indexes === undefined ? [] : [{ at, ...indexes }];
}

function sizeWent(first: Point, last: Point): Html {
  const [before, now] = [formatBytes(first.bytes), formatBytes(last.bytes)];
  if (before === now) return html`the indexes' size stayed at ${trusted(now)}`;
  const by = first.bytes === 0 ? "" : ` (${change(first.bytes, last.bytes)})`;
  return html`the indexes' size went from ${trusted(before)} to ${trusted(now + by)}`;
}

function numberWent(first: Point, last: Point): Html {
  return first.count === last.count
    ? html`their number stayed at ${trusted(formatNumber(last.count))}`
    : html`their number from ${trusted(formatNumber(first.count))} to ${trusted(formatNumber(last.count))}`;
}

function numbers(points: readonly Point[]): string {
  return table(
    [
      { heading: trusted("Last run of") },
      { heading: trusted("Indexes"), right: true },
      { heading: trusted("Size"), right: true },
    ],
    points
      .toReversed()
      .map((point) => [
        trusted(toDate(point.at)),
        trusted(formatNumber(point.count)),
        trusted(formatBytes(point.bytes)),
      ]),
  );
}
