import type { FactValue } from "../../core/finding.ts";
import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import { DAY, fromIso } from "../../lib/time.ts";
import type { IndexRow, RunFacts } from "../run-facts.ts";
import type { IndexHistory, ScansSinceLastRun } from "./history.ts";

/** Whether an index may go. */
export type DropAdvice =
  /** `since`: nothing has scanned it since then; null where another index takes over, or it serves nobody. */
  | { readonly kind: "safe"; readonly since: number | null }
  /** Not before that day. */
  | { readonly kind: "watch"; readonly until: number }
  /** Seen once, or not everything could be seen: the next run decides. */
  | { readonly kind: "wait"; readonly for: "second-run" | "sight" };

/** One finding of an index check, with what memory adds. */
export interface IndexCase {
  readonly finding: ReportedFinding;
  /** The index; of a foreign key its table and columns. */
  readonly name: string;
  readonly table: string;
  /** Of the index; of a foreign key that of its table. */
  readonly bytes: number | null;
  /** Since the counters began. */
  readonly scans: number | null;
  readonly sinceLastRun: ScansSinceLastRun;
  /** Inserts, updates and deletes of its table since the counters began. */
  readonly tableWrites: number | null;
  readonly unusedSince: number | null;
  /** The last run did not see it, and one more must agree. */
  readonly seenOnce: boolean;
  /** The fix takes the index away. */
  readonly drops: boolean;
  /** Null where nothing is dropped. */
  readonly verdict: DropAdvice | null;
  /** The CREATE that undoes the DROP. */
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
  const scans = numberOf(finding.facts.scans) ?? row?.scans ?? null;
  const seenOnce = history.isPending(result.check, key);
  const drops = finding.destructive === true;
  return {
    finding,
    name: key,
    table: textOf(finding.facts.table) ?? row?.table ?? "",
    bytes: numberOf(finding.facts.size_bytes) ?? row?.bytes ?? null,
    scans,
    sinceLastRun:
      row === undefined ? { unknown: "not-remembered" } : history.sinceLastRun(row.name, row.scans),
    tableWrites: numberOf(finding.facts.table_writes) ?? row?.tableWrites ?? null,
    unusedSince: unusedSince(finding, history),
    seenOnce,
    drops,
    verdict: drops ? verdictOf(finding, known, seenOnce) : null,
    undo: drops ? undoOf(finding) : null,
  };
}

function verdictOf(finding: ReportedFinding, known: Known, seenOnce: boolean): DropAdvice {
  const { result, facts } = known;
  if (result.unknown !== undefined) return { kind: "wait", for: "sight" };
  // What is invalid serves no query, and another index takes over from a duplicate.
  if (result.check !== "unused-indexes") return { kind: "safe", since: null };
  const since = silentSince(finding, known);
  const until = since + facts.observedFor;
  if (until > facts.run.at) return { kind: "watch", until };
  return seenOnce ? { kind: "wait", for: "second-run" } : { kind: "safe", since };
}

/** What the server tells, but not from before there was such an index. */
function unusedSince({ key, facts }: ReportedFinding, history: IndexHistory): number | null {
  const since = timeOf(facts.unused_since_at);
  if (since === null || numberOf(facts.scans) !== 0) return since;
  return Math.max(since, history.appearedAt(key) ?? since);
}

/**
 * Since when its silence is proven: by the time of the last scan, which PostgreSQL 16 and later keep, or by our own
 * runs. A counter at zero tells nothing of the time before the first of them: an index that was made, or rebuilt,
 * yesterday has one too.
 */
function silentSince({ key, facts: columns }: ReportedFinding, { result, facts, history }: Known): number {
  const told = timeOf(columns.unused_since_at) ?? facts.run.at;
  if (numberOf(columns.scans) !== 0) return told;
  return Math.max(told, history.watchedSince(result.check, key));
}

/** The index's definition. A DROP that runs outside a transaction is CONCURRENTLY, and so is its CREATE. */
function undoOf({ standsAlone, facts }: ReportedFinding): string | null {
  const definition = textOf(facts.definition);
  if (definition === null) return null;
  return standsAlone === true
    ? definition.replace(/^CREATE (UNIQUE )?INDEX /, "CREATE $1INDEX CONCURRENTLY ")
    : definition;
}

function timeOf(value: FactValue | undefined): number | null {
  return typeof value === "string" ? fromIso(value) : null;
}

function numberOf(value: FactValue | undefined): number | null {
  return typeof value === "number" ? value : null;
}

function textOf(value: FactValue | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/**
 * pgdoctor calls an index with less than 1,000 scans and more than 10,000 writes little used, PgHero one with 50
 * scans or less, however long they took. Here both sides are rates, so that they mean the same after a month and
 * after a year: less than one scan a day, more than 1,000 writes for each, and pgdoctor's 10,000 writes at least.
 */
const SCANS_A_DAY = 1;
const WRITES_A_SCAN = 1_000;
const LEAST_WRITES = 10_000;
/** As small as unused-indexes looks at. */
const LEAST_BYTES = 96 * 1024;

export interface HardlyUsedIndex {
  readonly index: IndexRow;
  readonly scansPerDay: number;
  readonly writesPerScan: number;
  readonly sinceLastRun: ScansSinceLastRun;
}

export type HardlyUsed = { readonly indexes: readonly HardlyUsedIndex[] } | { readonly unknown: Doubt };

/** Why the counters can't tell. */
export type Doubt =
  | "not-looked"
  /** They count for too short a time, or nothing tells since when. */
  | "window"
  /** unused-indexes could not judge by them either. */
  | "unused-unknown";

/** What costs the most writes for the fewest scans first. Those that enforce a rule are left alone. */
export function hardlyUsedIndexes(
  rows: readonly IndexRow[],
  facts: RunFacts,
  history: IndexHistory,
): HardlyUsed {
  const { tablesWindow, run, observedFor, report } = facts;
  if (tablesWindow === undefined || facts.indexes.length === 0) return { unknown: "not-looked" };
  const length = tablesWindow.since === null ? 0 : run.at - tablesWindow.since;
  if (length < observedFor) return { unknown: "window" };
  const unused = report.results.find(({ check }) => check === "unused-indexes");
  if (unused?.unknown !== undefined) return { unknown: "unused-unknown" };
  const indexes = rows
    .filter(({ isUnique, scans, bytes }) => !isUnique && scans > 0 && bytes >= LEAST_BYTES)
    .map(
      (index): HardlyUsedIndex => ({
        index,
        scansPerDay: (index.scans * DAY) / length,
        writesPerScan: index.tableWrites / index.scans,
        sinceLastRun: history.sinceLastRun(index.name, index.scans),
      }),
    )
    .filter(
      ({ index, scansPerDay, writesPerScan }) =>
        scansPerDay < SCANS_A_DAY && writesPerScan > WRITES_A_SCAN && index.tableWrites >= LEAST_WRITES,
    )
    .sort((a, b) => b.writesPerScan - a.writesPerScan);
  return { indexes };
}
