import { PRIORITIES, type Priority } from "../../core/priority.ts";
import { toDate } from "../../lib/time.ts";
import { collapse, fenced } from "../../report/html/blocks.ts";
import { type Html, table, trusted } from "../../report/html/escape.ts";
import { count, html } from "../../report/html/inline-text.ts";
import { formatNumber } from "../../report/html/values.ts";
import { PRIORITY_ICONS } from "../../report/icons.ts";
import type { StoredRun } from "../state/schema.ts";

/** Only fixed words, dates and numbers: Mermaid supports no escapes, and GitHub allows no HTML in it. */
interface XyChart {
  /** Letters and blanks. */
  readonly title: string;
  /** Dates, `2026-11-22`, oldest first, each once. */
  readonly labels: readonly string[];
  readonly bars: readonly number[];
  readonly line?: readonly number[];
}

/** A Mermaid chart of bars over time. Its facts must also be in a text beside it. */
export function xychart({ title, labels, bars, line }: XyChart): string {
  const top = Math.max(1, ...bars, ...(line ?? []));
  return [
    "xychart-beta",
    `    x-axis [${shortened(labels)
      .map((label) => `"${label}"`)
      .join(", ")}]`,
    `    y-axis "${title}" 0 --> ${top}`,
    `    bar [${bars.join(", ")}]`,
    ...(line === undefined ? [] : [`    line [${line.join(", ")}]`]),
  ].join("\n");
}

/** Without the year, unless two labels would be the same: their bars would become one. */
function shortened(labels: readonly string[]): readonly string[] {
  const short = labels.map((label) => label.slice(5));
  return new Set(short).size === short.length ? short : labels;
}

/** Maximum number of days in a chart: the labels of more dates overlap. */
const DAYS = 12;
const SHOWN: readonly Priority[] = ["critical", "high", "medium", "low"];

/** The number of findings over the last runs, as a chart and as sentences. */
export function trend(newestFirst: readonly StoredRun[]): string[] {
  const runs = lastOfEachDay(newestFirst);
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined || runs.length < 2) return [];
  const all = runs.map(total);
  const urgent = runs.map(urgentOf);
  const chart = xychart({
    title: "Findings",
    labels: runs.map(({ at }) => toDate(at)),
    bars: all,
    line: urgent,
  });
  const most = Math.max(...all);
  const peak = runs[all.indexOf(most)] ?? last;
  const words = [
    html`Bars are all findings that stand, the line those of critical and high priority.`,
    html`From ${trusted(toDate(first.at))} to ${trusted(toDate(last.at))}: all findings ${went(total(first), total(last))}, critical and high ones ${went(urgentOf(first), urgentOf(last))}; the most were ${trusted(formatNumber(most))}, on ${trusted(toDate(peak.at))}.`,
  ];
  return [
    "### Trend",
    fenced(chart, "mermaid"),
    `<p>${words.join(" ")}</p>`,
    ...collapse(html`The same in numbers: ${count(runs.length, "day")}`, [numbers(runs)]),
  ];
}

/** The last run of each day, oldest first. */
export function lastOfEachDay<T extends { readonly at: number }>(newestFirst: readonly T[]): T[] {
  const days = new Map<string, T>();
  for (const run of newestFirst) {
    const day = toDate(run.at);
    if (!days.has(day)) days.set(day, run);
  }
  return [...days.values()].slice(0, DAYS).reverse();
}

function total({ findings }: StoredRun): number {
  return PRIORITIES.reduce((sum, priority) => sum + (findings[priority] ?? 0), 0);
}

function urgentOf({ findings }: StoredRun): number {
  return (findings.critical ?? 0) + (findings.high ?? 0);
}

/** `went from 3 to 5`, `stayed at 3`. */
function went(before: number, now: number): Html {
  return before === now
    ? html`stayed at ${trusted(formatNumber(now))}`
    : html`went from ${trusted(formatNumber(before))} to ${trusted(formatNumber(now))}`;
}

const CONCLUSIONS: Record<StoredRun["conclusion"], string> = {
  pass: "✅ pass",
  fail: "❌ fail",
  unknown: "❔ could not look",
};

function numbers(runs: readonly StoredRun[]): string {
  const columns = [
    { heading: trusted("Last run of") },
    { heading: trusted("Conclusion") },
    ...SHOWN.map((priority) => ({
      heading: trusted(`${PRIORITY_ICONS[priority]} ${priority}`),
      right: true,
    })),
  ];
  return table(
    columns,
    runs
      .toReversed()
      .map(({ at, conclusion, findings }) => [
        trusted(toDate(at)),
        trusted(CONCLUSIONS[conclusion]),
        ...SHOWN.map((priority) => trusted(formatNumber(findings[priority] ?? 0))),
      ]),
  );
}
