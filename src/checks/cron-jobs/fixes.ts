import type { Fix } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
import { yamlString } from "../../lib/visible.ts";
import type { CronJob } from "../shared/pg-cron/jobs.ts";

/** SQL that fixes a job. Names and schedules are literals in it. */

interface Declared {
  readonly name: string;
  readonly schedule?: string | undefined;
  readonly command?: string | undefined;
  readonly database: string;
}

export function createJob({ name, schedule, command, database }: Declared, server: Server): Fix {
  const values = [name, schedule ?? "*/5 * * * *", command ?? "SELECT 1;"].map(literal).join(", ");
  const missing = [
    ...(schedule === undefined ? ["schedule"] : []),
    ...(command === undefined ? ["command"] : []),
  ];
  const lines = missing.length === 0 ? [] : [`-- Put your own ${missing.join(" and ")} in place.`];
  lines.push(
    database === server.database
      ? `SELECT cron.schedule(${values});`
      : `SELECT cron.schedule_in_database(${values}, ${literal(database)});`,
  );
  return { sql: lines.join("\n") };
}

/** The keys of `values` are the parameters of cron.alter_job. */
export function alterJob(job: CronJob, values: Readonly<Record<string, string | true>>): string {
  const changes = Object.entries(values).map(
    ([name, value]) => `${name} := ${value === true ? "true" : literal(value)}`,
  );
  return `-- As a superuser, or as the job's own user ${yamlString(job.user)} where that may call it.\nSELECT cron.alter_job(${job.id}, ${changes.join(", ")});`;
}

export function recreateRole({ id, quotedUser }: CronJob): string {
  return [
    "-- Either make the role again and grant it what the job's command needs, or remove the job instead:",
    `-- SELECT cron.unschedule(${id});`,
    `CREATE ROLE ${quotedUser} LOGIN;`,
  ].join("\n");
}

/** For a job of a database that is gone. */
export function dropJob({ id }: CronJob): Fix {
  return {
    sql: [
      `-- Where the database was only renamed: SELECT cron.alter_job(${id}, database := 'its new name');`,
      `SELECT cron.unschedule(${id});`,
    ].join("\n"),
  };
}

/** The messages of failed runs may quote data, so the report does not show them and a person reads them with this. */
export function showRuns(job: CronJob): string {
  return [
    "-- What its runs said; kept out of this report because it may quote data.",
    `SELECT runid, status, start_time, end_time, return_message FROM cron.job_run_details WHERE jobid = ${job.id} ORDER BY runid DESC LIMIT 5;`,
  ].join("\n");
}

export function showSession(job: CronJob): string {
  return [
    "-- Its session, if there is still one, and what it waits for.",
    "SELECT a.pid, a.state, a.wait_event_type, a.wait_event, a.query_start FROM pg_stat_activity AS a",
    `WHERE a.pid IN (SELECT job_pid FROM cron.job_run_details WHERE jobid = ${job.id} AND end_time IS NULL);`,
  ].join("\n");
}

export function createCron(server: Server): string {
  return server.isSupabase
    ? "CREATE EXTENSION IF NOT EXISTS pg_cron WITH SCHEMA pg_catalog;"
    : "-- Needs pg_cron in shared_preload_libraries, and this database's name in cron.database_name.\nCREATE EXTENSION IF NOT EXISTS pg_cron;";
}

/** Keeps 35 days, so that the last run of a weekly or monthly job stays in the history. */
export const PURGE_HISTORY: Fix = {
  sql: "SELECT cron.schedule('purge-cron-history', '30 3 * * *', 'DELETE FROM cron.job_run_details WHERE end_time < now() - interval ''35 days''');",
};

/** As E'' where the text holds a backslash, so that the literal does not depend on standard_conforming_strings. */
function literal(text: string): string {
  const quoted = `'${text.replaceAll("'", "''").replaceAll("\\", "\\\\")}'`;
  return text.includes("\\") ? `E${quoted}` : quoted;
}
