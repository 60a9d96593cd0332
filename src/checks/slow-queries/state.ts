import { z } from "zod";
import { type CheckState, isSameClock } from "../../core/check-state.ts";
import { count, time } from "../../core/run-stamp.ts";
import { observe, type SlowdownRule, type StatementCounters } from "./slowdown.ts";

const intervalSchema = z.object({
  from: time,
  to: time,
  calls: count,
  /** Milliseconds. */
  mean: count,
  /** The standard error of the mean. */
  doubt: count,
});

/** One statement of pg_stat_statements, and how fast it was: see slowdown.ts. */
const storedStatementSchema = z.object({
  ref: z.string(),
  /** Which of the server's entries are summed up here. */
  entries: count,
  /** When the running interval began, and the counters then; `ms` and `squares` rounded down. */
  at: time,
  calls: count,
  ms: count,
  squares: count,
  /** The last interval that ended: what the statement is evaluated by. */
  last: intervalSchema.nullable(),
  /** Mean times before that one, oldest first; without those that were too slow. */
  before: z.array(count),
  /** How many intervals in a row, up to that one, are a slowdown. */
  slowed: count,
  /** Since when those tell of it. */
  since: time,
});

export type StatementInterval = z.infer<typeof intervalSchema>;
export type StoredStatement = z.infer<typeof storedStatementSchema>;

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
