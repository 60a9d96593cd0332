import type { FactValue } from "../../core/finding.ts";
import type { IndexRow } from "../../core/index-usage.ts";
import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import { escapeInvisible } from "../../lib/sql-text.ts";
import { DAY, fromIso } from "../../lib/time.ts";
import { checkOfPart, inventoryIn, type RunFacts } from "../run-facts.ts";
import type { IndexHistory, ScansSinceLastRun } from "./history.ts";

/** Whether an index is safe to drop. */
export type DropAdvice =
  /** `since`: no scan since then; null for a duplicate or an invalid index, whose scans do not matter. */
  | { readonly kind: "safe"; readonly since: number | null }
  /** Not before that day. */
  | { readonly kind: "watch"; readonly until: number }
  /** One more run must agree, or a run that can check every server. */
  | { readonly kind: "wait"; readonly for: "second-run" | "full-check" };

/** One finding of an index check, with its history. */
export interface IndexCase {
  readonly finding: ReportedFinding;
  /** Name of the index, or table and columns of the foreign key. */
  readonly name: string;
  readonly table: string;
  /** Size of the index, or of the foreign key's table. */
  readonly bytes: number | null;
  /** Since the statistics were reset. */
  readonly scans: number | null;
  readonly sinceLastRun: ScansSinceLastRun;
  /** Inserts, updates and deletes of its table since the statistics were reset. */
  readonly tableWrites: number | null;
  readonly unusedSince: number | null;
  /** Only this run saw it, and one more must agree. */
  readonly seenOnce: boolean;
  /** The fix drops the index. */
  readonly drops: boolean;
  /** Null when the fix drops nothing. */
  readonly advice: DropAdvice | null;
  /** The CREATE INDEX that undoes the DROP. */
  readonly undo: string | null;
}

interface Known {
  readonly result: CheckResult;
  readonly row: IndexRow | undefined;
  readonly facts: RunFacts;
  readonly history: IndexHistory;
}

export function caseOf(finding: ReportedFinding, known: Known): IndexCase {
  const { result, row, history } = known;
  const { key } = finding;
  const columns = columnsOf(finding);
  const seenOnce = history.isPending(result.check, key);
  const drops = finding.fixKind === "destructive";
  return {
    finding,
    name: key,
    table: columns.table ?? row?.table ?? "",
    bytes: columns.bytes ?? row?.bytes ?? null,
    scans: columns.scans ?? row?.scans ?? null,
    sinceLastRun: row === undefined ? { unknown: "not-stored" } : history.sinceLastRun(row.name, row.scans),
    tableWrites: columns.tableWrites ?? row?.tableWrites ?? null,
    unusedSince: unusedSince(key, columns, history),
    seenOnce,
    drops,
    advice: drops ? adviceFor(key, columns, known, seenOnce) : null,
    undo: drops ? undoOf(finding, columns) : null,
  };
}

function adviceFor(key: string, columns: IndexColumns, known: Known, seenOnce: boolean): DropAdvice {
  const { result, facts } = known;
  if (result.unknown !== undefined) return { kind: "wait", for: "full-check" };
  // No query can use an invalid index, and another index replaces a duplicate.
  if (result.check !== checkOfPart("unused")) return { kind: "safe", since: null };
  const since = unusedForCertainSince(key, columns, known);
  const until = since + facts.observedFor;
  if (until > facts.run.at) return { kind: "watch", until };
  return seenOnce ? { kind: "wait", for: "second-run" } : { kind: "safe", since };
}

/** The server's time, but not a time before the index was created. */
function unusedSince(key: string, columns: IndexColumns, history: IndexHistory): number | null {
  const since = columns.unusedSince;
  if (since === null || columns.scans !== 0) return since;
  return Math.max(since, history.appearedAt(key) ?? since);
}

/**
 * The time of the last scan, which PostgreSQL 16 and later store, or the first of our runs that saw no scan. A
 * counter of zero says nothing about the time before that run: an index that was created or rebuilt yesterday has
 * one too.
 */
function unusedForCertainSince(
  key: string,
  columns: IndexColumns,
  { result, facts, history }: Known,
): number {
  const reported = columns.unusedSince ?? facts.run.at;
  if (columns.scans !== 0) return reported;
  return Math.max(reported, history.watchedSince(result.check, key));
}

/** The index's definition. A DROP that runs outside a transaction is CONCURRENTLY, and so is its CREATE. */
function undoOf({ standsAlone }: ReportedFinding, { definition }: IndexColumns): string | null {
  if (definition === null) return null;
  const sql = escapeInvisible(definition);
  return standsAlone === true ? sql.replace(/^CREATE (UNIQUE )?INDEX /, "CREATE $1INDEX CONCURRENTLY ") : sql;
}

/** Columns of a finding's table that decide, since the report has them nowhere else. Null where there is none. */
interface IndexColumns {
  readonly table: string | null;
  readonly bytes: number | null;
  readonly scans: number | null;
  readonly tableWrites: number | null;
  readonly unusedSince: number | null;
  readonly definition: string | null;
}

function columnsOf({ facts }: ReportedFinding): IndexColumns {
  const since = textOf(facts.unused_since_at);
  return {
    table: textOf(facts.table),
    bytes: numberOf(facts.size_bytes),
    scans: numberOf(facts.scans),
    tableWrites: numberOf(facts.table_writes),
    unusedSince: since === null ? null : fromIso(since),
    definition: textOf(facts.definition),
  };
}

function numberOf(value: FactValue | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function textOf(value: FactValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/**
 * Limits of a rarely used index. pgdoctor counts less than 1,000 scans and more than 10,000 writes, PgHero at most 50
 * scans, whatever the length of the statistics window. Here both are rates, so that they mean the same after a month
 * and after a year: less than one scan a day, more than 1,000 writes for each, and at least pgdoctor's 10,000 writes.
 */
const SCANS_A_DAY = 1;
const WRITES_A_SCAN = 1_000;
const MIN_WRITES = 10_000;
/** The smallest index that unused-indexes reads. */
const MIN_BYTES = 96 * 1024;

export interface RarelyUsedIndex {
  readonly index: IndexRow;
  readonly scansPerDay: number;
  readonly writesPerScan: number;
  readonly sinceLastRun: ScansSinceLastRun;
}

export type RarelyUsed =
  | { readonly indexes: readonly RarelyUsedIndex[] }
  | { readonly unknown: RarelyUsedUnknown };

type RarelyUsedUnknown =
  | "not-checked"
  /** The statistics window is too short, or its start is not known. */
  | "window"
  /** unused-indexes has status unknown. */
  | "unused-unknown";

/** Those with the most writes for each scan first. Indexes that enforce a constraint are left out. */
export function rarelyUsedIndexes(
  rows: readonly IndexRow[],
  facts: RunFacts,
  history: IndexHistory,
): RarelyUsed {
  const { run, observedFor, report } = facts;
  const tablesWindow = facts.windows?.tables;
  const inventory = inventoryIn(facts).indexes;
  if (tablesWindow === undefined || inventory.length === 0) return { unknown: "not-checked" };
  const length = tablesWindow.since === null ? 0 : run.at - tablesWindow.since;
  if (length < observedFor) return { unknown: "window" };
  const unused = report.results.find(({ check }) => check === checkOfPart("unused"));
  if (unused?.unknown !== undefined) return { unknown: "unused-unknown" };
  const indexes = rows
    .filter(({ isUnique, scans, bytes }) => !isUnique && scans > 0 && bytes >= MIN_BYTES)
    .map(
      (index): RarelyUsedIndex => ({
        index,
        scansPerDay: (index.scans * DAY) / length,
        writesPerScan: index.tableWrites / index.scans,
        sinceLastRun: history.sinceLastRun(index.name, index.scans),
      }),
    )
    .filter(
      ({ index, scansPerDay, writesPerScan }) =>
        scansPerDay < SCANS_A_DAY && writesPerScan > WRITES_A_SCAN && index.tableWrites >= MIN_WRITES,
    )
    .sort((a, b) => b.writesPerScan - a.writesPerScan);
  return { indexes };
}
