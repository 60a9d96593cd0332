import type { RecordedQuery } from "../baseline-file.ts";
import type { Measurement } from "../measurement.ts";
import { factorOf, MISESTIMATE_FACTOR, type Misestimate, worstMisestimate } from "../plan/misestimates.ts";
import { indexNamesIn, nodesOf, rootsOf } from "../plan/node.ts";
import { LARGE_TABLE, SEQ_SCAN, type SequentialRead, sequentialReads } from "../plan/sequential-reads.ts";
import { names, number, rows } from "../text.ts";

/**
 * Blocks. A smaller growth is never a regression: 800 kB from the cache take a fraction of a millisecond, and 3 blocks
 * become 7 when an index grows by a level or its dead entries wait for VACUUM.
 */
export const MIN_GROWTH = 100;

/** What a plan does differently than the recorded one; or what is notable in a plan without a record. */
export interface PlanChanges {
  /** As they were recorded. */
  readonly lostIndexes: readonly RecordedQuery["indexes"][number][];
  /** Large tables that the recorded plan did not read sequentially. */
  readonly sequential: readonly SequentialRead[];
  readonly misestimate: Misestimate | undefined;
  readonly unvacuumed: HeapFetches | undefined;
}

/** The number of rows that an index-only scan had to read in its table. */
interface HeapFetches {
  readonly table: string;
  readonly fetches: number;
}

/** @param large a table with more rows is large */
export function changesSince(
  record: RecordedQuery,
  measurement: Measurement,
  large: number = LARGE_TABLE,
): PlanChanges {
  const roots = rootsOf(measurement);
  const used = new Set(indexNamesIn(measurement.plan).map(roots.index));
  const before = new Set(record.plan.flatMap(({ type, relation }) => (type === SEQ_SCAN ? [relation] : [])));
  return {
    lostIndexes: record.indexes.filter(({ name }) => !used.has(name)),
    sequential: sequentialReads(measurement).filter((read) => read.rows > large && !before.has(read.table)),
    misestimate: newMisestimate(record, measurement),
    unvacuumed: unvacuumedIn(measurement, record.heapFetches),
  };
}

/** What is notable in a plan that cannot be compared. */
export function notableIn(measurement: Measurement): PlanChanges {
  return {
    lostIndexes: [],
    sequential: sequentialReads(measurement).filter((read) => read.rows > LARGE_TABLE),
    misestimate: worstMisestimate(measurement.plan, measurement),
    unvacuumed: unvacuumedIn(measurement),
  };
}

/** An estimate that was as wrong when the query was recorded did not make the plan worse. */
function newMisestimate(record: RecordedQuery, measurement: Measurement): Misestimate | undefined {
  const worst = worstMisestimate(measurement.plan, measurement);
  if (worst === undefined) return undefined;
  const wasRecorded = record.plan
    .filter(({ type, relation }) => (relation ?? type) === worst.what)
    .filter((node) => node.rows > node.expectedRows === worst.rows > worst.expected)
    // The record has rounded numbers: half the factor is enough.
    .some((node) => factorOf(node) >= MISESTIMATE_FACTOR / 2);
  return wasRecorded ? undefined : worst;
}

/** Each row is a block at most, and so few blocks more are not a regression. */
function unvacuumedIn(measurement: Measurement, before = 0): HeapFetches | undefined {
  const [most] = nodesOf(measurement.plan).sort((a, b) => (b.heapFetches ?? 0) - (a.heapFetches ?? 0));
  const { relation, heapFetches: fetches = 0 } = most ?? {};
  if (relation === undefined || fetches < MIN_GROWTH || fetches < 2 * before) return undefined;
  return { table: relation, fetches };
}

/** All changes since the recorded plan. */
export function describeChanges(changes: PlanChanges): string[] {
  return [...describeOtherPlan(changes), ...describeCauses(changes)];
}

/** The changes that only a comparison shows. */
export function describeOtherPlan({
  lostIndexes,
  sequential,
}: Pick<PlanChanges, "lostIndexes" | "sequential">): string[] {
  return [
    ...lostIndexes.map(({ name }) => `the index ${name} is no longer used`),
    ...sequential.map((read) => `${tableWithRows(read)} is now read sequentially`),
  ];
}

/** The same of a plan that is not compared. */
export function describeNotable(changes: PlanChanges): string[] {
  const tables = changes.sequential.map(tableWithRows);
  return [
    ...(tables.length === 0 ? [] : [`it reads ${names(tables)} sequentially`]),
    ...describeCauses(changes),
  ];
}

/** What makes a plan costly without being another plan. */
export function describeCauses({
  misestimate,
  unvacuumed,
}: Pick<PlanChanges, "misestimate" | "unvacuumed">): string[] {
  return [
    ...(misestimate === undefined ? [] : [describeMisestimate(misestimate)]),
    ...(unvacuumed === undefined ? [] : [describeUnvacuumed(unvacuumed)]),
  ];
}

function tableWithRows({ table, rows: all }: SequentialRead): string {
  return `${table} (${rows(all)})`;
}

function describeMisestimate({ what, table, expected, rows: actual, factor }: Misestimate): string {
  const of = table === undefined ? `of its ${what}` : `of ${what}`;
  return `the planner expected ${rows(expected)} ${of} and ${number(actual)} came, wrong by a factor of ${number(Math.round(factor))}`;
}

function describeUnvacuumed({ table, fetches }: HeapFetches): string {
  return `${rows(fetches)} of an index-only scan were looked up in ${table}, which VACUUM has not seen since they were written`;
}
