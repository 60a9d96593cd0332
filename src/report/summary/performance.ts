import { checkById } from "../../checks/index.ts";
import type { Facts } from "../../core/finding.ts";
import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import { collapse, fenced, fits, moreRows } from "../html/blocks.ts";
import { code, type Html, table, trusted } from "../html/escape.ts";
import { count, html, list, renderText } from "../html/inline-text.ts";
import { STATUS_ICONS } from "../icons.ts";
import type { Limits } from "../limits.ts";
import type { ShownReport } from "../redact.ts";
import {
  columnsFor,
  isUnjudged,
  LEGEND,
  type Note,
  nameOf,
  notesOf,
  recordedAt,
  type Value,
  type ValueColumn,
  verdictOf,
  worstFirst,
} from "./performance-cells.ts";

/** The document's table of declared queries: promised time, budget, baseline, present time. */

/** The measured rows of declared queries; empty for other checks, and where names are redacted. */
export function performanceRows({ check, measurements = [] }: CheckResult): readonly Facts[] {
  return checkById(check)?.shownAs === "performance" ? worstFirst(measurements) : [];
}

/** The first rows visible, the next collapsed, the others counted. */
export function performanceTable(rows: readonly Facts[], limits: Limits): string[] {
  const kept = rows.slice(0, limits.shown + limits.collapsed);
  const cut = rows.length - kept.length;
  const columns = columnsFor(kept);
  return [
    ...(kept.length === 0 ? [] : [tableOf(kept.slice(0, limits.shown), columns)]),
    ...moreRows(kept.slice(limits.shown), cut, (part) => tableOf(part, columns)),
    ...(kept.length === 0 ? [] : [legend(kept)]),
    ...notesOf(kept).map((note) => noteBelow(note, limits)),
  ];
}

function tableOf(rows: readonly Facts[], columns: readonly ValueColumn[]): string {
  return table(
    [
      { heading: trusted("Query") },
      ...columns.map(({ heading }) => ({ heading: trusted(heading), right: true })),
    ],
    rows.map((row) => [
      html`${STATUS_ICONS[verdictOf(row)]} ${code(nameOf(row))}`,
      ...columns.map(({ of }) => cell(of(row))),
    ]),
  );
}

function cell(value: Value | undefined): Html {
  if (value === undefined) return trusted("—");
  const { text, small } = value;
  if (small === undefined) return trusted(text);
  return html`${trusted(text)}<br><sub>${trusted(small.replaceAll(" ", "\u00a0"))}</sub>`;
}

function legend(rows: readonly Facts[]): string {
  const at = recordedAt(rows);
  const recorded = at === undefined ? trusted("") : html` Baseline: recorded on ${renderText(at)}.`;
  return html`<p><sub>${trusted(LEGEND)}${recorded}</sub></p>`;
}

function noteBelow({ about, parts }: Note, { listed }: Limits): string {
  const lines = parts.slice(0, listed).map(({ names, text }) => {
    const whose = names.length === 0 ? trusted("") : html` ${list(names.map((name) => code(name)))}:`;
    return html`${whose} ${renderText(text)}`;
  });
  const omitted = parts.length - lines.length;
  const all = [...lines, ...(omitted > 0 ? [html` and ${count(omitted, "other")}`] : [])];
  return html`<p><sub>${trusted(about)}:${trusted(all.join(";"))}.</sub></p>`;
}

/** A collapsed section for a check that does not fail. A skipped one is left out. */
export function performance({ results }: ShownReport, limits: Limits): string[] {
  return results.flatMap((result) => {
    const rows = performanceRows(result);
    if (rows.length === 0 || result.status === "fail" || result.status === "skipped") return [];
    return collapse(html`⏱️ Performance: ${budgetsKept(rows)}`, [
      html`<p>${renderText(result.why)}</p>`,
      ...performanceTable(rows, limits),
    ]);
  });
}

function budgetsKept(rows: readonly Facts[]): Html {
  if (isUnjudged(rows))
    return html`${count(rows.length, "query", "queries")} measured, judged by nothing yet`;
  const good = rows.filter((row) => verdictOf(row) === "pass").length;
  const number = html`${good === rows.length ? trusted("") : html`${good} of `}${count(rows.length, "query", "queries")}`;
  return html`${number} ${trusted(good === 1 ? "keeps its budget" : "keep their budgets")}`;
}

/** The plans of findings, each collapsed; plans without room are counted. */
export function plans(findings: readonly ReportedFinding[], limits: Limits): string[] {
  const all = findings.flatMap(({ key, plan }) => (plan === undefined ? [] : [{ key, plan }]));
  const kept = all.filter(({ plan }) => fits(plan)).slice(0, limits.plans);
  const cut = all.length - kept.length;
  return [
    ...kept.flatMap(({ key, plan }) => collapse(html`Plan of ${code(key)}`, [fenced(plan)])),
    ...(cut === 0 ? [] : [html`<p>${count(cut, "plan")} not shown here; the report file has all.</p>`]),
  ];
}
