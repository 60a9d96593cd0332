// Made by `npm run build` from this folder. Do not edit.
import type { Check } from "../core/check.ts";
import applicationPool from "./application-pool/check.ts";
import autovacuumActivity from "./autovacuum-activity/check.ts";
import backups from "./backups/check.ts";
import blockingQueries from "./blocking-queries/check.ts";
import connectionPooling from "./connection-pooling/check.ts";
import connectionSecurity from "./connection-security/check.ts";
import connectionUsage from "./connection-usage/check.ts";
import cronJobs from "./cron-jobs/check.ts";
import duplicateIndexes from "./duplicate-indexes/check.ts";
import errorLogging from "./error-logging/check.ts";
import foreignKeyIndexes from "./foreign-key-indexes/check.ts";
import indexSizes from "./index-sizes/check.ts";
import invalidIndexes from "./invalid-indexes/check.ts";
import longRunningQueries from "./long-running-queries/check.ts";
import materializedViews from "./materialized-views/check.ts";
import migrations from "./migrations/check.ts";
import monitoringSchedule from "./monitoring-schedule/check.ts";
import performanceBaseline from "./performance-baseline/check.ts";
import queryLogging from "./query-logging/check.ts";
import queryStatistics from "./query-statistics/check.ts";
import querySummary from "./query-summary/check.ts";
import queryTextExposure from "./query-text-exposure/check.ts";
import replicationSlots from "./replication-slots/check.ts";
import review from "./review/check.ts";
import schemaChangelog from "./schema-changelog/check.ts";
import sequenceExhaustion from "./sequence-exhaustion/check.ts";
import slowQueries from "./slow-queries/check.ts";
import statementTimeout from "./statement-timeout/check.ts";
import statisticsFreshness from "./statistics-freshness/check.ts";
import tableBloat from "./table-bloat/check.ts";
import transactionIdAge from "./transaction-id-age/check.ts";
import unusedIndexes from "./unused-indexes/check.ts";

/** Every check, in the order in which they are shown. */
export const checks: readonly Check[] = [
  cronJobs,
  materializedViews,
  migrations,
  schemaChangelog,
  queryStatistics,
  queryTextExposure,
  slowQueries,
  performanceBaseline,
  querySummary,
  blockingQueries,
  longRunningQueries,
  unusedIndexes,
  duplicateIndexes,
  foreignKeyIndexes,
  indexSizes,
  invalidIndexes,
  tableBloat,
  autovacuumActivity,
  statisticsFreshness,
  transactionIdAge,
  connectionUsage,
  connectionPooling,
  applicationPool,
  sequenceExhaustion,
  replicationSlots,
  statementTimeout,
  queryLogging,
  errorLogging,
  connectionSecurity,
  backups,
  monitoringSchedule,
  review,
];

const byId = new Map(checks.map((check) => [check.id, check]));

/** The check of this id, or undefined when there is none. */
export function checkById(id: string): Check | undefined {
  return byId.get(id);
}
