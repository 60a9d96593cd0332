// Made by `npm run build` from this folder. Do not edit.
import type { Check } from "../domain/check.ts";
import autovacuumActivity from "./autovacuum-activity.ts";
import connectionSecurity from "./connection-security.ts";
import duplicateIndexes from "./duplicate-indexes.ts";
import errorLogging from "./error-logging.ts";
import foreignKeyIndexes from "./foreign-key-indexes.ts";
import indexSizes from "./index-sizes.ts";
import invalidIndexes from "./invalid-indexes.ts";
import queryLogging from "./query-logging.ts";
import queryStatistics from "./query-statistics.ts";
import querySummary from "./query-summary.ts";
import queryTextExposure from "./query-text-exposure.ts";
import slowQueries from "./slow-queries.ts";
import statementTimeout from "./statement-timeout.ts";
import tableBloat from "./table-bloat.ts";
import unusedIndexes from "./unused-indexes.ts";

/** Every check, in the order in which they are shown. */
export const checks: readonly Check[] = [
  queryStatistics,
  queryTextExposure,
  slowQueries,
  querySummary,
  unusedIndexes,
  duplicateIndexes,
  foreignKeyIndexes,
  indexSizes,
  invalidIndexes,
  tableBloat,
  autovacuumActivity,
  statementTimeout,
  queryLogging,
  errorLogging,
  connectionSecurity,
];

const byId = new Map(checks.map((check) => [check.id, check]));

/** The check of this id, or undefined when there is none. */
export function checkById(id: string): Check | undefined {
  return byId.get(id);
}
