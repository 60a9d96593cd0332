import type { z } from "zod";

/** What is stored of one object: `ref` is its name, or the hash of it where everybody may read the state. */
export interface StoredEntry {
  readonly ref: string;
}

/** Since when, and on which timeline, the server's statistics count. Null where the server does not say. */
export interface StatisticsClock {
  /** Milliseconds since 1970. */
  readonly window: number | null;
  readonly timeline: string | null;
}

/** What a check left at an earlier run, with the clock of the statistics that it was read from. */
export interface StoredList<Entry extends StoredEntry = StoredEntry> extends StatisticsClock {
  readonly list: readonly Entry[];
}

/** Why the statistics of tables do not go on from where they were at the last run. */
export interface ResetReason {
  /** Milliseconds since 1970. */
  readonly since: number;
  /** In words: "the statistics were reset". */
  readonly why: string;
}

/** One run, as a check's state sees it. */
export interface StateInput<Entry extends StoredEntry> {
  /** When the run began, milliseconds since 1970. */
  readonly at: number;
  /** Of the statistics that the check rests on: its `window`. */
  readonly clock: StatisticsClock;
  /** Null when the statistics of tables go on since the last run. */
  readonly reset: ResetReason | null;
  readonly previous: StoredList<Entry> | undefined;
  /** Looks objects up among these entries by their names; an entry that was found is no longer in `rest`. */
  lookup(entries: readonly Entry[]): EntryLookup<Entry>;
}

export interface EntryLookup<Entry extends StoredEntry> {
  find(name: string): { readonly ref: string; readonly entry: Entry | undefined };
  rest(): readonly Entry[];
}

/** A way to make a list smaller when the issue has no room for all of it. */
interface TrimStep<Entry extends StoredEntry> {
  /** Its turn: before any finding goes, before most findings go, or after them. */
  readonly turn: "first" | "before-findings" | "after-findings";
  /** How much there is to cut. */
  size(list: readonly Entry[]): number;
  /** No less than this stays at its turn. */
  readonly least: number;
  /** The list with no more than `size`. */
  cut(list: readonly Entry[], size: number): Entry[];
}

/**
 * What a check must know in its next run: a list with an entry for each object, kept in the issue of the suite.
 * `Reading` is what it takes out of one run's rows.
 */
export interface CheckState<Options, Row, Reading, Entry extends StoredEntry> {
  readonly entry: z.ZodType<Entry>;
  /** Keeps the hashes of its names apart from those of findings and of other lists. It never changes. */
  readonly namespace: string;
  /** Undefined where there is nothing to learn from: what is stored stays as it is. */
  read(rows: readonly Row[], options: Options): Reading | undefined;
  /** Pure: the list after this run. */
  update(reading: Reading, input: StateInput<Entry>): readonly Entry[];
  /** The entries that statistics with this clock can be compared with. */
  comparable(stored: StoredList<Entry>, clock: StatisticsClock): readonly Entry[];
  /** In the order of their turns. */
  readonly trim: readonly TrimStep<Entry>[];
}

/** A start that is told in whole seconds may move by less than one. Milliseconds. */
export const CLOCK_TOLERANCE = 1_000;

/** Whether statistics go on: no reset, no promotion and no other server in between. */
export function isSameClock(one: StatisticsClock, other: StatisticsClock): boolean {
  const isSameStart =
    one.window === null || other.window === null
      ? one.window === other.window
      : Math.abs(one.window - other.window) <= CLOCK_TOLERANCE;
  return isSameStart && (one.timeline === null || other.timeline === null || one.timeline === other.timeline);
}
