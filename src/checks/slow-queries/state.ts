import { type CheckState, isSameClock } from "../../core/check-state.ts";
import { observe, type SlowdownRule, type StatementCounters } from "./slowdown.ts";
import { type StoredStatement, storedStatementSchema } from "./stored-statement.ts";

/** What one run read of pg_stat_statements. */
export interface StatementsReading {
  /** Those that took the most time first. */
  readonly counters: readonly StatementCounters[];
  readonly rule: SlowdownRule;
}

/** As many as the query gives, slow or not. */
const KEPT = 100;
/** Room for those that are no longer among the first: they may come back. */
const KEPT_WITH_UNSEEN = 120;

/** The statements that took the most time, with their mean times of the days before. */
export const statementState: Omit<CheckState<unknown, never, StatementsReading, StoredStatement>, "read"> = {
  entry: storedStatementSchema,
  namespace: "statement",
  update({ counters, rule }, { at, clock, previous, lookup }) {
    const known = previous === undefined ? [] : statementState.comparable(previous, clock);
    const { find, rest } = lookup(known);
    // Later a statement is new, or new among the first: what it took before is not known.
    const since = known.length === 0 ? (clock.window ?? at) : at;
    const seen = counters.flatMap((counted, place): StoredStatement[] => {
      const { ref, entry } = find(counted.id);
      return place < KEPT || entry !== undefined
        ? [{ ...observe(counted, entry, at, rule, since), ref }]
        : [];
    });
    return [...seen, ...rest()].slice(0, KEPT_WITH_UNSEEN);
  },
  // After a reset, a promotion or on another server there is nothing to compare with.
  comparable: (stored, clock) => (isSameClock(clock, stored) ? stored.list : []),
  trim: [{ turn: "first", size: (list) => list.length, least: 0, cut: (list, size) => list.slice(0, size) }],
};
