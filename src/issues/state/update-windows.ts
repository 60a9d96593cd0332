import { CLOCK_TOLERANCE, type ResetReason } from "../../core/check-state.ts";
import type { RunStamp } from "../../core/run-stamp.ts";
import { fromIso } from "../../lib/time.ts";
import type { RunFacts } from "../run-facts.ts";
import type { SuiteState } from "./schema.ts";

/**
 * Whether the counters' clock started anew since the last run: a reset, a crash, a promotion or a restore. Null
 * when it did not, at the first run, and when the database was not reached. A run that memory has counted already
 * has nothing before it to be compared with: ask with the slot before.
 */
export function statisticsReset(facts: RunFacts, previous: SuiteState | undefined): ResetReason | null {
  const { run, timeline } = facts;
  const tablesWindow = facts.windows?.tables;
  const last = previous?.runs[0];
  if (previous === undefined || last === undefined) return null;
  const since = tablesWindow?.since ?? null;
  if (tablesWindow !== undefined && since !== null && since > boundary(previous, last) + CLOCK_TOLERANCE) {
    return { since: Math.min(since, run.at), why: tablesWindow.detail };
  }
  // A promoted standby has counters of its own, whatever time they tell.
  if (previous.timeline !== null && timeline !== null && timeline !== previous.timeline) {
    return { since: run.at, why: "the server was promoted or restored" };
  }
  return null;
}

/**
 * A window that begins later than the one of memory is another one. The two times are the server's own, so that
 * a runner whose clock is wrong does not matter; without the former the last run's time has to do.
 */
function boundary({ windows }: SuiteState, last: RunStamp): number {
  return windows.tables ?? last.at;
}

/** A run that did not learn something leaves what was learned before, or a later one would miss the change. */
export function windowsAfter(
  facts: RunFacts,
  previous: SuiteState | undefined,
): Pick<SuiteState, "windows" | "timeline"> {
  const before = previous?.windows ?? { tables: null, statements: null };
  const { server } = facts.report;
  if (server === null) return { windows: before, timeline: previous?.timeline ?? null };
  const { statements } = server.windows;
  return {
    windows: {
      tables: facts.windows?.tables.since ?? before.tables,
      statements: statements === null ? before.statements : (fromIso(statements) ?? before.statements),
    },
    timeline: facts.timeline ?? previous?.timeline ?? null,
  };
}
