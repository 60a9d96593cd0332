import { toDate } from "../../lib/time.ts";
import { collapse, fenced } from "../../report/html/blocks.ts";
import { type Html, table, trusted } from "../../report/html/escape.ts";
import { count, html } from "../../report/html/inline-text.ts";
import { formatBytes, formatNumber } from "../../report/html/values.ts";
import { xychart } from "../render/trend.ts";
import type { StoredRun } from "../state/schema.ts";
import type { IndexUsage } from "./evaluate.ts";
import { change } from "./render-tables.ts";

/** More dates run into each other under the picture. */
const DAYS = 12;

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

/** How size and number of the indexes went over the weeks: pictures, and the same in words. */
export function indexTrend(newestFirst: readonly StoredRun[], { at, totals }: IndexUsage): string[] {
  const points = lastOfEachDay(newestFirst, totals === null ? undefined : { at, ...totals });
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

/** Low, for there are two of them. */
const LOW = '%%{init: {"xyChart": {"height": 220}}}%%';

function picture(title: string, labels: readonly string[], bars: readonly number[]): string {
  return fenced(`${LOW}\n${xychart({ title, labels, bars })}`, "mermaid");
}

/** Oldest first; of a day with many runs the last. This run is a point of its own until memory has it. */
function lastOfEachDay(newestFirst: readonly StoredRun[], now: Point | undefined): Point[] {
  const stored = newestFirst.flatMap(({ at, indexes }): Point[] =>
    indexes === undefined ? [] : [{ at, ...indexes }],
  );
  const days = new Map<string, Point>();
  for (const point of now === undefined ? stored : [now, ...stored]) {
    const day = toDate(point.at);
    if (!days.has(day)) days.set(day, point);
  }
  return [...days.values()].slice(0, DAYS).reverse();
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
