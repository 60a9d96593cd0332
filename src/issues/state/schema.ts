import { z } from "zod";
import { STATUSES } from "../../core/finding.ts";
import { PRIORITIES } from "../../core/priority.ts";
import { count, isSameRun, type RunStamp, runStampSchema, time } from "../../core/run-stamp.ts";

/**
 * What the next run must know, kept in hidden blocks of our own issues. Times are milliseconds since 1970.
 * Every issue's block has its findings; the overview, the checklist and the weekly index usage have one slot
 * for each suite that writes them as well.
 */

/** A block of a newer version is left alone. */
export const MEMORY_VERSION = 1;

/** Where a finding's name may be read by everybody it is a keyed hash: see src/issues/state/refs.ts. */
const rememberedFindingSchema = z.object({
  ref: z.string(),
  priority: z.enum(PRIORITIES),
  firstSeen: time,
  /**
   * Runs that agree on it; counting ends at 2, and with 2 it stands. A finding that needs no second run has 2 at
   * once, and one that stood keeps them while it is missed.
   */
  runs: count,
  /** Runs in a row that did not see it any more; at 2 it is forgotten. */
  missed: count,
});

const rememberedCheckSchema = z.object({
  status: z.enum(STATUSES),
  /** When the check got this status. */
  since: time,
  /** The last run that had this check in it. */
  at: time,
  /** Since when it can't look, or not at everything; null when it can. */
  blindSince: time.nullable(),
  findings: z.array(rememberedFindingSchema),
  /** Findings that did not fit: never more urgent than the last of those that did. */
  leftOut: count,
});

const rememberedRunSchema = runStampSchema.extend({
  conclusion: z.enum(["pass", "fail", "unknown"]),
  /** Findings that stand, by priority. */
  findings: z.partialRecord(z.enum(PRIORITIES), count),
  /** All indexes looked at: how many, and their bytes. */
  indexes: z.object({ count, bytes: count }).optional(),
});

const rememberedIndexSchema = z.object({
  ref: z.string(),
  /** The first of our runs that saw it. */
  firstSeen: time,
  /** Its counter at the last run. */
  scans: count,
  /** Since when it has been seen to rest: see src/issues/state/update-indexes.ts. */
  quietSince: time,
  /** `[time, bytes]` of the runs that saw it, oldest first. */
  sizes: z.array(z.tuple([time, count])),
});

const intervalSchema = z.object({
  from: time,
  to: time,
  calls: count,
  /** Milliseconds. */
  mean: count,
  /** The standard error of the mean. */
  doubt: count,
});

/** One statement of pg_stat_statements, and how fast it was: see src/checks/slow-queries/slowdown.ts. */
const rememberedStatementSchema = z.object({
  ref: z.string(),
  /** Which of the server's entries are summed up here. */
  entries: count,
  /** When the running interval began, and the counters then; `ms` and `squares` rounded down. */
  at: time,
  calls: count,
  ms: count,
  squares: count,
  /** The last interval that ended: what the statement is judged by. */
  last: intervalSchema.nullable(),
  /** Mean times before that one, oldest first; without those that were too slow. */
  before: z.array(count),
  /** How many intervals in a row, up to that one, are a slowdown. */
  slowed: count,
  /** Since when those tell of it. */
  since: time,
});

const slotSchema = z.object({
  /** Newest first. */
  runs: z.array(rememberedRunSchema),
  checks: z.record(z.string(), rememberedCheckSchema),
  /** Since when the server's counters counted at the last run that learned it; null when none did. */
  windows: z.object({ tables: time.nullable(), statements: time.nullable() }),
  /** The server's WAL timeline at the last run that learned it: it moves with a promotion. */
  timeline: z.string().nullable(),
  indexes: z.array(rememberedIndexSchema),
  /** Indexes that did not fit. */
  indexesLeftOut: count,
  /** Missing where no run asked for them. */
  statements: z
    .object({
      /** Since when, and on which timeline, pg_stat_statements counted at the last run that read it. */
      window: time.nullable(),
      timeline: z.string().nullable(),
      /** Those that took the most time first. */
      list: z.array(rememberedStatementSchema),
    })
    .optional(),
});

export const issueStateSchema = z.object({
  version: z.literal(MEMORY_VERSION),
  run: runStampSchema,
  /** Why we closed it; null while it is open, and when a person closed it. */
  closed: z.enum(["pass", "duplicate", "disabled"]).nullable(),
  /** Refs are names, or keyed hashes. */
  form: z.enum(["plain", "hashed"]),
  /** Whose label we put on the issue. */
  priority: z.enum(PRIORITIES).nullable(),
  /** Digest of what the block shows, the run that wrote it aside: the same digest is no change. */
  content: z.string(),
  /** What the issue tells of, and holds against nobody's pull request. */
  findings: z.array(rememberedFindingSchema),
  leftOut: count,
  slots: z.record(z.string(), slotSchema),
});
export type RememberedFinding = z.infer<typeof rememberedFindingSchema>;
export type RememberedCheck = z.infer<typeof rememberedCheckSchema>;
export type RememberedRun = z.infer<typeof rememberedRunSchema>;
export type RememberedIndex = z.infer<typeof rememberedIndexSchema>;
export type RememberedStatement = z.infer<typeof rememberedStatementSchema>;
export type StatementInterval = z.infer<typeof intervalSchema>;
/** What the runs of one suite left behind. */
export type Slot = z.infer<typeof slotSchema>;
export type IssueState = z.infer<typeof issueStateSchema>;

export const EMPTY_SLOT: Slot = {
  runs: [],
  checks: {},
  windows: { tables: null, statements: null },
  timeline: null,
  indexes: [],
  indexesLeftOut: 0,
};

/** Whether the newest run of a slot is this very one: it has written already. */
export function holdsRun(slot: Slot | undefined, run: RunStamp): boolean {
  const newest = slot?.runs[0];
  return newest !== undefined && isSameRun(newest, run);
}

/** Whether two runs agreed on it, or it needed no second. */
export function stands({ runs }: RememberedFinding): boolean {
  return runs >= 2;
}

/** A suite's slot. A suite may be called like something that every object has: `constructor`. */
export function slotOf(state: IssueState | null | undefined, suite: string): Slot | undefined {
  return state && Object.hasOwn(state.slots, suite) ? state.slots[suite] : undefined;
}

/** What a slot remembers of a check. */
export function checkIn(slot: Slot | undefined, check: string): RememberedCheck | undefined {
  return slot && Object.hasOwn(slot.checks, check) ? slot.checks[check] : undefined;
}
