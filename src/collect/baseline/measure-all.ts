import type { Measured } from "../../checks/performance-baseline/measurement.ts";
import type { DeclaredQuery } from "../../checks/performance-baseline/query.ts";
import { internalError } from "../../core/errors.ts";
import { type MeasureResult, measure, measureAgain, type PreparedQuery } from "./measure.ts";
import { type MeasureContext, NO_TIME } from "./run-statement.ts";

/** Measures all queries one after the other; then a second round of those that were too slow. */
export async function measureAll(
  context: MeasureContext,
  queries: readonly DeclaredQuery[],
  runs: number,
  progress: (line: string) => void,
): Promise<Map<string, Measured>> {
  const results = new Map<string, Measured>();
  const slow: PreparedQuery[] = [];
  for (const [index, query] of queries.entries()) {
    const { measured, prepared } = await measureOne(context, query, runs);
    results.set(query.name, measured);
    if (prepared !== undefined && isTooSlow(measured, query)) slow.push(prepared);
    // The log of a public repository is public: it contains no names.
    progress(`performance-baseline: query ${index + 1} of ${queries.length}, ${describeResult(measured)}`);
  }
  for (const prepared of slow) {
    const { query } = prepared;
    const first = results.get(query.name);
    if (context.isOver() || first === undefined || !("measurement" in first)) continue;
    const second = await measureAgain(context, prepared, runs);
    // If the second round is unknown, the first one's measurement remains.
    if ("times" in second) {
      results.set(query.name, { measurement: { ...first.measurement, again: second.times } });
    } else if ("stopped" in second) {
      results.set(query.name, second);
    }
    const place = `query ${queries.indexOf(query) + 1} of ${queries.length}, once more`;
    const result = "times" in second ? describeTimes(second.times) : describeResult(second);
    progress(`performance-baseline: ${place}, ${result}`);
  }
  return results;
}

async function measureOne(
  context: MeasureContext,
  query: DeclaredQuery,
  runs: number,
): Promise<MeasureResult> {
  if (context.isOver()) return { measured: { unknown: NO_TIME } };
  try {
    const result = await measure(context, query, runs);
    // The deadline closes the connection: an error from then on means that the time was over.
    return context.isOver() && "unknown" in result.measured ? { measured: { unknown: NO_TIME } } : result;
  } catch (error) {
    return { measured: { unknown: context.isOver() ? NO_TIME : internalError(error) } };
  }
}

/** Whether even the fastest run exceeded the budget. */
function isTooSlow(measured: Measured, { "max-time": budget }: DeclaredQuery): boolean {
  return (
    "measurement" in measured && budget !== undefined && Math.min(...measured.measurement.times) > budget
  );
}

function describeResult(measured: Measured): string {
  if ("measurement" in measured) return describeTimes(measured.measurement.times);
  if ("stopped" in measured) return `stopped after ${measured.stopped.afterMs} ms`;
  return `not measured (${measured.unknown.reason})`;
}

function describeTimes(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${times.length} runs, ${Number(median.toPrecision(2))} ms`;
}
