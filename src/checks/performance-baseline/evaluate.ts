import type { Facts, Fix, Unknown } from "../../core/finding.ts";
import { type ReadBaseline, readRecorded } from "./baseline-file.ts";
import { brokenBudgets, describeTooSlow, hasBudget, tooFewRows } from "./budgets.ts";
import { type Comparable, type Comparison, comparisonOf, type RunContext } from "./compare/comparison.ts";
import { type ExcessCosts, explainCosts } from "./compare/explain.ts";
import { changesSince, describeChanges, notableIn, type PlanChanges } from "./compare/plan-changes.ts";
import { describeRegression } from "./compare/regression.ts";
import type { BaselineEvidence, Measured, Measurement } from "./measurement.ts";
import { renderTree } from "./plan/render.ts";
import type { DeclaredQuery } from "./query.ts";
import { type RowVerdict, rowOf } from "./row.ts";
import { called, capital, day, time } from "./text.ts";
import { BEYOND_NOISE, evaluateTime } from "./timing.ts";
import { type UnknownReason, unknownsOfComparison, unknownsOfMeasurement } from "./unknowns.ts";

/** The result of one declared query. */
interface QueryVerdict {
  readonly query: DeclaredQuery;
  /** What is wrong with it and how to fix it; undefined when nothing is. */
  readonly problem: { readonly message: string; readonly fix?: Fix; readonly plan?: string } | undefined;
  /** Why all or a part of it could not be checked. */
  readonly unknowns: readonly UnknownReason[];
  readonly row: Facts;
  /** For a new baseline; undefined unless the query was measured completely, returned rows and is within its budgets. */
  readonly recordable: Measurement | undefined;
}

/** The options of the check that the evaluation needs. */
interface EvaluationOptions {
  readonly file: string;
  readonly queries: readonly DeclaredQuery[];
  readonly "max-age": number;
  readonly "max-growth": number;
}

interface BaselineContext extends RunContext {
  readonly baseline: ReadBaseline;
  readonly maxGrowth: number;
}

/**
 * Evaluates each declared query. Queries of the recorded file that are no longer declared are ignored.
 *
 * @param now milliseconds since 1970
 */
export function evaluateQueries(
  { file, queries, "max-age": maxAge, "max-growth": maxGrowth }: EvaluationOptions,
  { recorded, measured }: BaselineEvidence,
  now: number,
): QueryVerdict[] {
  const run = "value" in measured ? measured.value : undefined;
  const context = {
    baseline: readRecorded(recorded, file),
    maxGrowth,
    maxAge,
    now,
    serverVersion: run?.server.version,
  };
  return queries.map((query) => evaluateQuery(query, run?.queries.get(query.name), context));
}

/** @param measured undefined when the run measured nothing, which proves nothing */
function evaluateQuery(
  query: DeclaredQuery,
  measured: Measured | undefined,
  context: BaselineContext,
): QueryVerdict {
  const compare = (measurement?: Measurement) => comparisonOf(context.baseline, query, measurement, context);
  if (measured === undefined || !("measurement" in measured)) {
    return evaluateUnmeasured(query, measured, compare());
  }
  const { measurement } = measured;
  return evaluateMeasurement(query, measurement, compare(measurement), context.maxGrowth);
}

function evaluateMeasurement(
  query: DeclaredQuery,
  measurement: Measurement,
  comparison: Comparison,
  maxGrowth: number,
): QueryVerdict {
  const comparable = "record" in comparison ? comparison : undefined;
  const changes =
    comparable === undefined
      ? notableIn(measurement)
      : changesSince(comparable.record, measurement, query["max-seq-scan-rows"]);
  const growth = comparable && describeRegression(comparable, measurement, { maxGrowth, changes });
  const problem = problemOf(query, measurement, { growth, changes, comparable });
  const incomplete = unknownsOfMeasurement(query, measurement);
  const isComplete = incomplete.length === 0;
  return {
    query,
    problem,
    unknowns: [...incomplete, ...unknownsOfComparison(query, comparison)],
    row: rowOf(query, {
      verdict: problem === undefined ? verdictWithoutProblem(query, isComplete, comparison) : "fail",
      measured: { measurement },
      comparison,
      changes: comparable === undefined ? "" : describeChanges(changes).join("; "),
    }),
    recordable: problem === undefined && isComplete ? measurement : undefined,
  };
}

function problemOf(
  query: DeclaredQuery,
  measurement: Measurement,
  { growth, changes, comparable }: ProblemContext,
): QueryVerdict["problem"] {
  const costs = excessCosts(query, measurement, growth);
  const excess = [...costs.time, ...costs.budgets.map(({ text }) => text)];
  const problems = [...tooFewRows(query, measurement), ...excess];
  if (problems.length === 0) return undefined;
  const reason =
    excess.length === 0 ? undefined : explainCosts(query, measurement, { costs, changes, comparable });
  return {
    message: `${called(query.name)} ${problems.join("; it ")}.${reason?.text ?? ""}`,
    plan: renderTree(measurement.plan, measurement),
    ...(reason?.fix === undefined ? {} : { fix: reason.fix }),
  };
}

interface ProblemContext {
  readonly growth: string | undefined;
  readonly changes: PlanChanges;
  readonly comparable: Comparable | undefined;
}

function excessCosts(
  query: DeclaredQuery,
  measurement: Measurement,
  growth: string | undefined,
): ExcessCosts {
  const maxTime = query["max-time"];
  const isTooSlow = maxTime !== undefined && evaluateTime(measurement, maxTime) === "over";
  return {
    time: isTooSlow ? [describeTooSlow(measurement, maxTime)] : [],
    budgets: brokenBudgets(query, measurement, growth),
    growth,
  };
}

function verdictWithoutProblem(
  query: DeclaredQuery,
  isComplete: boolean,
  comparison: Comparison,
): RowVerdict {
  if (!isComplete) return "unknown";
  if (hasBudget(query) || "record" in comparison) return "pass";
  return "missing" in comparison ? "measured" : "unknown";
}

type Unmeasured = Exclude<Measured, { readonly measurement: Measurement }>;
type Stopped = Extract<Unmeasured, { readonly stopped: unknown }>["stopped"];

function evaluateUnmeasured(
  query: DeclaredQuery,
  measured: Unmeasured | undefined,
  comparison: Comparison,
): QueryVerdict {
  const tooLong =
    measured !== undefined && "stopped" in measured
      ? describeTooLong(query, measured.stopped, comparison)
      : undefined;
  return {
    query,
    problem: tooLong === undefined ? undefined : { message: `${called(query.name)} ${tooLong}.` },
    unknowns: tooLong === undefined ? [{ unknown: whyUnmeasured(measured) }] : [],
    row: rowOf(query, {
      verdict: tooLong === undefined ? "unknown" : "fail",
      measured,
      comparison,
      changes: "",
    }),
    recordable: undefined,
  };
}

/** Noise does not stop a query whose budget is below the timeout, or that took a tenth of it when it was recorded. */
function describeTooLong(
  { "max-time": maxTime }: DeclaredQuery,
  stopped: Stopped,
  comparison: Comparison,
): string | undefined {
  if (maxTime !== undefined && maxTime <= stopped.afterMs) {
    return `was ${describeStop(stopped)}, where max-time is ${time(maxTime)}`;
  }
  if (!("record" in comparison)) return undefined;
  const { record, recordedAt } = comparison;
  if (stopped.afterMs <= BEYOND_NOISE * record.ms.slowest) return undefined;
  return `was ${describeStop(stopped)}, and needed ${time(record.ms.median)} on ${day(recordedAt)}`;
}

function whyUnmeasured(measured: Unmeasured | undefined): Unknown {
  if (measured === undefined) return { reason: "error", detail: "Not measured." };
  if ("unknown" in measured) return measured.unknown;
  return {
    reason: "timeout",
    detail: `${capital(describeStop(measured.stopped))}: declare a longer timeout, or a max-time that says how long it may take.`,
  };
}

function describeStop({ afterMs, times }: Stopped): string {
  return `stopped by the server after ${time(afterMs)}${times > 1 ? `, ${times} times` : ""}`;
}
