/** Describes how a new baseline differs from the one that it replaces. */
import type { RecordedBaseline, RecordedQuery } from "../../src/checks/performance-baseline/baseline-file.ts";
import { SEQ_SCAN } from "../../src/checks/performance-baseline/plan/sequential-reads.ts";
import { visible } from "../../src/lib/visible.ts";
import { formatDuration, formatNumber } from "../../src/report/html/values.ts";
import { MIN_DIFFERENCE_MS } from "../../src/report/summary/performance-cells.ts";

/** Times vary from run to run: a smaller factor is not a change. */
const MIN_TIME_FACTOR = 1.5;

/** One line for each query that has changed. */
export function changesBetween(before: RecordedBaseline, after: RecordedBaseline): string[] {
  const gone = before.queries.filter(({ name }) => !after.queries.some((query) => query.name === name));
  return [
    ...(before.server.version === after.server.version
      ? []
      : [`PostgreSQL ${visible(after.server.version)}, was ${visible(before.server.version)}`]),
    ...after.queries.flatMap((query) => changesOf(query, before)),
    ...gone.map(({ name }) => `${visible(name)}: no longer declared`),
  ];
}

function changesOf(query: RecordedQuery, { queries }: RecordedBaseline): string[] {
  const name = visible(query.name);
  const old = queries.find((other) => other.name === query.name);
  if (old === undefined) return [`${name}: new, ${timeOf(query)}, ${blocksOf(query)}`];
  const parts = [
    ...(old.statement === query.statement ? [] : ["its SQL, parameters, role or settings are others"]),
    ...(old.blocks === query.blocks ? [] : [`${blocksOf(query)}, was ${formatNumber(old.blocks)}`]),
    ...(isSameTime(old.ms.median, query.ms.median) ? [] : [`${timeOf(query)}, was ${timeOf(old)}`]),
    ...(old.rows === query.rows ? [] : [`${count(query.rows, "row")}, was ${formatNumber(old.rows)}`]),
    ...differences(indexesOf(old), indexesOf(query), "uses"),
    ...differences(sequentialTables(old), sequentialTables(query), "reads sequentially"),
  ];
  return parts.length === 0 ? [] : [`${name}: ${parts.join("; ")}`];
}

function differences(before: readonly string[], after: readonly string[], verb: string): string[] {
  const gained = after.filter((name) => !before.includes(name));
  const lost = before.filter((name) => !after.includes(name));
  return [
    ...(gained.length === 0 ? [] : [`now ${verb} ${gained.map((name) => visible(name)).join(", ")}`]),
    ...(lost.length === 0 ? [] : [`no longer ${verb} ${lost.map((name) => visible(name)).join(", ")}`]),
  ];
}

function indexesOf({ indexes }: RecordedQuery): string[] {
  return [...new Set(indexes.map(({ name }) => name))];
}

function sequentialTables({ plan }: RecordedQuery): string[] {
  const tables = plan.flatMap(({ type, relation }) =>
    type === SEQ_SCAN && relation !== undefined ? [relation] : [],
  );
  return [...new Set(tables)];
}

function isSameTime(before: number, after: number): boolean {
  const [less, more] = before < after ? [before, after] : [after, before];
  return more - less < MIN_DIFFERENCE_MS || more < MIN_TIME_FACTOR * less;
}

function timeOf({ ms }: RecordedQuery): string {
  return formatDuration(ms.median).replaceAll("\u00a0", " ");
}

function blocksOf({ blocks }: RecordedQuery): string {
  return count(blocks, "block");
}

function count(number: number, word: string): string {
  return `${formatNumber(number)} ${word}${number === 1 ? "" : "s"}`;
}
