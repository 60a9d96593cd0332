import { z } from "zod";
import { count, time } from "../../core/run-stamp.ts";

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
export const storedStatementSchema = z.object({
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
