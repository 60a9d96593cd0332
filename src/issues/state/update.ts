import type { CheckResult } from "../../core/report.ts";
import { inventoryIn, type RunFacts } from "../run-facts.ts";
import type { FindingIds } from "./refs.ts";
import { idFinder, suiteStateInFormat } from "./rehash.ts";
import {
  checkIn,
  holdsRun,
  type IssueState,
  type StoredCheck,
  type StoredRun,
  type SuiteState,
} from "./schema.ts";
import { type CheckChanges, updateCheck } from "./update-checks.ts";
import { storedAfter } from "./update-stored.ts";
import { windowsAfter } from "./update-windows.ts";

export { inIdFormat } from "./rehash.ts";
export type { CheckChanges, ConfirmedFinding } from "./update-checks.ts";
export { statisticsReset } from "./update-windows.ts";

/** A year of weekly runs, or two months of nightly ones. */
const RUNS_KEPT = 60;

export interface UpdatedState {
  /** The slot after this run. */
  readonly suiteState: SuiteState;
  /** By check id: every check of this run. */
  readonly checks: ReadonlyMap<string, CheckChanges>;
}

/**
 * What this run leaves behind, and what changed since the last one. A run that the slot holds already changes
 * nothing: the same slot comes back, and the same findings stand. Pure.
 *
 * @param previousForm how the slot names findings, when that is not how this run does
 */
export function updateState(
  facts: RunFacts,
  previous: SuiteState | undefined,
  ids: FindingIds,
  previousForm: IssueState["idFormat"] = ids.idFormat,
): UpdatedState {
  const before = previous === undefined ? undefined : suiteStateInFormat(previous, previousForm, ids);
  const isCounted = holdsRun(before, facts.run);
  const memories: [string, StoredCheck][] = [];
  const changes = new Map<string, CheckChanges>();
  for (const result of facts.report.results) {
    const held = checkIn(before, result.check);
    const find = idFinder(ids, facts.system, held?.findings ?? [], (idFormat, key) =>
      idFormat.of(result.check, key),
    );
    const ignored = facts.report.ignored.filter(({ check }) => check === result.check);
    const after = updateCheck(result, held, {
      run: facts.run,
      isScheduled: facts.event === "schedule",
      isSettling: facts.needsConfirmation.has(result.check),
      isCounted,
      find,
      ignored: new Set(ignored.map(({ key }) => find(key).storedAs)),
    });
    memories.push([result.check, after.memory]);
    changes.set(result.check, after.changes);
  }
  if (before !== undefined && isCounted) return { suiteState: before, checks: changes };
  const suiteState: SuiteState = {
    runs: [runAfter(facts, changes), ...(before?.runs ?? [])].slice(0, RUNS_KEPT),
    // A check that this run had not in it keeps what is known of it.
    checks: { ...before?.checks, ...Object.fromEntries(memories) },
    ...windowsAfter(facts, before),
    ...storedAfter(facts, before, ids),
  };
  return { suiteState, checks: changes };
}

/** One point of the trend: what stood in the checks of this run. */
function runAfter(facts: RunFacts, changes: ReadonlyMap<string, CheckChanges>): StoredRun {
  const { report, run } = facts;
  const { indexes, smaller } = inventoryIn(facts);
  const findings: StoredRun["findings"] = {};
  for (const { check } of report.results.filter(isLookedAt)) {
    for (const { stored } of changes.get(check)?.standing ?? []) {
      findings[stored.priority] = (findings[stored.priority] ?? 0) + 1;
    }
  }
  const bytes = indexes.reduce((sum, index) => sum + index.bytes, smaller.bytes);
  return {
    ...run,
    ...(facts.event === "" ? {} : { event: facts.event }),
    conclusion: report.conclusion,
    findings,
    ...(indexes.length === 0 ? {} : { indexes: { count: indexes.length + smaller.count, bytes } }),
  };
}

/** A check that is switched off keeps its memory, but its findings trouble nobody. An unknown one's still do. */
function isLookedAt({ skipped }: CheckResult): boolean {
  return skipped === undefined;
}
