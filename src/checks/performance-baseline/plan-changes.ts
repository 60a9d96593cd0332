import type { Fix } from "../../core/finding.ts";
import { fromIso, toDate } from "../../lib/time.ts";
import type { RecordedQuery } from "./baseline-file.ts";
import type { Measurement } from "./measurement.ts";
import {
  factorOf,
  LARGE_TABLE,
  MISESTIMATED,
  type Misestimate,
  SEQ_SCAN,
  type SequentialRead,
  sequentialReads,
  worstMisestimate,
} from "./plan/analyze.ts";
import { heapFetchesOf, nodesOf, rootsOf } from "./plan/node.ts";
import { sharesOfTables } from "./plan/render.ts";
import { names, number, rows, times } from "./text.ts";

/**
 * So many more blocks are never a regression: 800 kB from the cache take a fraction of a millisecond, and 3 blocks
 * become 7 when an index grows by a level or its dead entries wait for vacuum.
 */
export const FLOOR = 100;

/**
 * A plan that lost an index or reads a large table anew has a reason to be worse: so little growth confirms it. Less
 * is what counts differ by from one ANALYZE to the next, and then the other plan is as good.
 */
export const WITH_ANOTHER_PLAN = 1.2;

/**
 * How many times more blocks the growth of its tables explains. Each table's part of the old blocks grows with its
 * rows at most; one that shrank explains nothing.
 */
export function growthOf(old: RecordedQuery, { tables }: Measurement): number {
  const shares = sharesOfTables(old);
  return [...shares].reduce((sum, [name, share]) => {
    const then = old.tables.find((table) => table.name === name)?.rows ?? 0;
    const now = tables.find((table) => table.name === name)?.rows ?? 0;
    return then > 0 && now > then ? sum + share * (now / then - 1) : sum;
  }, 1);
}

/**
 * An index-only scan looks rows up in the table that were written since the last VACUUM, each in a block of its own:
 * a busy queue reads 45 blocks in one hour and 8,900 in the next, by the same plan and for the same rows. That is
 * told, and passes by itself. A plan that reads more rows than it did has another reason.
 */
function isForWantOfVacuum(
  old: RecordedQuery,
  { blocks: now, rowsRead, plan }: Measurement,
  allowed: number,
) {
  const without = Math.max(0, now - heapFetchesOf(plan));
  const then = Math.max(0, old.blocks - (old.heapFetches ?? 0));
  return without <= allowed * then + FLOOR && rowsRead <= allowed * old.rowsRead + FLOOR;
}

/** `read 24 on 2026-11-15 (1,894 times as many)`: how much more it reads than recorded; undefined for no regression. */
export function regressionIn(
  { usable: old, recordedAt }: { readonly usable: RecordedQuery; readonly recordedAt: string },
  measurement: Measurement,
  { maxGrowth, changes }: { readonly maxGrowth: number; readonly changes: Changes },
): string | undefined {
  const growth = growthOf(old, measurement);
  const hasAnotherPlan = changes.lostIndexes.length > 0 || changes.sequential.length > 0;
  const factor = hasAnotherPlan ? Math.min(maxGrowth, WITH_ANOTHER_PLAN) : maxGrowth;
  if (measurement.blocks <= factor * growth * old.blocks + FLOOR) return undefined;
  if (!hasAnotherPlan && isForWantOfVacuum(old, measurement, factor * growth)) return undefined;
  const day = toDate(fromIso(recordedAt) ?? 0);
  const grown = old.blocks === 0 ? "" : ` (${times(measurement.blocks / old.blocks)} as many)`;
  const allowed = factor === maxGrowth ? `, where max-growth is ${number(maxGrowth)}` : "";
  return `read ${number(old.blocks)} on ${day}${grown}${allowed}`;
}

/** What is different from the recorded plan, in kind and not only in numbers. */
export interface Changes {
  /** As they were recorded. */
  readonly lostIndexes: readonly RecordedQuery["indexes"][number][];
  /** Large tables that were not read sequentially then. */
  readonly sequential: readonly SequentialRead[];
  readonly misestimate: Misestimate | undefined;
  /** Many rows of an index-only scan were looked up in this table. */
  readonly unvacuumed: { readonly table: string; readonly fetches: number } | undefined;
}

/** @param large from more rows than this on a table is large */
export function changesSince(
  old: RecordedQuery,
  measurement: Measurement,
  large: number = LARGE_TABLE,
): Changes {
  const roots = rootsOf(measurement);
  const used = new Set(
    nodesOf(measurement.plan).flatMap(({ index }) => (index === undefined ? [] : [roots.index(index)])),
  );
  const before = new Set(old.plan.flatMap(({ type, relation }) => (type === SEQ_SCAN ? [relation] : [])));
  return {
    lostIndexes: old.indexes.filter(({ name }) => !used.has(name)),
    sequential: sequentialReads(measurement).filter((read) => read.rows > large && !before.has(read.table)),
    misestimate: newMisestimate(old, measurement),
    unvacuumed: unvacuumedIn(measurement, old.heapFetches),
  };
}

/** An estimate that was as wrong when all was well is not what made the plan worse. */
function newMisestimate(old: RecordedQuery, measurement: Measurement): Misestimate | undefined {
  const worst = worstMisestimate(measurement.plan, measurement);
  if (worst === undefined) return undefined;
  const wasOff = old.plan
    .filter(({ type, relation }) => (relation ?? type) === worst.what)
    .filter((line) => line.rows > line.expectedRows === worst.rows > worst.expected)
    // Rounded numbers: what is half as wrong counts.
    .some((line) => factorOf(line) >= MISESTIMATED / 2);
  return wasOff ? undefined : worst;
}

/** What stands out in a plan that nothing can be compared with. */
export function notableChanges(measurement: Measurement): Changes {
  return {
    lostIndexes: [],
    sequential: sequentialReads(measurement).filter((read) => read.rows > LARGE_TABLE),
    misestimate: worstMisestimate(measurement.plan, measurement),
    unvacuumed: unvacuumedIn(measurement),
  };
}

/** Fewer are no reason for anything: each is a block at most, and as many blocks more are nothing. */
function unvacuumedIn(measurement: Measurement, before = 0): Changes["unvacuumed"] {
  const [most] = nodesOf(measurement.plan).sort((a, b) => (b.heapFetches ?? 0) - (a.heapFetches ?? 0));
  const { relation, heapFetches: fetches = 0 } = most ?? {};
  if (relation === undefined || fetches < FLOOR || fetches < 2 * before) return undefined;
  return { table: relation, fetches };
}

function describeUnvacuumed({ table, fetches }: NonNullable<Changes["unvacuumed"]>): string {
  return `${rows(fetches)} of an index-only scan were looked up in ${table}, which VACUUM has not seen since they were written`;
}

export function describeNotable({ sequential, misestimate, unvacuumed }: Changes): string[] {
  const tables = sequential.map(({ table, rows: all }) => `${table} (${rows(all)})`);
  return [
    ...(tables.length === 0 ? [] : [`it reads ${names(tables)} sequentially`]),
    ...(misestimate === undefined ? [] : [describeMisestimate(misestimate)]),
    ...(unvacuumed === undefined ? [] : [describeUnvacuumed(unvacuumed)]),
  ];
}

export function describeChanges(changes: Changes): string[] {
  const { misestimate, unvacuumed } = changes;
  return [
    ...describeOtherPlan(changes),
    ...(misestimate === undefined ? [] : [describeMisestimate(misestimate)]),
    ...(unvacuumed === undefined ? [] : [describeUnvacuumed(unvacuumed)]),
  ];
}

/** Of these it is known that they were otherwise then. */
export function describeOtherPlan({ lostIndexes, sequential }: Pick<Changes, "lostIndexes" | "sequential">) {
  return [
    ...lostIndexes.map(({ name }) => `the index ${name} is no longer used`),
    ...sequential.map(({ table, rows: all }) => `${table} (${rows(all)}) is now read sequentially`),
  ];
}

function describeMisestimate({ what, table, expected, rows: came, factor }: Misestimate): string {
  const of = table === undefined ? `of its ${what}` : `of ${what}`;
  return `the planner expected ${rows(expected)} ${of} and ${number(came)} came, wrong by a factor of ${number(Math.round(factor))}`;
}

/** The likely remedy, as SQL where SQL can say it, and the words that go with it. */
export interface Remedy {
  readonly words: string;
  readonly fix?: Fix;
}

/** @param hasJustBeenSaid the sentence before speaks of nothing but the one lost index */
export function remedyFor(
  { lostIndexes, sequential, misestimate, unvacuumed }: Changes,
  hasJustBeenSaid = false,
): Remedy | undefined {
  const isRead = (table: string): boolean => sequential.some((read) => read.table === table);
  // The one whose table is read sequentially for want of it first.
  const [lost] = [...lostIndexes].sort((a, b) => Number(isRead(b.table)) - Number(isRead(a.table)));
  if (lost !== undefined) {
    const fix = createAgain(lost);
    const how = fix === undefined ? ", as the migration that made it did" : "";
    const which = hasJustBeenSaid ? "it" : lost.name;
    return {
      words: `If ${which} is gone, create it again${how}.`,
      ...(fix === undefined ? {} : { fix }),
    };
  }
  if (unvacuumed !== undefined) {
    return {
      words: `Vacuum ${unvacuumed.table}, and let autovacuum do it sooner.`,
      fix: { sql: `VACUUM (ANALYZE) ${unvacuumed.table};`, standsAlone: true },
    };
  }
  if (misestimate?.table !== undefined) {
    return {
      words: `The statistics of ${misestimate.table} may be stale: analyse it.`,
      fix: { sql: `ANALYZE ${misestimate.table};` },
    };
  }
  const [read] = sequential;
  return read === undefined
    ? undefined
    : { words: `See whether ${read.table} has an index on what the query filters and sorts by.` };
}

/**
 * Without a lock that stops writes, and without harm where the index is still there. The definition comes from a
 * file that people edit: nothing is taken but one statement about this table, as pg_get_indexdef writes it.
 */
function createAgain({ definition, table }: RecordedQuery["indexes"][number]): Fix | undefined {
  const [, unique = "", rest = ""] = /^CREATE (UNIQUE )?INDEX ([^;'\n]+)$/.exec(definition ?? "") ?? [];
  if (!rest.includes(` ON ${table} USING `) || /--|\/\*/.test(rest)) return undefined;
  return { sql: `CREATE ${unique}INDEX CONCURRENTLY IF NOT EXISTS ${rest};`, standsAlone: true };
}
