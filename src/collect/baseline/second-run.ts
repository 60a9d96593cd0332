import type { Measured } from "../../checks/performance-baseline/measurement.ts";
import type { DeclaredQuery } from "../../checks/performance-baseline/query.ts";
import { internalError } from "../../core/errors.ts";
import { measure, measureAgain, type Prepared } from "./measure.ts";
import { type Measuring, NO_TIME } from "./server.ts";

/** Every query one after the other; then those that were too slow once more. */
export async function measureAll(
  measuring: Measuring,
  queries: readonly DeclaredQuery[],
  runs: number,
  progress: (line: string) => void,
): Promise<Map<string, Measured>> {
  const results = new Map<string, Measured>();
  const slow: Prepared[] = [];
  for (const [index, query] of queries.entries()) {
    const { measured, prepared } = await one(measuring, query, runs);
    results.set(query.name, measured);
    if (prepared !== undefined && isTooSlow(measured, query)) slow.push(prepared);
    // The log of a public repository is everybody's: it names nothing.
    progress(`performance-baseline: query ${index + 1} of ${queries.length}, ${describe(measured)}`);
  }
  for (const prepared of slow) {
    const { query } = prepared;
    const first = results.get(query.name);
    if (measuring.isOver() || first === undefined || !("measurement" in first)) continue;
    const second = await measureAgain(measuring, prepared, runs);
    const place = `query ${queries.indexOf(query) + 1} of ${queries.length}, once more`;
    if ("times" in second) {
      results.set(query.name, { measurement: { ...first.measurement, again: second.times } });
    }
    // What is unknown of the second leaves standing what the first round measured.
    if ("stopped" in second) results.set(query.name, second);
    const came = "times" in second ? timesOf(second.times) : describe(second);
    progress(`performance-baseline: ${place}, ${came}`);
  }
  return results;
}

async function one(
  measuring: Measuring,
  query: DeclaredQuery,
  runs: number,
): Promise<{ measured: Measured; prepared?: Prepared }> {
  if (measuring.isOver()) return { measured: { unknown: NO_TIME } };
  try {
    const result = await measure(measuring, query, runs);
    // At the deadline the connection is cut: what was refused then was refused for want of time.
    return measuring.isOver() && "unknown" in result.measured ? { measured: { unknown: NO_TIME } } : result;
  } catch (error) {
    return { measured: { unknown: measuring.isOver() ? NO_TIME : internalError(error) } };
  }
}

/** Even its fastest run is over the budget. */
function isTooSlow(measured: Measured, { "max-time": budget }: DeclaredQuery): boolean {
  return (
    "measurement" in measured && budget !== undefined && Math.min(...measured.measurement.times) > budget
  );
}

function describe(measured: Measured): string {
  if ("measurement" in measured) return timesOf(measured.measurement.times);
  if ("stopped" in measured) return `stopped after ${measured.stopped.afterMs} ms`;
  return `not measured (${measured.unknown.reason})`;
}

function timesOf(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? 0;
  return `${times.length} runs, ${Number(median.toPrecision(2))} ms`;
}
