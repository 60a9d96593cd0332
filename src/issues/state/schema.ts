import { z } from "zod";
import type { StoredEntry, StoredList } from "../../core/check-state.ts";
import { STATUSES } from "../../core/finding.ts";
import { PRIORITIES } from "../../core/priority.ts";
import { count, isSameRun, type RunStamp, runStampSchema, time } from "../../core/run-stamp.ts";
import { statefulChecks } from "./stateful-checks.ts";

/**
 * What the next run must know, kept in hidden blocks of our own issues. Times are milliseconds since 1970.
 * Every issue's block has its findings; the overview, the checklist and the weekly index usage have one slot
 * for each suite that writes them as well.
 */

/** A block of a newer version is left alone. */
export const STATE_VERSION = 1;

/** Where a finding's name may be read by everybody it is a keyed hash: see src/issues/state/refs.ts. */
const storedFindingSchema = z.object({
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

const storedCheckSchema = z.object({
  status: z.enum(STATUSES),
  /** When the check got this status. */
  since: time,
  /** The last run that had this check in it. */
  at: time,
  /** Since when it can't look, or not at everything; null when it can. */
  unknownSince: time.nullable(),
  findings: z.array(storedFindingSchema),
  /** Findings that did not fit: never more urgent than the last of those that did. */
  leftOut: count,
  /** The newest run by a schedule that had this check in it, and the newest that carried it out. */
  scheduled: z.object({ at: time, checkedAt: time.nullable() }).optional(),
});

const storedRunSchema = runStampSchema.extend({
  /** GitHub's name of the event that started it: schedule, workflow_dispatch. */
  event: z.string().max(40).optional(),
  conclusion: z.enum(["pass", "fail", "unknown"]),
  /** Findings that stand, by priority. */
  findings: z.partialRecord(z.enum(PRIORITIES), count),
  /** All indexes looked at: how many, and their bytes. */
  indexes: z.object({ count, bytes: count }).optional(),
});

/** A list that a check stored, with the clock of the statistics that it was read from. */
function storedListSchema(entry: z.ZodType<StoredEntry>) {
  return z.object({
    window: time.nullable(),
    timeline: z.string().nullable(),
    list: z.array(entry),
    /** Entries that did not fit. */
    leftOut: count,
  });
}

const suiteStateSchema = z.object({
  /** Newest first. */
  runs: z.array(storedRunSchema),
  checks: z.record(z.string(), storedCheckSchema),
  /** Since when the server's counters counted at the last run that learned it; null when none did. */
  windows: z.object({ tables: time.nullable(), statements: time.nullable() }),
  /** The server's WAL timeline at the last run that learned it: it moves with a promotion. */
  timeline: z.string().nullable(),
  /** What checks stored for their next run, by check id. */
  stored: z.object(
    Object.fromEntries(statefulChecks.map(({ id, state }) => [id, storedListSchema(state.entry).optional()])),
  ),
});

export const issueStateSchema = z.object({
  version: z.literal(STATE_VERSION),
  run: runStampSchema,
  /** Why we closed it; null while it is open, and when a person closed it. */
  closed: z.enum(["pass", "duplicate", "disabled"]).nullable(),
  /** Refs are names, or keyed hashes. */
  idFormat: z.enum(["plain", "hashed"]),
  /** Whose label we put on the issue. */
  priority: z.enum(PRIORITIES).nullable(),
  /** Digest of what the block shows, the run that wrote it aside: the same digest is no change. */
  content: z.string(),
  /** What the issue tells of, and holds against nobody's pull request. */
  findings: z.array(storedFindingSchema),
  leftOut: count,
  suites: z.record(z.string(), suiteStateSchema),
});
export type StoredFinding = z.infer<typeof storedFindingSchema>;
export type StoredCheck = z.infer<typeof storedCheckSchema>;
export type StoredRun = z.infer<typeof storedRunSchema>;
/** What the runs of one suite left behind. */
export type SuiteState = z.infer<typeof suiteStateSchema>;
export type IssueState = z.infer<typeof issueStateSchema>;

export const EMPTY_SUITE_STATE: SuiteState = {
  runs: [],
  checks: {},
  windows: { tables: null, statements: null },
  timeline: null,
  stored: {},
};

/** Whether the newest run of a slot is this very one: it has written already. */
export function holdsRun(suiteState: SuiteState | undefined, run: RunStamp): boolean {
  const newest = suiteState?.runs[0];
  return newest !== undefined && isSameRun(newest, run);
}

/** Whether two runs agreed on it, or it needed no second. */
export function isConfirmed({ runs }: StoredFinding): boolean {
  return runs >= 2;
}

/** A suite's slot. A suite may be called like something that every object has: `constructor`. */
export function suiteStateOf(state: IssueState | null | undefined, suite: string): SuiteState | undefined {
  return state && Object.hasOwn(state.suites, suite) ? state.suites[suite] : undefined;
}

/** A list as the issue keeps it, with the count of what it had no room for. */
type StoredCheckList<Entry extends StoredEntry> = StoredList<Entry> & {
  readonly list: Entry[];
  readonly leftOut: number;
};

/** What a check stored; undefined where it stored nothing. */
export function storedIn<Entry extends StoredEntry = StoredEntry>(
  suiteState: Pick<SuiteState, "stored"> | undefined,
  check: string,
): StoredCheckList<Entry> | undefined {
  if (suiteState === undefined || !Object.hasOwn(suiteState.stored, check)) return undefined;
  // Every list was parsed by the schema of its check.
  return suiteState.stored[check] as StoredCheckList<Entry> | undefined;
}

/** What a slot remembers of a check. */
export function checkIn(suiteState: SuiteState | undefined, check: string): StoredCheck | undefined {
  return suiteState && Object.hasOwn(suiteState.checks, check) ? suiteState.checks[check] : undefined;
}
