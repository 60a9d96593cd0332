import type { Fix } from "../../../core/finding.ts";
import type { RecordedQuery } from "../baseline-file.ts";
import type { Measurement } from "../measurement.ts";
import { isSamePlan, planOutline } from "../plan/outline.ts";
import { day, names, number, rows } from "../text.ts";
import type { Comparable } from "./comparison.ts";
import type { PlanChanges } from "./plan-changes.ts";
import { GROWTH_OF_OTHER_PLAN } from "./regression.ts";

/** The most likely remedy: a sentence, and its SQL if there is any. */
interface Remedy {
  readonly sentence: string;
  readonly fix?: Fix;
}

/** @param wasJustNamed the sentence before is about the one lost index alone */
export function remedyForChanges(
  { lostIndexes, sequential, misestimate, unvacuumed }: PlanChanges,
  wasJustNamed = false,
): Remedy | undefined {
  const isRead = (table: string): boolean => sequential.some((read) => read.table === table);
  // An index whose table is now read sequentially comes first.
  const [lost] = [...lostIndexes].sort((a, b) => Number(isRead(b.table)) - Number(isRead(a.table)));
  if (lost !== undefined) {
    const fix = createAgain(lost);
    const how = fix === undefined ? ", as the migration that made it did" : "";
    const which = wasJustNamed ? "it" : lost.name;
    return {
      sentence: `If ${which} is gone, create it again${how}.`,
      ...(fix === undefined ? {} : { fix }),
    };
  }
  if (unvacuumed !== undefined) {
    return {
      sentence: `Vacuum ${unvacuumed.table}, and let autovacuum do it sooner.`,
      fix: { sql: `VACUUM (ANALYZE) ${unvacuumed.table};` },
    };
  }
  if (misestimate?.table !== undefined) {
    return {
      sentence: `The statistics of ${misestimate.table} may be stale: analyse it.`,
      fix: { sql: `ANALYZE ${misestimate.table};` },
    };
  }
  const [read] = sequential;
  return read === undefined
    ? undefined
    : { sentence: `See whether ${read.table} has an index on what the query filters and sorts by.` };
}

/**
 * SQL that takes no lock against writes, and does nothing if the index still exists. The definition comes from a file
 * that people can edit: only one statement about this table is accepted, in the form of pg_get_indexdef.
 */
function createAgain({ definition, table }: RecordedQuery["indexes"][number]): Fix | undefined {
  const [, unique = "", rest = ""] = /^CREATE (UNIQUE )?INDEX ([^;'\n]+)$/.exec(definition ?? "") ?? [];
  if (!rest.includes(` ON ${table} USING `) || /--|\/\*/.test(rest)) return undefined;
  return { sql: `CREATE ${unique}INDEX CONCURRENTLY IF NOT EXISTS ${rest};` };
}

/**
 * For a query that costs too much by the recorded plan; undefined when the plan is another one.
 *
 * @param isOnlyTime its time is over the budget, and nothing else
 */
export function remedyForSamePlan(
  measurement: Measurement,
  { record, recordedAt }: Comparable,
  isOnlyTime: boolean,
): Remedy | undefined {
  if (!isSamePlan(record.plan, planOutline(measurement.plan, measurement))) return undefined;
  if (measurement.blocks > GROWTH_OF_OTHER_PLAN * record.blocks) {
    if (measurement.rowsRead > GROWTH_OF_OTHER_PLAN * record.rowsRead) {
      return {
        sentence: `It is the recorded plan, and reads ${rows(measurement.rowsRead)} where it read ${number(record.rowsRead)}: its parameters find more.`,
      };
    }
    const tables = names(record.tables.map(({ name }) => name));
    return {
      sentence: `It is the recorded plan, and reads no more rows than it did: see whether dead rows of ${tables} wait for VACUUM.`,
    };
  }
  if (!isOnlyTime) return undefined;
  return {
    sentence: `The plan and its blocks are as recorded on ${day(recordedAt)}: the server is slower, or the budget too tight.`,
  };
}
