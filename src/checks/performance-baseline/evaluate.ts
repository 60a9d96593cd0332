import type { Facts, Fix, Unknown } from "../../core/finding.ts";
import { count } from "../../lib/format.ts";
import { fromIso, toDate } from "../../lib/time.ts";
import { RECORD_AGAIN, type ReadBaseline, readRecorded } from "./baseline-file.ts";
import { brokenBudgets, describeTooSlow, hasBudget, tooFewRows } from "./budgets.ts";
import { type Moment, type Recorded, recordedOf } from "./compare.ts";
import { type Costs, explain } from "./explain.ts";
import type { BaselineEvidence, Measured, Measurement } from "./measurement.ts";
import { nodesOf } from "./plan/node.ts";
import { renderTree } from "./plan/render.ts";
import { changesSince, describeChanges, notableChanges, regressionIn } from "./plan-changes.ts";
import type { DeclaredQuery } from "./query.ts";
import { type RowVerdict, rowOf } from "./row.ts";
import { called, capital, names, time } from "./text.ts";
import { BEYOND_NOISE, evaluateTime } from "./timing.ts";

/** What is said of one declared query. */
export interface QueryVerdict {
  readonly query: DeclaredQuery;
  /** What is wrong with it, and what helps; undefined when nothing is. */
  readonly trouble: { readonly message: string; readonly fix?: Fix; readonly plan?: string } | undefined;
  /** Why it could not be looked at, or not wholly. */
  readonly doubts: readonly UnknownReason[];
  readonly row: Facts;
  /** What may be recorded of it: it was measured whole, returned rows and kept its budgets. */
  readonly recordable: Measurement | undefined;
}

export interface BaselineContext extends Moment {
  readonly baseline: ReadBaseline;
  readonly maxGrowth: number;
}

/** @param measured undefined in a run that measured nothing, and then nothing is concluded */
export function evaluateQuery(
  query: DeclaredQuery,
  measured: Measured | undefined,
  yardsticks: BaselineContext,
): QueryVerdict {
  const measurement = measured !== undefined && "measurement" in measured ? measured.measurement : undefined;
  const recorded = recordedOf(yardsticks.baseline, query, measurement, yardsticks);
  if (measurement === undefined) return unmeasured(query, measured, recorded);

  const compared = "usable" in recorded ? recorded : undefined;
  const changes =
    compared === undefined
      ? notableChanges(measurement)
      : changesSince(compared.usable, measurement, query["max-seq-scan-rows"]);
  const costs = costsOf(query, measurement, {
    grown: compared && regressionIn(compared, measurement, { maxGrowth: yardsticks.maxGrowth, changes }),
  });
  const problems = [...tooFewRows(query, measurement), ...costs.time, ...costs.budgets];
  const isCostly = costs.time.length + costs.budgets.length > 0;
  const why = isCostly ? explain(query, measurement, { costs, changes, compared }) : undefined;
  const incomplete = unknownsOf(query, measurement);
  return {
    query,
    trouble:
      problems.length === 0
        ? undefined
        : {
            message: `${called(query.name)} ${problems.join("; it ")}.${why?.words ?? ""}`,
            plan: renderTree(measurement.plan, measurement),
            ...(why?.fix === undefined ? {} : { fix: why.fix }),
          },
    doubts: [...incomplete, ...unknownsOfContext(query, recorded)],
    row: rowOf(query, {
      verdict: problems.length > 0 ? "fail" : kept(query, { isWhole: incomplete.length === 0, recorded }),
      measured,
      recorded,
      changes: compared === undefined ? "" : describeChanges(changes).join("; "),
    }),
    recordable: problems.length === 0 && incomplete.length === 0 ? measurement : undefined,
  };
}

/** Of a query of which nothing is wrong in sight. */
function kept(
  query: DeclaredQuery,
  { isWhole, recorded }: { readonly isWhole: boolean; readonly recorded: Recorded },
): RowVerdict {
  if (!isWhole) return "unknown";
  if (hasBudget(query) || "usable" in recorded) return "pass";
  return "missing" in recorded ? "measured" : "unknown";
}

function costsOf(query: DeclaredQuery, measurement: Measurement, { grown }: Pick<Costs, "grown">): Costs {
  const maxTime = query["max-time"];
  const isTooSlow = maxTime !== undefined && evaluateTime(measurement, maxTime) === "over";
  return {
    time: isTooSlow ? [describeTooSlow(measurement, maxTime)] : [],
    budgets: brokenBudgets(query, measurement, grown),
    grown,
  };
}

function unmeasured(query: DeclaredQuery, measured: Measured | undefined, recorded: Recorded): QueryVerdict {
  const { problem, doubt } = evaluateUnmeasured(query, measured, recorded);
  return {
    query,
    trouble: problem === undefined ? undefined : { message: `${called(query.name)} ${problem}.` },
    doubts: doubt === undefined ? [] : [{ unknown: doubt }],
    row: rowOf(query, {
      verdict: problem === undefined ? "unknown" : "fail",
      measured,
      recorded,
      changes: "",
    }),
    recordable: undefined,
  };
}

/** What the configuration says, as far as the judge needs it. */
export interface Declared {
  readonly file: string;
  readonly queries: readonly DeclaredQuery[];
  readonly "max-age": number;
  readonly "max-growth": number;
}

/**
 * What is said of each declared query. Queries of the recorded file that nobody declares any more are passed over.
 *
 * @param now milliseconds since 1970
 */
export function verdictsOn(
  { file, queries, "max-age": maxAge, "max-growth": maxGrowth }: Declared,
  { recorded, measured }: BaselineEvidence,
  now: number,
): QueryVerdict[] {
  const run = "value" in measured ? measured.value : undefined;
  const yardsticks = {
    baseline: readRecorded(recorded, file),
    maxGrowth,
    maxAge,
    now,
    serverVersion: run?.server.version,
  };
  return queries.map((query) => evaluateQuery(query, run?.queries.get(query.name), yardsticks));
}

/** Sentences of an unknown, so that all is mended in one go; more of them are counted. */
const TOLD = 20;

/** All that could not be looked at as one unknown: each reason once, with the queries that it is about. */
export function allUnknowns(verdicts: readonly QueryVerdict[]): Unknown | undefined {
  const all = verdicts.flatMap(({ query: { name }, doubts }) => doubts.map((doubt) => ({ name, ...doubt })));
  const [first] = all;
  if (first === undefined) return undefined;
  const reasons = alike(all.flatMap(({ name, unknown, unfit }) => (unfit ? [] : [[unknown.detail, name]])));
  const unfit = alike(all.flatMap(({ name, unfit: why }) => (why ? [[why, name]] : [])));
  const sentences = reasons.slice(0, TOLD).map(([detail, of]) => about(of, detail, verdicts.length));
  const left = reasons.length - sentences.length;
  const fixes = new Set(all.flatMap(({ unknown: { fix } }) => (fix === undefined ? [] : [fix])));
  const fix = [...fixes].slice(0, TOLD).join("\n");
  return {
    reason: first.unknown.reason,
    detail: [
      ...sentences,
      ...(left > 0 ? [`And ${count(left, "other reason")}.`] : []),
      ...notCompared(unfit, verdicts.length),
    ].join(" "),
    ...(fix === "" ? {} : { fix }),
  };
}

/** A sentence that wants to know whose it is. */
const OF_QUERIES = /^(It|No|Not|Measured|Slower|Stopped) /;

type Reason = readonly [text: string, queries: readonly string[]];

function alike(all: readonly (readonly string[])[]): Reason[] {
  const byText = new Map<string, string[]>();
  for (const [text = "", name = ""] of all) byText.set(text, [...(byText.get(text) ?? []), name]);
  return [...byText];
}

/** Whose it is; of a file, a login or a server it is so of all, and needs no names. */
function about(of: readonly string[], text: string, queries: number): string {
  return of.length === queries && of.length > 1 && !OF_QUERIES.test(text)
    ? text
    : `${names(of.map(called))}: ${text}`;
}

/** The remedy is the same for all, and is said once. */
function notCompared(unfit: readonly Reason[], queries: number): string[] {
  if (unfit.length === 0) return [];
  const why = unfit.slice(0, TOLD).map(([text, of]) => about(of, text.replace(/\.$/, ""), queries));
  const left = unfit.length - why.length;
  const more = left > 0 ? [`and ${count(left, "other reason")}`] : [];
  return [`Not compared with the recorded baseline: ${[...why, ...more].join("; ")}. ${RECORD_AGAIN}`];
}

/** Why a query could not be looked at, or not wholly. */
export interface UnknownReason {
  readonly unknown: Unknown;
  /** Why the recorded baseline does not fit this query; one sentence tells it of all queries. */
  readonly unfit?: string;
}

/** What this measurement cannot tell. */
export function unknownsOf(query: DeclaredQuery, measurement: Measurement): UnknownReason[] {
  const { "min-rows": least, "max-time": maxTime } = query;
  const doubts: Unknown[] = [];
  if (least === undefined && measurement.rows === 0) {
    doubts.push({
      reason: "error",
      detail:
        "No row came back, which proves nothing: give parameters that find some, or declare min-rows: 0.",
    });
  }
  if (least === undefined && measurement.rows > 0 && foundNothing(measurement)) {
    doubts.push({
      reason: "error",
      detail:
        "No table gave a row, and a count of nothing proves nothing: give parameters that find some, a role and settings that may see some, or declare min-rows.",
    });
  }
  if (maxTime !== undefined && evaluateTime(measurement, maxTime) === "unsettled") {
    doubts.push({
      reason: "timeout",
      detail:
        "Slower than max-time, and the run's time was over before a second round could tell whether that was noise (policy.timeout in the configuration).",
    });
  }
  return doubts.map((unknown) => ({ unknown }));
}

/** Row-level security may hide all that is counted, and the count is a row all the same. */
function foundNothing({ plan }: Measurement): boolean {
  const reads = nodesOf(plan).filter(({ relation }) => relation !== undefined);
  return reads.length > 0 && reads.every(({ rows }) => rows === 0);
}

/** A recorded baseline that counts for nothing is never passed over in silence; none at all is no news. */
export function unknownsOfContext(query: DeclaredQuery, recorded: Recorded): UnknownReason[] {
  if ("unusable" in recorded) {
    const { unusable: unknown, isOfQuery, why } = recorded;
    return [{ unknown, ...(isOfQuery === true ? { unfit: why } : {}) }];
  }
  if ("usable" in recorded || hasBudget(query)) return [];
  return [{ unknown: { reason: "error", detail: NO_CONTEXT } }];
}

const NO_CONTEXT =
  "Measured, and judged by nothing, for want of a budget and of a recorded baseline: declare max-blocks or max-time, or commit the file of the output baseline-file.";

type Unmeasured = Exclude<Measured, { readonly measurement: Measurement }>;
type Stopped = Extract<Unmeasured, { readonly stopped: unknown }>;

/** What is said of a query without a measurement: what is wrong with it, or why nobody knows. */
export function evaluateUnmeasured(
  query: DeclaredQuery,
  measured: Measured | undefined,
  recorded: Recorded,
): { readonly problem?: string; readonly doubt?: Unknown } {
  if (measured === undefined || "measurement" in measured) {
    return { doubt: { reason: "error", detail: "Not measured." } };
  }
  if ("unknown" in measured) return { doubt: measured.unknown };
  const problem = tooLong(query, measured, recorded);
  return problem === undefined ? { doubt: notKnown(measured) } : { problem };
}

/** Whoever may take less than the limit, or took a tenth of it when it was recorded, was not stopped by noise. */
function tooLong(
  { "max-time": maxTime }: DeclaredQuery,
  { stopped }: Stopped,
  recorded: Recorded,
): string | undefined {
  if (maxTime !== undefined && maxTime <= stopped.afterMs) {
    return `was ${inWords(stopped)}, where max-time is ${time(maxTime)}`;
  }
  if ("usable" in recorded && stopped.afterMs > BEYOND_NOISE * recorded.usable.ms.slowest) {
    const day = toDate(fromIso(recorded.recordedAt) ?? 0);
    return `was ${inWords(stopped)}, and needed ${time(recorded.usable.ms.median)} on ${day}`;
  }
  return undefined;
}

function notKnown({ stopped }: Stopped): Unknown {
  return {
    reason: "timeout",
    detail: `${capital(inWords(stopped))}: declare a longer timeout, or a max-time that says how long it may take.`,
  };
}

function inWords({ afterMs, times }: Stopped["stopped"]): string {
  return `stopped by the server after ${time(afterMs)}${times > 1 ? `, ${times} times` : ""}`;
}
