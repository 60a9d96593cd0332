/** A database's life in runs, each with what the one before left in memory. */

import type { StoredIndex } from "../../../src/checks/index-sizes/state.ts";
import type { StoredStatement } from "../../../src/checks/slow-queries/stored-statement.ts";
import type { Priority } from "../../../src/core/priority.ts";
import type { CheckResult } from "../../../src/core/report.ts";
import type { RunFacts } from "../../../src/issues/run-facts.ts";
import { type FindingIds, PLAIN_IDS } from "../../../src/issues/state/refs.ts";
import { type SuiteState, storedIn } from "../../../src/issues/state/schema.ts";
import { type CheckChanges, type UpdatedState, updateState } from "../../../src/issues/state/update.ts";
import { toIso } from "../../../src/lib/time.ts";
import { aFail, aFinding, aPass, aReport } from "./report.ts";
import type { FactParts } from "./run-facts.ts";
import { runFactsFor } from "./run-facts.ts";

export const DAY = 86_400_000;
/** 2026-11-16 03:00 UTC. */
export const START = Date.UTC(2026, 10, 16, 3);
/** Rests on what is there: one run is enough. */
export const STEADY = "invalid-indexes";
/** Rests on counters: two runs must agree. */
export const SETTLING = "table-bloat";

export function day(number: number): number {
  return START + number * DAY;
}

/** A run on the so many-th day. */
export function runOn(at: number, results: readonly CheckResult[], parts: FactParts = {}): RunFacts {
  return runFactsFor(aReport({ startedAt: toIso(day(at)), results: [...results] }), {
    run: { id: String(100 + at), attempt: 1, at: day(at) },
    tablesWindow: { since: day(-90), detail: "the statistics were reset" },
    ...parts,
  });
}

/** A failing check, by the keys of its findings: `a`, or `a:critical`. */
export function fails(check: string, ...keys: string[]): CheckResult {
  const findings = keys.map((text) => {
    const [key = "", priority = "high"] = text.split(":");
    return aFinding({ key, priority: priority as Priority });
  });
  return aFail(findings, { check });
}

export const passes = (check: string): CheckResult => aPass({ check });
export const DENIED = { reason: "permission", detail: "No." } as const;
export const blind = (check: string): CheckResult => aPass({ check, status: "unknown", unknown: DENIED });
export const disabled = (check: string): CheckResult =>
  aPass({ check, status: "skipped", skipped: { reason: "disabled", detail: "Off." } });

/** One run after the other, a day apart; each one's outcome. */
export function live(results: readonly CheckResult[], refs: FindingIds = PLAIN_IDS): UpdatedState[] {
  const life: UpdatedState[] = [];
  for (const [at, result] of results.entries()) {
    life.push(updateState(runOn(at, [result]), life.at(-1)?.suiteState, refs));
  }
  return life;
}

/** What changed, by the keys and refs alone. */
export function told(remembered: UpdatedState | undefined, check: string) {
  const { standing, pending, appeared, resolved } = changesOf(remembered, check);
  return {
    standing: standing.map(({ stored: { ref }, finding }) => (finding === undefined ? `${ref}?` : ref)),
    pending: pending.map(({ key }) => key),
    appeared: appeared.map(({ key }) => key),
    resolved: resolved.map(({ ref }) => ref),
  };
}

export function changesOf(remembered: UpdatedState | undefined, check: string): CheckChanges {
  const changes = remembered?.checks.get(check);
  if (changes === undefined) throw new Error(`${check} was not in this run.`);
  return changes;
}

export function memoryOf(suiteState: SuiteState | undefined, check: string) {
  const memory = suiteState?.checks[check];
  if (memory === undefined) throw new Error(`${check} is not in memory.`);
  return memory;
}

/** What the suite keeps of its indexes. */
export function storedIndexes(suiteState: SuiteState | undefined): readonly StoredIndex[] {
  return storedIn<StoredIndex>(suiteState, "index-sizes")?.list ?? [];
}

/** What the suite keeps of its statements; undefined where no run read them. */
export function storedStatements(suiteState: SuiteState | undefined) {
  return storedIn<StoredStatement>(suiteState, "slow-queries");
}
