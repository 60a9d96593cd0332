import type { Unknown } from "../../core/finding.ts";
import { count } from "../../lib/format.ts";
import { RECORD_AGAIN } from "./baseline-file.ts";
import { hasBudget } from "./budgets.ts";
import type { Comparison } from "./compare/comparison.ts";
import type { Measurement } from "./measurement.ts";
import { nodesOf } from "./plan/node.ts";
import type { DeclaredQuery } from "./query.ts";
import { called, names } from "./text.ts";
import { evaluateTime } from "./timing.ts";

/** Why all or a part of a query could not be checked. */
export interface UnknownReason {
  readonly unknown: Unknown;
  /** Why the recorded baseline does not fit this query; one sentence states it for all queries. */
  readonly notComparable?: string;
}

/** What this measurement does not prove. */
export function unknownsOfMeasurement(query: DeclaredQuery, measurement: Measurement): UnknownReason[] {
  const { "min-rows": min, "max-time": maxTime } = query;
  const unknowns: Unknown[] = [];
  if (min === undefined && measurement.rows === 0) {
    unknowns.push({
      reason: "error",
      detail:
        "No row came back, which proves nothing: give parameters that find some, or declare min-rows: 0.",
    });
  }
  if (min === undefined && measurement.rows > 0 && everyReadIsEmpty(measurement)) {
    unknowns.push({
      reason: "error",
      detail:
        "No table gave a row, and a count of nothing proves nothing: give parameters that find some, a role and settings that may see some, or declare min-rows.",
    });
  }
  if (maxTime !== undefined && evaluateTime(measurement, maxTime) === "undecided") {
    unknowns.push({
      reason: "timeout",
      detail:
        "Slower than max-time, and the run's time was over before a second round could tell whether that was noise (policy.timeout in the configuration).",
    });
  }
  return unknowns.map((unknown) => ({ unknown }));
}

/** Row-level security can hide all rows, and a count returns a row all the same. */
function everyReadIsEmpty({ plan }: Measurement): boolean {
  const reads = nodesOf(plan).filter(({ relation }) => relation !== undefined);
  return reads.length > 0 && reads.every(({ rows }) => rows === 0);
}

/** A recorded baseline that cannot be used is always reported; a missing one only for a query without a budget. */
export function unknownsOfComparison(query: DeclaredQuery, comparison: Comparison): UnknownReason[] {
  if ("unknown" in comparison) {
    const { unknown, isOfQuery, why } = comparison;
    return [{ unknown, ...(isOfQuery === true ? { notComparable: why } : {}) }];
  }
  if ("record" in comparison || hasBudget(query)) return [];
  return [{ unknown: { reason: "error", detail: NEITHER_BUDGET_NOR_BASELINE } }];
}

const NEITHER_BUDGET_NOR_BASELINE =
  "Measured, and judged by nothing, for want of a budget and of a recorded baseline: declare max-blocks or max-time, or commit the file of the output baseline-file.";

/** The limit of sentences and of fixes; further reasons are counted. */
const MAX_REASONS = 20;

/** All reasons as one: each of them once, with the names of its queries. */
export function joinUnknowns(
  queries: readonly { readonly query: DeclaredQuery; readonly unknowns: readonly UnknownReason[] }[],
): Unknown | undefined {
  const all = queries.flatMap(({ query: { name }, unknowns }) =>
    unknowns.map((reason) => ({ name, ...reason })),
  );
  const [first] = all;
  if (first === undefined) return undefined;
  const reasons = groupByText(
    all.flatMap(({ name, unknown, notComparable }) => (notComparable ? [] : [[unknown.detail, name]])),
  );
  const notComparable = groupByText(
    all.flatMap(({ name, notComparable: why }) => (why ? [[why, name]] : [])),
  );
  const sentences = reasons.slice(0, MAX_REASONS).map((reason) => withQueries(reason, queries.length));
  const left = reasons.length - sentences.length;
  const fixes = new Set(all.flatMap(({ unknown: { fix } }) => (fix === undefined ? [] : [fix])));
  const language = [...fixes][0]?.language;
  const texts = new Set([...fixes].flatMap((fix) => (fix.language === language ? [fix.text] : [])));
  return {
    reason: first.unknown.reason,
    detail: [
      ...sentences,
      ...(left > 0 ? [`And ${count(left, "other reason")}.`] : []),
      ...describeNotComparable(notComparable, queries.length),
    ].join(" "),
    ...(language === undefined
      ? {}
      : { fix: { language, text: [...texts].slice(0, MAX_REASONS).join("\n") } }),
  };
}

interface Reason {
  readonly text: string;
  /** The names of the queries that have it. */
  readonly queries: readonly string[];
}

function groupByText(all: readonly (readonly string[])[]): Reason[] {
  const byText = new Map<string, string[]>();
  for (const [text = "", name = ""] of all) byText.set(text, [...(byText.get(text) ?? []), name]);
  return [...byText].map(([text, queries]) => ({ text, queries }));
}

/** The beginning of a sentence about a query, which needs its name even if it is true of all queries. */
const ABOUT_A_QUERY = /^(It|No|Not|Measured|Slower|Stopped) /;

/** What is true of a file, a login or a server is true of all queries, and needs no names. */
function withQueries({ text, queries }: Reason, total: number): string {
  return queries.length === total && queries.length > 1 && !ABOUT_A_QUERY.test(text)
    ? text
    : `${names(queries.map(called))}: ${text}`;
}

/** The reasons in one sentence, because they have the same remedy. */
function describeNotComparable(reasons: readonly Reason[], total: number): string[] {
  if (reasons.length === 0) return [];
  const shown = reasons
    .slice(0, MAX_REASONS)
    .map(({ text, queries }) => withQueries({ text: text.replace(/\.$/, ""), queries }, total));
  const left = reasons.length - shown.length;
  const more = left > 0 ? [`and ${count(left, "other reason")}`] : [];
  return [`Not compared with the recorded baseline: ${[...shown, ...more].join("; ")}. ${RECORD_AGAIN}`];
}
