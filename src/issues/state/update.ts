import type { CheckResult } from "../../core/report.ts";
import type { RunFacts } from "../run-facts.ts";
import type { Refs } from "./refs.ts";
import { refFinder, slotInForm } from "./rehash.ts";
import {
  checkIn,
  holdsRun,
  type IssueState,
  type RememberedCheck,
  type RememberedRun,
  type Slot,
} from "./schema.ts";
import { type CheckChanges, rememberCheck } from "./update-checks.ts";
import { indexesAfter } from "./update-indexes.ts";
import { statementsAfter } from "./update-statements.ts";
import { windowsAfter } from "./update-windows.ts";

export { inForm } from "./rehash.ts";
export type { CheckChanges, StandingFinding } from "./update-checks.ts";
export { type ClockStart, clockAnew } from "./update-windows.ts";

/** A year of weekly runs, or two months of nightly ones. */
const RUNS_KEPT = 60;

export interface Remembered {
  /** The slot after this run. */
  readonly slot: Slot;
  /** By check id: every check of this run. */
  readonly checks: ReadonlyMap<string, CheckChanges>;
}

/**
 * What this run leaves behind, and what changed since the last one. A run that the slot holds already changes
 * nothing: the same slot comes back, and the same findings stand. Pure.
 *
 * @param previousForm how the slot names findings, when that is not how this run does
 */
export function remember(
  facts: RunFacts,
  previous: Slot | undefined,
  refs: Refs,
  previousForm: IssueState["form"] = refs.form,
): Remembered {
  const before = previous === undefined ? undefined : slotInForm(previous, previousForm, refs);
  const isCounted = holdsRun(before, facts.run);
  const memories: [string, RememberedCheck][] = [];
  const changes = new Map<string, CheckChanges>();
  for (const result of facts.report.results) {
    const held = checkIn(before, result.check);
    const find = refFinder(refs, facts.system, held?.findings ?? [], (form, key) =>
      form.of(result.check, key),
    );
    const ignored = facts.report.ignored.filter(({ check }) => check === result.check);
    const after = rememberCheck(result, held, {
      run: facts.run,
      isSettling: facts.settling.has(result.check),
      isCounted,
      find,
      ignored: new Set(ignored.map(({ key }) => find(key).heldAs)),
    });
    memories.push([result.check, after.memory]);
    changes.set(result.check, after.changes);
  }
  if (before !== undefined && isCounted) return { slot: before, checks: changes };
  const slot: Slot = {
    runs: [runAfter(facts, changes), ...(before?.runs ?? [])].slice(0, RUNS_KEPT),
    // A check that this run had not in it keeps what is known of it.
    checks: { ...before?.checks, ...Object.fromEntries(memories) },
    ...windowsAfter(facts, before),
    ...indexesAfter(facts, before, refs),
    ...statementsAfter(facts, before, refs),
  };
  return { slot, checks: changes };
}

/** One point of the trend: what stood in the checks of this run. */
function runAfter(facts: RunFacts, changes: ReadonlyMap<string, CheckChanges>): RememberedRun {
  const { report, run, indexes, smallerIndexes } = facts;
  const findings: RememberedRun["findings"] = {};
  for (const { check } of report.results.filter(isLookedAt)) {
    for (const { remembered } of changes.get(check)?.standing ?? []) {
      findings[remembered.priority] = (findings[remembered.priority] ?? 0) + 1;
    }
  }
  const bytes = indexes.reduce((sum, index) => sum + index.bytes, smallerIndexes.bytes);
  return {
    ...run,
    conclusion: report.conclusion,
    findings,
    ...(indexes.length === 0 ? {} : { indexes: { count: indexes.length + smallerIndexes.count, bytes } }),
  };
}

/** A check that is switched off keeps its memory, but its findings trouble nobody. An unknown one's still do. */
function isLookedAt({ skipped }: CheckResult): boolean {
  return skipped === undefined;
}
