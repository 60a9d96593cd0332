import type { ResetReason } from "../../core/check-state.ts";
import type { CheckResult, Report } from "../../core/report.ts";
import type { RunView } from "../render/model.ts";
import { checkOfPart, inventoryIn, type RunFacts } from "../run-facts.ts";
import type { FindingIds } from "../state/refs.ts";
import type { StoredRun, SuiteState } from "../state/schema.ts";
import { caseOf, type IndexCase, type RarelyUsed, rarelyUsedIndexes } from "./classify.ts";
import { type GrowingIndex, growingIndexes, type IndexHistory, indexHistory } from "./history.ts";

/** What the weekly index-usage issue reports. Times are milliseconds since 1970; names are not redacted. */
export interface IndexUsage {
  /** When this run and the last one began; null at the first run. */
  readonly at: number;
  readonly lastRun: number | null;
  /** When the statistics were reset; null when that is not available or the database was not reached. */
  readonly countedSince: number | null;
  readonly reset: ResetReason | null;
  /** Milliseconds without a scan before an index is safe to drop. */
  readonly observedFor: number;
  /** Ids of the checks that this issue reports. */
  readonly checks: ReadonlySet<string>;
  /** All indexes; null when they were not checked. */
  readonly totals: { readonly count: number; readonly bytes: number } | null;
  /** The lists below have the largest first. An index is in one of them only. */
  readonly invalid: readonly IndexCase[];
  readonly duplicates: readonly IndexCase[];
  readonly unused: readonly IndexCase[];
  readonly foreignKeys: readonly IndexCase[];
  readonly rarelyUsed: RarelyUsed;
  readonly growing: readonly GrowingIndex[];
  /** Size of all indexes that can be dropped, and of those that are safe to drop now. */
  readonly reclaim: { readonly all: Reclaim; readonly now: Reclaim };
}

/** What the issue is rendered from. */
export interface IndexUsageView {
  readonly run: RunView;
  /** Redacted where the repository is public. */
  readonly report: Report;
  readonly usage: IndexUsage;
  /** Newest first. */
  readonly runs: readonly StoredRun[];
  /** The closed issue that reported the index usage before. */
  readonly previous: number | null;
  readonly showsNames: boolean;
}

interface Reclaim {
  readonly count: number;
  readonly bytes: number;
}

/** @param previous the state before this run */
export function indexUsageOf(
  facts: RunFacts,
  previous: SuiteState | undefined,
  refs: FindingIds,
): IndexUsage {
  const history = indexHistory(facts, previous, refs);
  const of = (check: string): IndexCase[] => casesOf(check, facts, history);
  const duplicates = of(checkOfPart("duplicate"));
  const repeated = new Set(duplicates.map(({ name }) => name));
  // A duplicate is listed as such only, since it can be dropped even when it is used.
  const unused = of(checkOfPart("unused")).filter(({ name }) => !repeated.has(name));
  const invalid = of(checkOfPart("invalid"));
  const listed = new Set([...invalid, ...duplicates, ...unused].map(({ name }) => name));
  const unlisted = inventoryIn(facts).indexes.filter(
    ({ name }) => !listed.has(name) && !isIgnored(name, facts),
  );
  const droppable = [...invalid, ...duplicates, ...unused].filter(({ drops }) => drops);
  return {
    at: facts.run.at,
    lastRun: history.lastRun,
    countedSince: facts.windows?.tables?.since ?? null,
    reset: history.reset,
    observedFor: facts.observedFor,
    checks: facts.indexUsage,
    totals: totalsOf(facts),
    invalid,
    duplicates,
    unused,
    foreignKeys: of(checkOfPart("foreign-key")),
    rarelyUsed: rarelyUsedIndexes(unlisted, facts, history),
    growing: growingIndexes(unlisted, history),
    reclaim: { all: sum(droppable), now: sum(droppable.filter(({ advice }) => advice?.kind === "safe")) },
  };
}

function casesOf(check: string, facts: RunFacts, history: IndexHistory): IndexCase[] {
  const result = resultOf(check, facts);
  if (result?.findings === undefined) return [];
  const rows = new Map(inventoryIn(facts).indexes.map((row) => [row.name, row]));
  return result.findings
    .map((finding) => caseOf(finding, { result, row: rows.get(finding.key), facts, history }))
    .sort((a, b) => (b.bytes ?? 0) - (a.bytes ?? 0) || compare(a.name, b.name));
}

/** A run that did not reach the database, or has no index-sizes check, has no totals. */
function totalsOf(facts: RunFacts): IndexUsage["totals"] {
  if (resultOf(checkOfPart("inventory"), facts)?.status !== "measured") return null;
  const { count, bytes } = inventoryIn(facts).smaller;
  return {
    count: inventoryIn(facts).indexes.length + count,
    bytes: inventoryIn(facts).indexes.reduce((total, row) => total + row.bytes, bytes),
  };
}

function resultOf(check: string, { report }: RunFacts): CheckResult | undefined {
  return report.results.find((result) => result.check === check);
}

/** An ignored finding is not reported as a rarely used index instead. */
function isIgnored(name: string, { report, indexUsage }: RunFacts): boolean {
  return report.ignored.some(({ check, key }) => key === name && indexUsage.has(check));
}

function sum(cases: readonly IndexCase[]): Reclaim {
  return { count: cases.length, bytes: cases.reduce((total, { bytes }) => total + (bytes ?? 0), 0) };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
