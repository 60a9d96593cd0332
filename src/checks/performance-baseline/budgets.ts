import type { Measurement } from "./measurement.ts";
import { type SequentialRead, sequentialReads } from "./plan/analyze.ts";
import { isNamed, nodesOf, rootsOf } from "./plan/node.ts";
import type { DeclaredQuery } from "./query.ts";
import { blocks, kilobytes, names, number, rows, time } from "./text.ts";
import { timesOf } from "./timing.ts";

/** Whether something is declared that a measurement can break; that it returns rows says nothing of its cost. */
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
 * What does not depend on the machine's mood: each is broken or not, in every run alike.
 *
 * @param grown what it read when the baseline was recorded, where that is a regression
 */
export function brokenBudgets(query: DeclaredQuery, measurement: Measurement, grown?: string): string[] {
  return [
    ...tooManyBlocks(query, measurement, grown),
    ...tooManyRowsRead(query, measurement),
    ...largeSequentialReads(query, measurement),
    ...spills(query, measurement),
    ...unusedIndexes(query, measurement),
    ...wrongNodes(query, measurement),
  ];
}

/** Of a query whose times are over the budget, whatever the machine does. */
export function describeTooSlow(measurement: Measurement, maxTime: number): string {
  const { fastest, median, runs } = timesOf(measurement) ?? { fastest: 0, median: 0, runs: 0 };
  return `needs ${time(median)}, and ${time(fastest)} in the fastest of ${runs} runs, where max-time is ${time(maxTime)}`;
}

/** A query that finds nothing is fast whatever its plan is. */
export function tooFewRows({ "min-rows": least }: DeclaredQuery, measured: Measurement): string[] {
  if (least === undefined || measured.rows >= least) return [];
  return [`returns ${rows(measured.rows)} where min-rows is ${number(least)}`];
}

/** Its budget and its baseline in one sentence: they are of the same number. */
function* tooManyBlocks(
  { "max-blocks": most }: DeclaredQuery,
  measured: Measurement,
  grown: string | undefined,
): Generator<string> {
  const isOver = most !== undefined && measured.blocks > most;
  if (!isOver && grown === undefined) return;
  const budget = isOver ? ` where max-blocks is ${number(most)}` : "";
  const before = grown === undefined ? "" : `${isOver ? "," : ""} and ${grown}`;
  yield `reads ${blocks(measured.blocks)}${budget}${before}`;
}

function* tooManyRowsRead(
  { "max-rows-read": most }: DeclaredQuery,
  { rows: returned, rowsRead }: Measurement,
): Generator<string> {
  const each = rowsRead / Math.max(1, returned);
  if (most === undefined || each <= most) return;
  yield `reads ${rows(rowsRead)} to return ${number(returned)}, where max-rows-read allows ${number(most)} for each`;
}

/** The tables that it may not read sequentially, and reads so. */
export function forbiddenReads(
  { "max-seq-scan-rows": most }: DeclaredQuery,
  measured: Measurement,
): SequentialRead[] {
  return most === undefined ? [] : sequentialReads(measured).filter((read) => read.rows > most);
}

function* largeSequentialReads(query: DeclaredQuery, measured: Measurement): Generator<string> {
  const most = query["max-seq-scan-rows"];
  if (most === undefined) return;
  const large = forbiddenReads(query, measured);
  if (large.length === 0) return;
  const tables = large.map((read) => `${read.table} (${rows(read.rows)})`);
  yield `reads ${names(tables)} sequentially, where max-seq-scan-rows is ${number(most)}`;
}

function* spills({ "max-spill": most }: DeclaredQuery, { spilledBytes }: Measurement): Generator<string> {
  if (most !== undefined && spilledBytes > most) {
    yield `puts ${kilobytes(spilledBytes)} on disk where max-spill is ${kilobytes(most)}`;
  }
}

function* unusedIndexes(query: DeclaredQuery, measured: Measurement): Generator<string> {
  const wanted = query["uses-index"];
  const roots = rootsOf(measured);
  const used = [
    ...new Set(nodesOf(measured.plan).flatMap(({ index }) => (index === undefined ? [] : index))),
  ];
  const missing = wanted.filter(
    (name) => !used.some((index) => isNamed(name, index) || isNamed(name, roots.index(index))),
  );
  if (missing.length === 0) return;
  const others = [...new Set(used.map(roots.index))].filter(
    (index) => !wanted.some((name) => isNamed(name, index)),
  );
  // The budget above has said it.
  const isSaid = forbiddenReads(query, measured).length > 0;
  const read = isSaid ? [] : sequentialReads(measured).map(({ table }) => table);
  const instead = [
    ...(others.length === 0 ? [] : [`it uses ${names(others)}`]),
    ...(read.length === 0 ? [] : [`it reads ${names(read)} sequentially`]),
  ];
  const told = instead.length === 0 ? "" : ` (${instead.join(", ")})`;
  yield `does not use ${names(missing)}, which uses-index wants${told}`;
}

function* wrongNodes(query: DeclaredQuery, { plan }: Measurement): Generator<string> {
  const all = nodesOf(plan);
  const types = all.map(({ type }) => type);
  // What is planned and never executed costs nothing: PostgreSQL 13 shows subplans that it decided against.
  const executed = all.filter(({ loops }) => loops > 0).map(({ type }) => type);
  const missing = query["requires-nodes"].filter((type) => !types.includes(type));
  const forbidden = query["forbids-nodes"].filter((type) => executed.includes(type));
  if (missing.length > 0) yield `has no ${names(missing)} in its plan, which requires-nodes wants`;
  if (forbidden.length > 0) yield `has ${names(forbidden)} in its plan, which forbids-nodes names`;
}
