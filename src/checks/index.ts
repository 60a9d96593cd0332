// Made by `npm run build` from the folders beside it. Do not edit.
import { byPageOrder, type Check } from "../core/check.ts";
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
import preparedTransactions from "./prepared-transactions/check.ts";
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

const registered: Check[] = [
  applicationPool,
  autovacuumActivity,
  backups,
  blockingQueries,
  connectionPooling,
  connectionSecurity,
  connectionUsage,
  cronJobs,
  duplicateIndexes,
  errorLogging,
  foreignKeyIndexes,
  indexSizes,
  invalidIndexes,
  longRunningQueries,
  materializedViews,
  migrations,
  monitoringSchedule,
  performanceBaseline,
  preparedTransactions,
  queryLogging,
  queryStatistics,
  querySummary,
  queryTextExposure,
  replicationSlots,
  review,
  schemaChangelog,
  sequenceExhaustion,
  slowQueries,
  statementTimeout,
  statisticsFreshness,
  tableBloat,
  transactionIdAge,
  unusedIndexes,
];

/** Every check, in the order in which they are shown. */
export const checks: readonly Check[] = registered.sort(byPageOrder);

const byId = new Map(checks.map((check) => [check.id, check]));

/** The check of this id, or undefined when there is none. */
export function checkById(id: string): Check | undefined {
  return byId.get(id);
}
