import { type CheckOutcome, type Finding, yamlBlock } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import { grantMonitor } from "../../core/privileges.ts";
import type { Server } from "../../core/server.ts";
import { count } from "../../lib/format.ts";
import { yamlString } from "../../lib/visible.ts";
import { nameOf } from "../shared/pg-cron/history.ts";
import type { CronFacts, CronJob } from "../shared/pg-cron/jobs.ts";
import { createCron, PURGE_HISTORY, recreateRole } from "./fixes.ts";

/** Problems that keep every job from running. */
export function schedulerFindings(
  { settings, has_launcher, jobs }: CronFacts,
  server: Server,
  priority: Priority,
): Finding[] {
  // On a standby pg_cron does not run, and the history there is the primary's.
  if (server.inRecovery) return [];
  if (settings["cron.launch_active_jobs"] === "off") {
    return [
      {
        key: "cron.launch_active_jobs",
        priority,
        message: "cron.launch_active_jobs is off, so pg_cron starts no job at all.",
        facts: { problem: ["switched off"] },
        fix: {
          sql: "-- Then: SELECT pg_reload_conf();\nALTER SYSTEM SET cron.launch_active_jobs = on;",
        },
      },
    ];
  }
  if (has_launcher || !server.readsAllStatistics) return [];
  const orphans = jobs.filter(({ hasRole }) => !hasRole);
  if (orphans.length > 0) return [stoppedBy(orphans, priority)];
  return [
    {
      key: "pg_cron launcher",
      priority,
      message: "pg_cron's launcher is not running, so no job is started.",
      facts: { problem: ["no launcher"] },
      fix: {
        sql: server.isSupabase
          ? "-- Restart the project; if that does not help, the server's log says why the launcher ends."
          : "-- Restart the server with pg_cron in shared_preload_libraries; its log says why the launcher ends.",
      },
    },
  ];
}

/** A restart would not help: the launcher ends at such a job each time it starts. */
function stoppedBy(orphans: readonly CronJob[], priority: Priority): Finding {
  const names = orphans.map((job) => `${nameOf(job)} of ${job.user}`).join(", ");
  return {
    key: "pg_cron launcher",
    priority,
    message: `pg_cron's launcher is not running, so no job is started: it ends at a job whose role does not exist (${names}).`,
    facts: { problem: ["no launcher"] },
    fix: { sql: orphans.map(recreateRole).join("\n") },
  };
}

/** The key of the finding about the history, which the checklist has to distinguish from jobs. */
export const HISTORY_KEY = "cron.job_run_details";

/** pg_cron itself never deletes from its history. */
export function historyFindings({ history_rows }: CronFacts, maxRows: number): Finding[] {
  if (history_rows === null || history_rows <= maxRows) return [];
  return [
    {
      key: HISTORY_KEY,
      priority: "low",
      message: `pg_cron's history has grown to ${count(Math.round(history_rows), "row")}: it is never cleared, and slow to search.`,
      facts: { problem: ["history"], rows: Math.round(history_rows) },
      fix: PURGE_HISTORY,
    },
  ];
}

/** The outcome for declared jobs in a database that has none of pg_cron's tables. */
export function withoutCron(
  databaseName: string | null,
  { server, priority }: { server: Server; priority: Priority },
): CheckOutcome {
  if (databaseName !== null && databaseName !== server.database) {
    return {
      unknown: {
        reason: "extension",
        detail: `pg_cron keeps its jobs in another database of this server, ${databaseName} (cron.database_name), so they can't be seen from ${server.database}.`,
        fix: yamlBlock(
          `# Give database-url the database that holds the jobs, and name the job's own:\nchecks:\n  cron-jobs:\n    jobs: [{ name: …, database: ${yamlString(server.database)} }]`,
        ),
      },
    };
  }
  if (databaseName === null && !server.readsAllSettings) {
    return {
      unknown: {
        reason: "permission",
        detail:
          "This database has no pg_cron, and whether another one of this server has it is hidden from the login.",
        fix: grantMonitor(server),
      },
    };
  }
  return {
    findings: [
      {
        key: "pg_cron",
        priority,
        message: "The declared jobs can't run: pg_cron is not installed.",
        facts: { problem: ["no pg_cron"] },
        fix: { sql: createCron(server) },
      },
    ],
  };
}
