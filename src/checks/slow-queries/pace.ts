import {
  judgedInterval,
  observe,
  type SlowdownRule,
  type StatementCounters,
  type StatementLookup,
  slowdownFrom,
} from "./slowdown.ts";
import type { StatementInterval } from "./stored-statement.ts";

interface MeanTimeRule extends SlowdownRule {
  /** Milliseconds. */
  readonly maxMeanTime: number;
}

/** How fast a statement is, and since when that is said. */
export interface MeanTime {
  readonly mean: number;
  readonly calls: number;
  /** Null where memory tells nothing: since the counters began. */
  readonly interval: StatementInterval | null;
  /** The interval ended at a former run, and the one since has too few calls yet. */
  readonly isOld: boolean;
  readonly isSlow: boolean;
  /** Its mean before, above 0, when it slowed down. */
  readonly typical: number | null;
}

/**
 * Wherever memory has one, the last interval with enough calls counts, so that a slow past is soon forgotten and a
 * fast one hides nothing. What memory met for the first time at the last run is judged by all that was counted.
 *
 * @param now when the run began
 */
export function meanTimeOf(
  counted: StatementCounters,
  { now, stored }: { readonly now: number; readonly stored?: StatementLookup },
  rule: MeanTimeRule,
): MeanTime {
  const held = stored?.(counted.id);
  const remembered = held === undefined ? undefined : observe(counted, held, now, rule);
  const isOver = (mean: number): boolean => mean > rule.maxMeanTime;
  if (remembered === undefined || remembered.last === null) {
    const { calls } = counted;
    const mean = counted.ms / calls;
    const isSlow = isOver(mean) && calls >= rule.minCalls;
    return { mean, calls, interval: null, isOld: false, isSlow, typical: null };
  }
  const { last } = remembered;
  return {
    mean: last.mean,
    calls: last.calls,
    interval: last,
    isOld: last.to < now,
    isSlow: judgedInterval(remembered, rule) !== null && isOver(last.mean),
    typical: slowdownFrom(remembered, rule),
  };
}
