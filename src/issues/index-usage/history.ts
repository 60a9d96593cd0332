import type { ResetReason } from "../../core/check-state.ts";
import type { IndexRecord, IndexRow } from "../../core/index-usage.ts";
import { DAY } from "../../lib/time.ts";
import { checkOfPart, type RunFacts } from "../run-facts.ts";
import { type FindingIds, storedId } from "../state/refs.ts";
import { idFinder } from "../state/rehash.ts";
import { type SuiteState, storedIn } from "../state/schema.ts";
import { statefulChecks } from "../state/stateful-checks.ts";
import { statisticsReset, updateState } from "../state/update.ts";

/** Sizes are compared with the oldest stored one within this time. */
const GROWTH_WINDOW = 56 * DAY;

/** Why the number of scans since the last run is not known. */
export type ScansUnknown = "first-run" | "statistics-reset" | "not-stored" | "went-down";

export type ScansSinceLastRun = { readonly scans: number } | { readonly unknown: ScansUnknown };

/** The stored history of indexes, by name. */
export interface IndexHistory {
  /** When the last run began; null at the first. */
  readonly lastRun: number | null;
  /** Why the statistics were reset since then; null when they were not. */
  readonly reset: ResetReason | null;
  sinceLastRun(name: string, scans: number): ScansSinceLastRun;
  /** Since when our runs have seen no scan of the index, or have reported the finding of this check. */
  watchedSince(check: string, name: string): number;
  /** The first run that saw the index, when runs before it did not; null when all stored runs saw it. */
  appearedAt(name: string): number | null;
  /** One more run must agree on the finding. */
  isPending(check: string, key: string): boolean;
  /** The oldest size within GROWTH_WINDOW. */
  oldestSize(name: string): { readonly at: number; readonly bytes: number } | null;
}

/** By which a stored index is named. */
function indexId(ids: FindingIds, name: string): string {
  const { state } = statefulChecks.find(({ id }) => id === checkOfPart("inventory")) ?? {};
  return storedId(ids, state?.namespace ?? "", name);
}

export function indexHistory(
  facts: RunFacts,
  previous: SuiteState | undefined,
  refs: FindingIds,
): IndexHistory {
  const { at } = facts.run;
  const inventory = checkOfPart("inventory");
  const held = storedIn<IndexRecord>(previous, inventory)?.list ?? [];
  const before = new Map(held.map((index) => [index.ref, index]));
  const find = idFinder(refs, facts.system, held, indexId);
  const { suiteState, checks } = updateState(facts, previous, refs);
  const after = new Map(
    (storedIn<IndexRecord>(suiteState, inventory)?.list ?? []).map((index) => [index.ref, index]),
  );
  const pending = new Map([...checks].map(([id, changes]) => [id, new Set(keysOf(changes.pending))]));
  const firstSeen = new Map(
    [...checks].map(([id, { standing }]) => [
      id,
      new Map(standing.map(({ finding, stored }) => [finding?.key, stored.firstSeen])),
    ]),
  );
  const reset = statisticsReset(facts, previous);
  const oldestRun = previous?.runs.findLast(({ indexes }) => indexes !== undefined)?.at ?? at;
  return {
    lastRun: previous?.runs[0]?.at ?? null,
    reset,
    sinceLastRun(name, scans) {
      if (previous === undefined || previous.runs.length === 0) return { unknown: "first-run" };
      if (reset !== null) return { unknown: "statistics-reset" };
      const last = before.get(find(name).storedAs);
      if (last === undefined) return { unknown: "not-stored" };
      // Without a reset, only a new index of the same name has fewer scans.
      return scans < last.scans ? { unknown: "went-down" } : { scans: scans - last.scans };
    },
    watchedSince: (check, name) =>
      after.get(indexId(refs, name))?.quietSince ?? firstSeen.get(check)?.get(name) ?? at,
    appearedAt(name) {
      const first = after.get(indexId(refs, name))?.firstSeen ?? null;
      return first !== null && first > oldestRun ? first : null;
    },
    isPending: (check, key) => pending.get(check)?.has(key) ?? false,
    oldestSize(name) {
      const sizes = before.get(find(name).storedAs)?.sizes ?? [];
      const oldest = sizes.find(([time]) => time >= at - GROWTH_WINDOW);
      return oldest === undefined ? null : { at: oldest[0], bytes: oldest[1] };
    },
  };
}

function keysOf(findings: readonly { readonly key: string }[]): string[] {
  return findings.map(({ key }) => key);
}

/**
 * Minimum growth that is reported. Any table in use grows by less than a fifth; sizes are the server's estimates, and
 * a small index may double without harm.
 */
const MIN_SHARE = 0.2;
const MIN_BYTES = 8 * 1024 * 1024;

export interface GrowingIndex {
  readonly index: IndexRow;
  /** Its oldest size within GROWTH_WINDOW. */
  readonly from: { readonly at: number; readonly bytes: number };
}

/** Those that grew most come first. */
export function growingIndexes(rows: readonly IndexRow[], history: IndexHistory): GrowingIndex[] {
  return rows
    .flatMap((index): GrowingIndex[] => {
      const from = history.oldestSize(index.name);
      return from === null || !grew(from.bytes, index.bytes) ? [] : [{ index, from }];
    })
    .sort((a, b) => grownBy(b) - grownBy(a));
}

function grew(before: number, now: number): boolean {
  return now - before >= MIN_BYTES && now >= before * (1 + MIN_SHARE);
}

function grownBy({ index, from }: GrowingIndex): number {
  return index.bytes - from.bytes;
}
