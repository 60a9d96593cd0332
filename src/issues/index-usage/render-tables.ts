import { toDate } from "../../lib/time.ts";
import { moreRows } from "../../report/html/blocks.ts";
import { type Column, code, type Html, table, trusted } from "../../report/html/escape.ts";
import { html } from "../../report/html/inline-text.ts";
import { formatBytes, formatNumber, formatPercent } from "../../report/html/values.ts";
import type { Limits } from "../../report/limits.ts";
import type { IndexCase } from "./classify.ts";
import type { ScansSinceLastRun, ScansUnknown } from "./history.ts";

/** A column of a section's table. */
export interface CaseColumn<T> extends Column {
  of(row: T): Html;
}

/** The first rows are visible, the next ones collapsed; the end of the page counts those that are left out. */
export function tableOf<T>(columns: readonly CaseColumn<T>[], rows: readonly T[], limits: Limits): string[] {
  const drawn = (some: readonly T[]): string =>
    table(
      columns,
      some.map((row) => columns.map((column) => column.of(row))),
    );
  const shown = rows.slice(0, limits.shown);
  const collapsed = rows.slice(limits.shown, limits.shown + limits.collapsed);
  return [...(shown.length === 0 ? [] : [drawn(shown)]), ...moreRows(collapsed, 0, drawn)];
}

export function left<T>(heading: string, of: (row: T) => Html): CaseColumn<T> {
  return { heading: trusted(heading), of };
}

export function right<T>(heading: string, of: (row: T) => Html): CaseColumn<T> {
  return { heading: trusted(heading), right: true, of };
}

export function name(text: string): Html {
  return code(text, 140);
}

/** Index and table in one cell, which leaves room for the numbers. */
export function indexOn(index: string, table: string): Html {
  return html`${name(index)}<br><sub>on ${name(table)}</sub>`;
}

export function bytes(value: number | null): Html {
  return trusted(value === null ? "—" : formatBytes(value));
}

export function number(value: number | null): Html {
  return trusted(value === null ? "—" : formatNumber(value));
}

/** `+31 %`, `−4 %`, `12 times`. Growth to ten times or more is hard to read as a percentage. */
export function change(before: number, now: number): string {
  if (now >= 10 * before) return `${formatNumber(Math.round(now / before))} times`;
  return `${now >= before ? "+" : "−"}${formatPercent((100 * Math.abs(now - before)) / before)}`;
}

export function date(time: number | null): Html {
  return trusted(time === null ? "—" : toDate(time));
}

const SCANS_UNKNOWN: Record<ScansUnknown, string> = {
  "first-run": "first run",
  "statistics-reset": "counters began anew",
  "not-stored": "not known before",
  "went-down": "made anew",
};

/** Scans since the last run, or why the number is not known. */
export function sinceLastRun(since: ScansSinceLastRun): Html {
  return "scans" in since ? number(since.scans) : html`<i>${trusted(SCANS_UNKNOWN[since.unknown])}</i>`;
}

/** Whether the index is safe to drop. */
export function isSafeToDrop({ advice, drops }: IndexCase): Html {
  if (advice === null || !drops) return trusted("—");
  if (advice.kind === "safe") return trusted("<b>now</b>");
  if (advice.kind === "watch") return html`watch until ${date(advice.until)}`;
  return trusted(advice.for === "second-run" ? "when the next run agrees" : "when all was seen");
}
