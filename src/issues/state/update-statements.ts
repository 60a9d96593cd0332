import { observe } from "../../checks/slow-queries/slowdown.ts";
import type { RunFacts } from "../run-facts.ts";
import { type FindingIds, statementId } from "./refs.ts";
import { idFinder } from "./rehash.ts";
import type { StoredStatement, SuiteState } from "./schema.ts";
import { TOLERANCE } from "./update-windows.ts";

/** As many as its statement gives whether they are slow or not. */
const KEPT = 100;
/** Room for those that are not among the first any more: they may come back. */
const KEPT_WITH_UNSEEN = 120;

/** Where pg_stat_statements counts. */
export interface StatementsClock {
  /** Since when; null where nothing tells. */
  readonly window: number | null;
  readonly timeline: string | null;
}

/** A run that did not read pg_stat_statements leaves what is known of it. */
export function statementsAfter(
  facts: RunFacts,
  previous: SuiteState | undefined,
  ids: FindingIds,
): Pick<SuiteState, "statements"> {
  const before = previous?.statements;
  if (facts.statements === undefined) return before === undefined ? {} : { statements: before };
  const { counters, window, rule } = facts.statements;
  const clock = { window, timeline: facts.timeline };
  const held = storedStatements(clock, previous);
  const byRef = new Map(held.map((statement) => [statement.ref, statement]));
  const find = idFinder(ids, facts.system, held, statementId);
  const seen: StoredStatement[] = [];
  // Later it is new, or new among the first: what it had time for before is not known.
  const since = held.length === 0 ? (window ?? facts.run.at) : facts.run.at;
  for (const [place, row] of counters.entries()) {
    const { ref, storedAs, twin = storedAs } = find(row.id);
    const known = byRef.get(storedAs);
    byRef.delete(storedAs);
    byRef.delete(twin);
    if (place < KEPT || known !== undefined)
      seen.push({ ...observe(row, known, facts.run.at, rule, since), ref });
  }
  const list = [...seen, ...byRef.values()].slice(0, KEPT_WITH_UNSEEN);
  return { statements: { window, timeline: facts.timeline ?? before?.timeline ?? null, list } };
}

/** What counters of this clock can be held against: nothing after a reset, a promotion or on another server. */
export function storedStatements(
  clock: StatementsClock,
  suiteState: Pick<SuiteState, "statements"> | undefined,
): readonly StoredStatement[] {
  const before = suiteState?.statements;
  if (before === undefined) return [];
  const isSameWindow =
    clock.window === null || before.window === null
      ? clock.window === before.window
      : Math.abs(clock.window - before.window) <= TOLERANCE;
  const isSameTimeline =
    clock.timeline === null || before.timeline === null || clock.timeline === before.timeline;
  return isSameWindow && isSameTimeline ? before.list : [];
}
