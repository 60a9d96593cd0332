import { toDate } from "../../lib/time.ts";
import { type Html, trusted } from "../../report/html/escape.ts";
import { count, html, renderText } from "../../report/html/inline-text.ts";
import type { Limits } from "../../report/limits.ts";
import { fixOfUnknown } from "../../report/summary/unknowns.ts";
import type { OverviewRow, OverviewView } from "./model.ts";

const LEAST = 5;

/** Unknown checks, since when, and how to fix them. */
export function unknownSinceText({ rows, report }: OverviewView, limits: Limits): string[] {
  const unknown = rows.filter(({ status, unknownSince }) => status === "unknown" || unknownSince !== null);
  if (unknown.length === 0) return [];
  const most = Math.max(LEAST, limits.listed);
  const causes = [...titlesByCause(unknown)];
  const lines = causes.slice(0, most).map(([cause, titles]) => {
    const kept = titles.slice(0, most);
    const omitted =
      titles.length > most ? html` · and ${count(titles.length - most, "other check")}` : trusted("");
    return html`<li>${trusted(cause)}<br><sub>${trusted(kept.join(" · "))}${omitted}</sub></li>`;
  });
  if (causes.length > most) lines.push(html`<li>and ${count(causes.length - most, "other cause")}</li>`);
  const fixes = new Map(
    report.results.flatMap(({ unknown }) =>
      unknown?.fix === undefined ? [] : [[JSON.stringify(unknown.fix), unknown.fix] as const],
    ),
  );
  const shown = [...fixes.values()].slice(0, limits.sentences);
  const otherFixes = fixes.size - shown.length;
  return [
    html`<h3>❔ Could not look: ${count(unknown.length, "check")}</h3>\n<ul>\n${trusted(lines.join("\n"))}\n</ul>`,
    ...(shown.length === 0 ? [] : ["<p>What mends it:</p>", ...shown.flatMap(fixOfUnknown)]),
    ...(otherFixes > 0
      ? [
          html`<p>and ${count(otherFixes, "other remedy", "other remedies")}, in the summary of the run below</p>`,
        ]
      : []),
  ];
}

/** Checks with the same reason share one line. */
function titlesByCause(rows: readonly OverviewRow[]): Map<string, Html[]> {
  const causes = new Map<string, Html[]>();
  for (const row of rows) {
    const since = html`<b>Since ${trusted(toDate(row.unknownSince ?? row.since))}</b>`;
    const cause =
      row.unknownDetail === undefined
        ? html`${since}, as its last run on ${trusted(toDate(row.at))} told; this run did not look`
        : html`${since}: ${renderText(row.unknownDetail)}`;
    causes.set(cause, [...(causes.get(cause) ?? []), renderText(row.title, 120)]);
  }
  return causes;
}
