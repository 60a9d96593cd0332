import { DAY, toDate } from "../../lib/time.ts";
import { documentation } from "../../report/html/blocks.ts";
import { type Html, trusted } from "../../report/html/escape.ts";
import { cell } from "../../report/html/facts-table.ts";
import { count, html, renderText } from "../../report/html/inline-text.ts";
import { formatBytes } from "../../report/html/values.ts";
import type { Limits } from "../../report/limits.ts";
import { byWording, sentencesOf } from "../../report/summary/sentences.ts";
import { checkOfPart } from "../run-facts.ts";
import type { IndexCase, RarelyUsedIndex } from "./classify.ts";
import type { IndexUsage } from "./evaluate.ts";
import type { GrowingIndex, ScansSinceLastRun } from "./history.ts";
import {
  bytes,
  type CaseColumn,
  change,
  date,
  indexOn,
  isSafeToDrop,
  left,
  name,
  number,
  right,
  sinceLastRun,
  tableOf,
} from "./render-tables.ts";

const index: CaseColumn<IndexCase> = left("Index", (row) => indexOn(row.name, row.table));
const size: CaseColumn<IndexCase> = right("Size", (row) => bytes(row.bytes));
const scans: CaseColumn<IndexCase> = right("Scans", (row) => number(row.scans));
const writes: CaseColumn<IndexCase> = right("Table writes", (row) => number(row.tableWrites));
const may: CaseColumn<IndexCase> = left("May go", isSafeToDrop);

/** Each kind of finding with its rows; a section without rows is left out. */
export function sections(usage: IndexUsage, limits: Limits): string[] {
  return [
    ...invalid(usage.invalid, limits),
    ...duplicates(usage, limits),
    ...unused(usage, limits),
    ...foreignKeys(usage.foreignKeys, limits),
    ...rarelyUsed(usage, limits),
    ...growing(usage.growing, limits),
  ];
}

/** Rows that the page leaves out. */
export function rowsBeyond(usage: IndexUsage, { shown, collapsed }: Limits): number {
  const hardly = "indexes" in usage.rarelyUsed ? usage.rarelyUsed.indexes : [];
  return [usage.invalid, usage.duplicates, usage.unused, usage.foreignKeys, hardly, usage.growing].reduce(
    (sum, rows) => sum + Math.max(0, rows.length - shown - collapsed),
    0,
  );
}

function invalid(rows: readonly IndexCase[], limits: Limits): string[] {
  if (rows.length === 0) return [];
  const maintained = left<IndexCase>("Costs writes", (row) =>
    cell("maintained", row.finding.facts.maintained_by_writes ?? null),
  );
  const fixColumn = left<IndexCase>("Mended by", (row) => trusted(fixedBy(row)));
  return [
    heading("⛔", "Invalid", count(rows.length, "index", "indexes")),
    html`<p>No query can use them. ${pageLink(checkOfPart("invalid"))}</p>`,
    ...sentencesOf(byWording(rows.map(({ finding }) => finding)), limits.sentences),
    ...tableOf([index, size, maintained, writes, fixColumn], rows, limits),
  ];
}

function fixedBy({ finding, drops }: IndexCase): string {
  if (finding.fix === undefined) return "hand: see the check's page";
  return drops ? "DROP" : "REINDEX";
}

function duplicates(usage: IndexUsage, limits: Limits): string[] {
  const rows = usage.duplicates;
  if (rows.length === 0) return [];
  // Both names share one cell, since two columns of long names would push the numbers off the page.
  const both = left<IndexCase>("Index, and the one that stays", (row) => {
    const { identical, kept_index: kept = null } = row.finding.facts;
    const relation = trusted(identical === true ? "identical to" : "begins like");
    return html`${index.of(row)}<br><sub>${relation} ${cell("kept", kept)}</sub>`;
  });
  return [
    heading("👯", "Duplicate", count(rows.length, "index", "indexes")),
    html`<p>Another index takes over, whatever the scans say. One that begins the same is larger: a query may read a little more. ${pageLink(checkOfPart("duplicate"))}</p>`,
    ...tableOf([both, size, scans, ...lately<IndexCase>(usage), writes, may], rows, limits),
  ];
}

function unused(usage: IndexUsage, limits: Limits): string[] {
  const { unused: rows, observedFor } = usage;
  if (rows.length === 0) return [];
  const since = right<IndexCase>("Unused since", (row) => date(row.unusedSince));
  const days = count(Math.round(observedFor / DAY), "day");
  return [
    heading("💤", "Unused", count(rows.length, "index", "indexes")),
    html`<p>An index may go after ${days} of silence that our own runs or the server vouch for: a counter at zero tells nothing of the time before the index was there. A yearly report may still want it. ${pageLink(checkOfPart("unused"))}</p>`,
    ...tableOf([index, size, scans, ...lately<IndexCase>(usage), since, writes, may], rows, limits),
  ];
}

function foreignKeys(rows: readonly IndexCase[], limits: Limits): string[] {
  if (rows.length === 0) return [];
  const facts = (key: string): ((row: IndexCase) => Html) => {
    return (row) => cell(key, row.finding.facts[key] ?? null);
  };
  return [
    heading("🔗", "Missing for foreign keys", count(rows.length, "index", "indexes")),
    html`<p>Deleting or re-keying a referenced row reads the whole table below. ${pageLink(checkOfPart("foreign-key"))}</p>`,
    ...tableOf(
      [
        left<IndexCase>("Table", (row) => name(row.table)),
        left("Columns", facts("columns")),
        right<IndexCase>("Table size", (row) => bytes(row.bytes)),
        left("References", facts("references")),
        right("Deleted there", facts("referenced_deletes")),
      ],
      rows,
      limits,
    ),
  ];
}

function rarelyUsed(usage: IndexUsage, limits: Limits): string[] {
  const { rarelyUsed: rare, countedSince } = usage;
  if (!("indexes" in rare) || rare.indexes.length === 0) return [];
  return [
    heading("🐌", "Hardly used", count(rare.indexes.length, "index", "indexes")),
    html`<p>Since ${date(countedSince)} less than one scan a day, and more than 1,000 writes to the table for each, counted on this server alone. None is proposed to go: look first which query, or which foreign key, wants it.</p>`,
    ...tableOf<RarelyUsedIndex>(
      [
        left("Index", (row) => indexOn(row.index.name, row.index.table)),
        right("Size", (row) => bytes(row.index.bytes)),
        right("Scans", (row) => number(row.index.scans)),
        ...lately<RarelyUsedIndex>(usage),
        right("Table writes", (row) => number(row.index.tableWrites)),
        right("Writes for a scan", (row) => number(Math.round(row.writesPerScan))),
      ],
      rare.indexes,
      limits,
    ),
  ];
}

function growing(rows: readonly GrowingIndex[], limits: Limits): string[] {
  if (rows.length === 0) return [];
  return [
    heading("📈", "Growing", count(rows.length, "index", "indexes")),
    html`<p>By a fifth and ${trusted(formatBytes(8 * 1024 * 1024))} at least. Where the table did not grow alike, ${renderText("`REINDEX INDEX CONCURRENTLY`")} gives the difference back.</p>`,
    ...tableOf<GrowingIndex>(
      [
        left("Index", (row) => indexOn(row.index.name, row.index.table)),
        right("Size", (row) => bytes(row.index.bytes)),
        right("Was", (row) => bytes(row.from.bytes)),
        right("On", (row) => date(row.from.at)),
        right("Grew by", (row) => trusted(growth(row))),
      ],
      rows,
      limits,
    ),
  ];
}

function growth({ index: now, from }: GrowingIndex): string {
  const size = formatBytes(now.bytes - from.bytes);
  return from.bytes === 0 ? size : `${size} (${change(from.bytes, now.bytes)})`;
}

/** Left out when there is nothing to compare with; the head of the page says why. */
function lately<T extends { readonly sinceLastRun: ScansSinceLastRun }>({
  lastRun,
  reset,
}: IndexUsage): CaseColumn<T>[] {
  if (lastRun === null || reset !== null) return [];
  return [right(`Scans since ${toDate(lastRun)}`, (row) => sinceLastRun(row.sinceLastRun))];
}

/** A link to the check's page. */
function pageLink(check: string): Html {
  return html`<a href="${trusted(documentation(check))}">More</a>`;
}

function heading(sign: string, words: string, counted: Html): string {
  return `### ${sign} ${words}: ${counted}`;
}
