import { DAY, HOUR } from "../../lib/time.ts";
import type { StatementInterval, StoredStatement } from "./stored-statement.ts";

/** Nightly runs come an hour early or late; less than a day has other hours in it than the next. */
const SHORTEST = 20 * HOUR;
/** So many times as long as it took the last time, a verdict waits for enough calls; a week is among them. */
const PATIENCE = 10;
/** But no longer than this: what runs no more went with the code that sent it. */
const LONGEST = 30 * DAY;

/** Nightly runs make a week of it, so that its working days and its Sunday are among them, and the newest. */
const MEANS_KEPT = 8;
/** What is usual must have been seen for so long, and more than once. */
const LEARNING = 7 * DAY;
const MEANS_NEEDED = 2;
/** As many bad nights in a row as a weekend has are usual once they are over: they may come every week. */
const SPIKE = 2;

/** A few calls that waited for a lock, or had heavier parameters, raise the mean by less than this many errors. */
const ERRORS_BEYOND_CHANCE = 3;

/** People wait for what takes this long: PgHero calls a query slow from here on. */
const NOTICEABLE_MEAN = 20;
/** SQL Server's automatic correction of plans acts on this much too. */
const NOTICEABLE_ADDED = 10_000;
/** Nobody waits for a faster one, but the server works so much more in a day. */
const BURDEN_ADDED = 600_000;

/** The counters of one statement, as the statement of slow-queries sums them up over its entries. */
export interface StatementCounters {
  /** Its query id. */
  readonly id: string;
  /** Another number when an entry was thrown out, reset or added. */
  readonly entries: number;
  readonly calls: number;
  /** Milliseconds. */
  readonly ms: number;
  /** The sum of the calls' squared times. */
  readonly squares: number;
  /** The slowest call's; 0 where it was reset alone. */
  readonly slowest: number;
}

/** From the options of slow-queries. */
export interface SlowdownRule {
  readonly minCalls: number;
  readonly maxSlowdown: number;
}

/** What memory knows of statements, by their query ids; undefined what these counters can't be held against. */
export type StatementLookup = (id: string) => StoredStatement | undefined;

/**
 * What is remembered of a statement after this look at its counters. An interval ends with the first look that has
 * enough calls since it began; until then they add up, and the last interval's verdict stands. Looking again at the
 * same time changes nothing.
 *
 * @param since of a statement that is met for the first time: since when its counters have counted
 */
export function observe(
  now: StatementCounters,
  held: StoredStatement | undefined,
  at: number,
  rule: SlowdownRule,
  since = at,
): Omit<StoredStatement, "ref"> {
  // A later run looked already; one that is more than a day ahead had a wrong clock.
  if (held !== undefined && held.at >= at && held.at - at <= DAY) return held;
  if (held === undefined) return firstObservation(now, at, since, rule);
  const interval = intervalSince(held, now, at);
  if (interval === undefined) return firstObservation(now, at, at, rule);
  const isOver = interval.calls >= rule.minCalls ? SHORTEST : patienceWith(held);
  if (at - held.at < isOver) return held;
  const slowed = held.slowed + 1;
  const known = { last: interval, before: typicalAfter(held, rule), since: held.since, slowed };
  const isSlowdown = slowdownFrom(known, rule) !== null;
  const spike = isSlowdown || held.slowed === 0 || held.slowed > SPIKE ? null : held.last;
  const before = spike === null ? known.before : withMean(held.before, spike.mean);
  return { ...startOf(now, at), ...known, before, slowed: isSlowdown ? slowed : 0 };
}

function patienceWith({ last }: StoredStatement): number {
  return last === null ? LONGEST : Math.min(LONGEST, PATIENCE * (last.to - last.from));
}

/** The mean of all that was counted so far is the first of those that tell what is usual. */
function firstObservation(
  now: StatementCounters,
  at: number,
  since: number,
  { minCalls }: SlowdownRule,
): Omit<StoredStatement, "ref"> {
  const before = now.calls >= minCalls ? [short(now.ms / now.calls)] : [];
  return { ...startOf(now, at), since: Math.min(since, at), last: null, before, slowed: 0 };
}

/** An interval with enough calls; null when there were too few for as long as we wait. */
export function judgedInterval(
  { last }: Pick<StoredStatement, "last">,
  { minCalls }: SlowdownRule,
): StatementInterval | null {
  return last !== null && last.calls >= minCalls ? last : null;
}

type Known = Pick<StoredStatement, "last" | "before" | "since" | "slowed">;

/**
 * The mean before the last interval, when that one is a slowdown against it: beyond what is usual, and it matters to
 * somebody. One that is told already stays one over a quiet weekend.
 */
export function slowdownFrom(known: Known, rule: SlowdownRule): number | null {
  const interval = judgedInterval(known, rule);
  const typical = exceeded(known, rule);
  if (interval === null || typical === null || known.slowed === 0) return null;
  const { mean, calls, from, to } = interval;
  const addedPerDay = ((mean - typical) * calls * DAY) / (to - from);
  const matters = addedPerDay >= BURDEN_ADDED || (mean >= NOTICEABLE_MEAN && addedPerDay >= NOTICEABLE_ADDED);
  return matters || isLasting(known) ? typical : null;
}

/**
 * What a statement took since the last stored run, where that is more than it ever took before by too much and by more
 * than chance. A shorter time than a day has other hours in it, so this is no verdict: it is for a person who looks into
 * an incident. Null when a day has passed: then `observe` judges it.
 */
export function slowerSince(
  now: StatementCounters,
  held: StoredStatement,
  at: number,
  rule: SlowdownRule,
): { readonly interval: StatementInterval; readonly typical: number } | null {
  const interval = intervalSince(held, now, at);
  if (interval === undefined || interval.calls < rule.minCalls || at - held.at >= SHORTEST) return null;
  const last = judgedInterval(held, rule);
  const typical = Math.max(0, ...held.before, ...(last === null ? [] : [last.mean]));
  const { mean, doubt } = interval;
  if (typical === 0 || mean < NOTICEABLE_MEAN || mean <= rule.maxSlowdown * typical) return null;
  return mean - ERRORS_BEYOND_CHANCE * doubt > typical ? { interval, typical } : null;
}

/** The slowest of the week before, when the last interval is slower by too much, and by more than chance. */
function exceeded(known: Known, rule: SlowdownRule): number | null {
  const { before, since } = known;
  const interval = judgedInterval(known, rule);
  if (interval === null || before.length < MEANS_NEEDED || interval.to - since < LEARNING) return null;
  const { mean, doubt } = interval;
  const typical = Math.max(...settled(before));
  if (typical === 0) return null;
  // It is gone when it is nearer to what is usual than to what was told, or it would come and go with each day's load.
  if (isLasting(known)) return mean > Math.sqrt(rule.maxSlowdown) * typical ? typical : null;
  return mean > rule.maxSlowdown * typical && mean - ERRORS_BEYOND_CHANCE * doubt > typical ? typical : null;
}

function isLasting({ slowed }: Known): boolean {
  return slowed > 1;
}

/**
 * Without the newest: the deploy may have been in the middle of it, and half a slowdown, too little to be told, would
 * hide the whole one that comes after it.
 */
function settled(before: readonly number[]): readonly number[] {
  return before.slice(0, Math.max(MEANS_NEEDED, before.length - 1));
}

/** What is too slow never becomes what is usual: it is told until it is gone, or as soon as it matters. */
function typicalAfter(held: StoredStatement, rule: SlowdownRule): number[] {
  const interval = judgedInterval(held, rule);
  if (interval === null || exceeded(held, rule) !== null) return held.before;
  return withMean(held.before, interval.mean);
}

function withMean(before: readonly number[], mean: number): number[] {
  return [...before, mean].slice(-MEANS_KEPT);
}

function startOf(
  { entries, calls, ms, squares }: StatementCounters,
  at: number,
): Pick<StoredStatement, "entries" | "at" | "calls" | "ms" | "squares"> {
  return { entries, at, calls, ms: Math.floor(ms), squares: Math.floor(squares) };
}

/** Undefined when the counters did not go on from where they were: a difference would be no time that anybody spent. */
function intervalSince(
  held: StoredStatement,
  now: StatementCounters,
  at: number,
): StatementInterval | undefined {
  const calls = now.calls - held.calls;
  // What memory holds is rounded down.
  const ms = now.ms - held.ms;
  const squares = now.squares - held.squares;
  if (now.entries !== held.entries || held.at > at || calls < 0 || ms < 0 || squares < 0) return undefined;
  const atLeast = ms - 1;
  if (calls === 0) return atLeast > 0 ? undefined : { from: held.at, to: at, calls, mean: 0, doubt: 0 };
  // No mean is above the slowest call's, and no sum of squares below the mean's: where an entry was thrown out and
  // came back, such things are seen.
  if (now.slowest > 0 && atLeast > now.slowest * calls) return undefined;
  if (atLeast > 0 && atLeast ** 2 / calls > squares + 1 + now.squares * 1e-9) return undefined;
  const mean = ms / calls;
  const variance = Math.max(0, squares - calls * mean ** 2) / Math.max(1, calls - 1);
  return { from: held.at, to: at, calls, mean: short(mean), doubt: short(Math.sqrt(variance / calls)) };
}

/** Five digits: memory has little room. */
function short(value: number): number {
  return Number(value.toPrecision(5));
}
