import type { Measurement } from "./measurement.ts";
import { indexNamesIn, matchesName, nodesOf, rootsOf } from "./plan/node.ts";
import { type SequentialRead, sequentialReads } from "./plan/sequential-reads.ts";
import type { DeclaredQuery } from "./query.ts";
import { blocks, kilobytes, names, number, rows, time } from "./text.ts";
import { timesOf } from "./timing.ts";

/** A budget that a measurement exceeds. */
export interface BrokenBudget {
  /** Follows the query's name in a sentence: `reads 24 blocks where max-blocks is 23`. */
  readonly text: string;
  /** The text names the tables that are read sequentially. */
  readonly namesSequentialReads?: true;
}

/** Whether the query has a budget for its costs, which `min-rows` is not. */
export function hasBudget(query: DeclaredQuery): boolean {
  return (
    [
      query["max-time"],
      query["max-blocks"],
      query["max-rows-read"],
      query["max-seq-scan-rows"],
      query["max-spill"],
    ].some((budget) => budget !== undefined) ||
    [query["uses-index"], query["requires-nodes"], query["forbids-nodes"]].some(({ length }) => length > 0)
  );
}

/**
 * The budgets that do not depend on the machine's load: every run gives the same answer.
 *
 * @param growth what the query read when the baseline was recorded, of a regression
 */
export function brokenBudgets(
  query: DeclaredQuery,
  measurement: Measurement,
  growth?: string,
): BrokenBudget[] {
  return [
    ...tooManyBlocks(query, measurement, growth),
    ...tooManyRowsRead(query, measurement),
    ...largeSequentialReads(query, measurement),
    ...tooLargeSpill(query, measurement),
    ...unusedIndexes(query, measurement),
    ...wrongNodes(query, measurement),
  ];
}

/** For a query that needs more than its time even in its fastest run. */
export function describeTooSlow(measurement: Measurement, maxTime: number): string {
  const { fastest, median, runs } = timesOf(measurement) ?? { fastest: 0, median: 0, runs: 0 };
  return `needs ${time(median)}, and ${time(fastest)} in the fastest of ${runs} runs, where max-time is ${time(maxTime)}`;
}

/** A query that finds nothing is fast with any plan. */
export function tooFewRows({ "min-rows": min }: DeclaredQuery, measurement: Measurement): string[] {
  if (min === undefined || measurement.rows >= min) return [];
  return [`returns ${rows(measurement.rows)} where min-rows is ${number(min)}`];
}

/** The budget and the growth share a sentence, because both are about the same number. */
function* tooManyBlocks(
  { "max-blocks": max }: DeclaredQuery,
  measurement: Measurement,
  growth: string | undefined,
): Generator<BrokenBudget> {
  const isOver = max !== undefined && measurement.blocks > max;
  if (!isOver && growth === undefined) return;
  const budget = isOver ? ` where max-blocks is ${number(max)}` : "";
  const before = growth === undefined ? "" : `${isOver ? "," : ""} and ${growth}`;
  yield { text: `reads ${blocks(measurement.blocks)}${budget}${before}` };
}

function* tooManyRowsRead(
  { "max-rows-read": max }: DeclaredQuery,
  { rows: returned, rowsRead }: Measurement,
): Generator<BrokenBudget> {
  if (max === undefined || rowsRead / Math.max(1, returned) <= max) return;
  yield {
    text: `reads ${rows(rowsRead)} to return ${number(returned)}, where max-rows-read allows ${number(max)} for each`,
  };
}

function* largeSequentialReads(query: DeclaredQuery, measurement: Measurement): Generator<BrokenBudget> {
  const max = query["max-seq-scan-rows"];
  const reads = forbiddenReads(query, measurement);
  if (max === undefined || reads.length === 0) return;
  const tables = reads.map((read) => `${read.table} (${rows(read.rows)})`);
  yield {
    text: `reads ${names(tables)} sequentially, where max-seq-scan-rows is ${number(max)}`,
    namesSequentialReads: true,
  };
}

function forbiddenReads(
  { "max-seq-scan-rows": max }: DeclaredQuery,
  measurement: Measurement,
): SequentialRead[] {
  return max === undefined ? [] : sequentialReads(measurement).filter((read) => read.rows > max);
}

function* tooLargeSpill(
  { "max-spill": max }: DeclaredQuery,
  { spilledBytes }: Measurement,
): Generator<BrokenBudget> {
  if (max === undefined || spilledBytes <= max) return;
  yield { text: `puts ${kilobytes(spilledBytes)} on disk where max-spill is ${kilobytes(max)}` };
}

function* unusedIndexes(query: DeclaredQuery, measurement: Measurement): Generator<BrokenBudget> {
  const required = query["uses-index"];
  const roots = rootsOf(measurement);
  const used = [...new Set(indexNamesIn(measurement.plan))];
  const missing = required.filter(
    (name) => !used.some((index) => matchesName(name, index) || matchesName(name, roots.index(index))),
  );
  if (missing.length === 0) return;
  const others = [...new Set(used.map(roots.index))].filter(
    (index) => !required.some((name) => matchesName(name, index)),
  );
  // largeSequentialReads() names the forbidden ones.
  const hasForbidden = forbiddenReads(query, measurement).length > 0;
  const read = hasForbidden ? [] : sequentialReads(measurement).map(({ table }) => table);
  const instead = [
    ...(others.length === 0 ? [] : [`it uses ${names(others)}`]),
    ...(read.length === 0 ? [] : [`it reads ${names(read)} sequentially`]),
  ];
  const inBrackets = instead.length === 0 ? "" : ` (${instead.join(", ")})`;
  yield {
    text: `does not use ${names(missing)}, which uses-index wants${inBrackets}`,
    ...(read.length === 0 ? {} : { namesSequentialReads: true }),
  };
}

function* wrongNodes(query: DeclaredQuery, { plan }: Measurement): Generator<BrokenBudget> {
  const all = nodesOf(plan);
  const types = all.map(({ type }) => type);
  // A node that never ran costs nothing: PostgreSQL 13 shows also the alternative subplans that it did not choose.
  const executed = all.filter(({ loops }) => loops > 0).map(({ type }) => type);
  const missing = query["requires-nodes"].filter((type) => !types.includes(type));
  const forbidden = query["forbids-nodes"].filter((type) => executed.includes(type));
  if (missing.length > 0) yield { text: `has no ${names(missing)} in its plan, which requires-nodes wants` };
  if (forbidden.length > 0) yield { text: `has ${names(forbidden)} in its plan, which forbids-nodes names` };
}
