import type { Skipped } from "../../core/finding.ts";
import type { CheckResult, Report } from "../../core/report.ts";
import { collapse, fenced, fits } from "../html/blocks.ts";
import { code, type Html, table, trusted } from "../html/escape.ts";
import { factsTable } from "../html/facts-table.ts";
import { count, html, renderText } from "../html/inline-text.ts";
import type { Limits } from "../limits.ts";
import type { ShownReport } from "../redact.ts";
import { comesFirst } from "./failing-check.ts";
import { performanceRows } from "./performance.ts";

/** Collapsed sections for some readers only. */

/** The document's dashboards, and measurements of passing checks. */
export function dashboards(report: ShownReport, limits: Limits): string[] {
  if (report.redacted === true) return redactedDashboards(report);
  const shown = report.results.filter(
    (result) =>
      // Declared queries have a collapsed section of their own.
      performanceRows(result).length === 0 &&
      !comesFirst(report, result) &&
      (result.status === "measured" || (result.status !== "fail" && (result.measurements ?? []).length > 0)),
  );
  const each = shown.flatMap((result) => dashboard(result, limits));
  return shown.length < 2 ? each : collapse(html`📊 Dashboards: ${count(shown.length, "check")}`, each);
}

/** Titles only, since the rows hold names. */
function redactedDashboards({ results }: Report): string[] {
  const titles = results.filter(({ status }) => status === "measured").map(({ title }) => renderText(title));
  if (titles.length === 0) return [];
  return collapse(html`📊 Measured: ${count(titles.length, "check")}`, [
    html`<p>${trusted(titles.join("<br>\n"))}</p>`,
    "<p>Their rows are kept back; the report file has them.</p>",
  ]);
}

function dashboard({ title, why, window, measurements = [] }: CheckResult, limits: Limits): string[] {
  const kept = measurements.slice(0, limits.listed);
  const cut = measurements.length - kept.length;
  return collapse(html`📊 ${renderText(title)}: ${count(measurements.length, "row")}`, [
    html`<p>${renderText(why)}</p>`,
    ...(kept.length === 0 ? [] : [factsTable(kept)]),
    ...(cut === 0 ? [] : [html`<p>${count(cut, "row")} not shown here; the report file has all.</p>`]),
    ...(window === undefined ? [] : [html`<p><sub>${renderText(window)}</sub></p>`]),
  ]);
}

export function ignored(report: ShownReport, limits: Limits): string[] {
  if (report.ignored.length === 0) return [];
  if (report.redacted === true) return redactedIgnored(report);
  const kept = report.ignored.slice(0, limits.listed);
  const cut = report.ignored.length - kept.length;
  const headings = ["Check", "Finding", "Reason", "Until"].map((heading) => ({ heading: trusted(heading) }));
  const rows = kept.map(({ check, key, reason, expires }) => [
    code(check),
    code(key),
    renderText(reason),
    expires === null ? trusted("—") : renderText(expires),
  ]);
  return collapse(html`🔕 Ignored: ${count(report.ignored.length, "finding")}`, [
    ...(kept.length === 0 ? [] : [table(headings, rows)]),
    ...(cut === 0 ? [] : [html`<p>${count(cut, "row")} not shown here; the report file has all.</p>`]),
  ]);
}

function redactedIgnored({ ignored: entries }: Report): string[] {
  const checks = [...new Set(entries.map(({ check }) => check))];
  const lines = checks.map((check) => {
    const number = entries.filter((entry) => entry.check === check).length;
    return html`<li>${code(check)}: ${count(number, "finding")}</li>`;
  });
  return collapse(html`🔕 Ignored: ${count(entries.length, "finding")}`, [
    `<ul>\n${lines.join("\n")}\n</ul>`,
  ]);
}

const SKIPPED: Record<Skipped["reason"], Html> = {
  "not-configured": trusted("Not configured"),
  "no-secret": trusted("Without its secret"),
  "not-applicable": trusted("Does not apply here"),
  disabled: trusted("Switched off"),
};

/** Skipped checks, each with the lines that configure it. */
export function skipped(report: Report): string[] {
  const results = report.results.filter((result) => result.status === "skipped");
  if (results.length === 0) return [];
  const blocks = Object.entries(SKIPPED).flatMap(([reason, words]) => {
    const sameReason = results.filter((result) => (result.skipped?.reason ?? "not-applicable") === reason);
    return sameReason.length === 0 ? [] : [html`<p><b>${words}</b></p>`, ...sameReason.flatMap(skippedCheck)];
  });
  return collapse(html`➖ Skipped: ${count(results.length, "check")}`, blocks);
}

export function skippedCheck({ title, skipped: why }: CheckResult): string[] {
  const { detail = "", fix } = why ?? {};
  return [
    html`<p>${renderText(title)}: ${renderText(detail)}</p>`,
    ...(fix === undefined || !fits(fix.text) ? [] : [fenced(fix.text, fix.language)]),
  ];
}

export function passed(report: Report): string[] {
  const results = report.results.filter((result) => result.status === "pass");
  if (results.length === 0) return [];
  const lines = results.map(({ title, window }) => {
    const since = window === undefined ? trusted("") : html` · <i>${renderText(window)}</i>`;
    return html`✅ ${renderText(title)}${since}`;
  });
  return collapse(html`✅ Passed: ${count(results.length, "check")}`, [`<p>${lines.join("<br>\n")}</p>`]);
}
