import { collapse } from "../../report/html/blocks.ts";
import { table, trusted } from "../../report/html/escape.ts";
import { factsTable } from "../../report/html/facts-table.ts";
import { count, html, list, renderText } from "../../report/html/inline-text.ts";
import { formatNumber } from "../../report/html/values.ts";
import type { Limits } from "../../report/limits.ts";
import { fixOfUnknown } from "../../report/summary/unknowns.ts";
import type { IssueText } from "../render/model.ts";
import {
  cutNote,
  formerIssue,
  ISSUE_CHARACTERS,
  issueFooter,
  NAMES_REDACTED,
  withinBudget,
} from "../render/parts.ts";
import { checkOfPart } from "../run-facts.ts";
import type { IndexUsageView } from "./evaluate.ts";
import { indexHead } from "./render-head.ts";
import { rowsBeyond, sections } from "./render-sections.ts";
import { statements } from "./render-sql.ts";
import { bytes } from "./render-tables.ts";
import { indexTrend } from "./render-trend.ts";

/** The weekly issue of the index checks. */
export function renderIndexUsage(view: IndexUsageView): IssueText {
  const content = withinBudget(ISSUE_CHARACTERS, (limits) => page(view, limits), [
    ...indexHead(view),
    ...counts(view),
  ]);
  return { content, footer: issueFooter(view.run) };
}

function page(view: IndexUsageView, limits: Limits): string[] {
  const { usage, runs, showsNames } = view;
  return [
    ...indexHead(view),
    ...(showsNames ? sections(usage, limits) : [NAMES_REDACTED, ...counts(view)]),
    ...unknownSection(view, limits),
    ...(showsNames ? [...statements(usage, limits), ...countedServers(view)] : []),
    ...indexTrend(runs, usage),
    ...(showsNames ? eachTable(view, limits) : []),
    ...formerIssue(view.previous),
    CLOSING,
    ...(showsNames ? cutNote(rowsBeyond(usage, limits)) : []),
  ];
}

const CLOSING =
  "<p>This issue closes itself when all index checks pass. An unused index is told when two runs in a row see it, and gone when two do not; a run that could not look closes nothing. Closed by a person, it stays closed until there is something new. Sizes are the server's estimates, as VACUUM and ANALYZE keep them.</p>";

/** Counts and sizes, shown instead of names. */
function counts({ usage }: IndexUsageView): string[] {
  const hardly = "indexes" in usage.rarelyUsed ? usage.rarelyUsed.indexes.map(({ index }) => index) : [];
  const kinds: readonly (readonly [string, readonly { readonly bytes: number | null }[]])[] = [
    ["⛔ Invalid", usage.invalid],
    ["👯 Duplicate", usage.duplicates],
    ["💤 Unused", usage.unused],
    ["🐌 Hardly used", hardly],
    ["📈 Growing", usage.growing.map(({ index }) => index)],
  ];
  const rows = kinds
    .filter(([, indexes]) => indexes.length > 0)
    .map(([words, indexes]) => [
      trusted(words),
      trusted(formatNumber(indexes.length)),
      bytes(indexes.reduce((sum, index) => sum + (index.bytes ?? 0), 0)),
    ]);
  if (usage.foreignKeys.length > 0) {
    rows.push([
      trusted("🔗 Missing for foreign keys"),
      trusted(formatNumber(usage.foreignKeys.length)),
      trusted("—"),
    ]);
  }
  if (rows.length === 0) return [];
  const headings = [
    { heading: trusted("Kind") },
    { heading: trusted("Indexes"), right: true },
    { heading: trusted("Size"), right: true },
  ];
  return [table(headings, rows)];
}

/** Unknown and skipped checks, and how to fix the unknown ones. */
function unknownSection({ usage, report }: IndexUsageView, limits: Limits): string[] {
  const results = report.results.filter(({ check }) => usage.checks.has(check));
  const unknownResults = results.filter(({ unknown }) => unknown !== undefined);
  const skipped = results.filter(({ status }) => status === "skipped");
  const doubt = "unknown" in usage.rarelyUsed ? DOUBTS[usage.rarelyUsed.unknown] : "";
  const lines = unknownResults.map(
    ({ title, unknown, findings }) =>
      html`<li><b>${renderText(title)}</b>${trusted((findings ?? []).length > 0 ? ", in part" : "")}: ${renderText(unknown?.detail ?? "")}</li>`,
  );
  const fixes = new Map(
    unknownResults.flatMap(({ unknown }) =>
      unknown?.fix === undefined ? [] : [[JSON.stringify(unknown.fix), unknown.fix] as const],
    ),
  );
  const kept = [...fixes.values()].slice(0, Math.max(2, limits.sentences));
  return [
    ...(lines.length === 0
      ? []
      : [html`<h3>❔ Could not look</h3>\n<ul>\n${trusted(lines.join("\n"))}\n</ul>`]),
    ...(kept.length === 0 ? [] : ["<p>What mends it:</p>", ...kept.flatMap(fixOfUnknown)]),
    ...(doubt === "" ? [] : [html`<p>🐌 Hardly used indexes: ${trusted(doubt)}</p>`]),
    ...(skipped.length === 0
      ? []
      : [html`<p>➖ Not looked at: ${list(skipped.map(({ title }) => renderText(title)))}.</p>`]),
  ];
}

const DOUBTS = {
  "not-checked": "",
  window: "they are told once the counters have counted as long as an unused index is watched for.",
  "unused-unknown": "the counters can't tell them either, for the reason that the unused ones have.",
} as const;

const TABLES = 15;

/** The dashboard: size and scans of the indexes of each table. */
function eachTable({ report }: IndexUsageView, limits: Limits): string[] {
  const rows = report.results.find(({ check }) => check === checkOfPart("inventory"))?.measurements ?? [];
  const kept = rows.slice(0, Math.min(TABLES, limits.listed));
  if (kept.length === 0) return [];
  const omitted = rows.length - kept.length;
  return collapse(html`📊 Indexes of each table: the first ${kept.length} of ${count(rows.length, "row")}`, [
    factsTable(kept),
    ...(omitted === 0 ? [] : ["<p>The summary of the run below has more of them.</p>"]),
  ]);
}

/** Servers whose scans were counted for unused indexes, and since when. */
function countedServers({ report }: IndexUsageView): string[] {
  const rows = report.results.find(({ check }) => check === checkOfPart("unused"))?.measurements ?? [];
  return rows.length === 0
    ? []
    : collapse(html`Where scans were counted: ${count(rows.length, "row")}`, [factsTable(rows.slice(0, 12))]);
}
