import type { IndexRow, RunFacts } from "../run-facts.ts";
import type { IndexHistory, ScansSinceLastRun } from "./history.ts";

const DAY = 86_400_000;

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
