import type { Fix } from "../../core/finding.ts";
import type { RecordedQuery } from "./baseline-file.ts";
import type { Measurement } from "./measurement.ts";
import { factorOf, MISESTIMATED, type Misestimate, worstMisestimate } from "./plan/analyze.ts";
import { rootsOf } from "./plan/names.ts";
import { nodesOf } from "./plan/node.ts";
import { LARGE_TABLE, SEQ_SCAN, type SequentialRead, sequentialReads } from "./plan/scans.ts";
import { FLOOR } from "./regression.ts";
import { names, number, rows } from "./text.ts";

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
export function peculiaritiesOf(measurement: Measurement): Changes {
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

function unvacuumedInWords({ table, fetches }: NonNullable<Changes["unvacuumed"]>): string {
  return `${rows(fetches)} of an index-only scan were looked up in ${table}, which VACUUM has not seen since they were written`;
}

export function peculiaritiesInWords({ sequential, misestimate, unvacuumed }: Changes): string[] {
  const tables = sequential.map(({ table, rows: all }) => `${table} (${rows(all)})`);
  return [
    ...(tables.length === 0 ? [] : [`it reads ${names(tables)} sequentially`]),
    ...(misestimate === undefined ? [] : [misestimateInWords(misestimate)]),
    ...(unvacuumed === undefined ? [] : [unvacuumedInWords(unvacuumed)]),
  ];
}

export function changesInWords(changes: Changes): string[] {
  const { misestimate, unvacuumed } = changes;
  return [
    ...otherPlanInWords(changes),
    ...(misestimate === undefined ? [] : [misestimateInWords(misestimate)]),
    ...(unvacuumed === undefined ? [] : [unvacuumedInWords(unvacuumed)]),
  ];
}

/** Of these it is known that they were otherwise then. */
export function otherPlanInWords({ lostIndexes, sequential }: Pick<Changes, "lostIndexes" | "sequential">) {
  return [
    ...lostIndexes.map(({ name }) => `the index ${name} is no longer used`),
    ...sequential.map(({ table, rows: all }) => `${table} (${rows(all)}) is now read sequentially`),
  ];
}

function misestimateInWords({ what, table, expected, rows: came, factor }: Misestimate): string {
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
