// Made by `npm run build` from this folder. Do not edit.
import type { Check } from "../domain/check.ts";
import applicationPool from "./application-pool.ts";
import autovacuumActivity from "./autovacuum-activity.ts";
import backups from "./backups.ts";
import blockingQueries from "./blocking-queries.ts";
import connectionPooling from "./connection-pooling.ts";
import connectionSecurity from "./connection-security.ts";
import connectionUsage from "./connection-usage.ts";
import cronJobs from "./cron-jobs.ts";
import duplicateIndexes from "./duplicate-indexes.ts";
import errorLogging from "./error-logging.ts";
import foreignKeyIndexes from "./foreign-key-indexes.ts";
import indexSizes from "./index-sizes.ts";
import invalidIndexes from "./invalid-indexes.ts";
import longRunningQueries from "./long-running-queries.ts";
import materializedViews from "./materialized-views.ts";
import migrations from "./migrations.ts";
import monitoringSchedule from "./monitoring-schedule.ts";
import performanceBaseline from "./performance-baseline.ts";
import queryLogging from "./query-logging.ts";
import queryStatistics from "./query-statistics.ts";
import querySummary from "./query-summary.ts";
import queryTextExposure from "./query-text-exposure.ts";
import replicationSlots from "./replication-slots.ts";
import review from "./review.ts";
import schemaChangelog from "./schema-changelog.ts";
import sequenceExhaustion from "./sequence-exhaustion.ts";
import slowQueries from "./slow-queries.ts";
import statementTimeout from "./statement-timeout.ts";
import statisticsFreshness from "./statistics-freshness.ts";
import tableBloat from "./table-bloat.ts";
import transactionIdAge from "./transaction-id-age.ts";
import unusedIndexes from "./unused-indexes.ts";

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
