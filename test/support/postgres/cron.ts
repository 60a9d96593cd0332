/** A real pg_cron on Debian's PostgreSQL 15, with the login and views of sql/setup/monitoring-role.sql. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { debian, REPOSITORY } from "./installation.ts";
import { type Database, type OwnServer, startServer, until } from "./postgres.ts";

const PASSWORD = "correct horse battery staple";
const SETUP = readFileSync(`${REPOSITORY}/sql/setup/monitoring-role.sql`, "utf8");

/** Its database `app` is the one of cron.database_name. Without `extension: false` pg_cron is created in it. */
export async function startCron(
  settings: Readonly<Record<string, string>> = {},
): Promise<{ server: OwnServer; database: Database }> {
  const installation = debian(15);
  assert.ok(installation, "Debian's PostgreSQL 15 is there");
  const server = await startServer({
    installation,
    preload: ["pg_stat_statements", "pg_cron"],
    settings: { "cron.database_name": "app", ...settings },
  });
  const database = await server.createDatabase({ name: "app" });
  await database.query("CREATE EXTENSION pg_cron");
  return { server, database };
}

/** The launcher ends while its database is not there yet, and is started again after a second or more. */
export async function launcherRuns(server: OwnServer): Promise<void> {
  await until("pg_cron's launcher runs", async () => {
    const rows = await server.query("SELECT FROM pg_stat_activity WHERE backend_type = 'pg_cron launcher'");
    return rows.length > 0;
  });
}

/** Runs the file as a superuser and gives the URL of its login, `preflight`, which sees jobs by the owner's views. */
export async function preflightLogin(database: Database, runner: string = database.url): Promise<string> {
  const client = await database.connect(runner);
  await client.query(SETUP);
  await client.end();
  await database.query(`ALTER ROLE preflight LOGIN PASSWORD '${PASSWORD}'`);
  return database.server.urlOf(database.name, "preflight", PASSWORD);
}

/** A run that is planted into the history: `ago` and `took` are PostgreSQL's intervals. */
export interface PlantedRun {
  readonly job: string;
  readonly status: "succeeded" | "failed" | "running" | "starting";
  readonly ago: string;
  readonly message?: string;
}

/** Writes history rows where the real scheduler would take too long, the oldest first. */
export async function plantRuns(database: Database, runs: readonly PlantedRun[]): Promise<void> {
  for (const { job, status, ago, message } of runs) {
    await database.query(
      `INSERT INTO cron.job_run_details (jobid, runid, command, status, return_message, start_time, end_time)
       SELECT jobid, nextval('cron.runid_seq'), command, $2, $3, now() - $4::interval,
              CASE WHEN $2 IN ('succeeded', 'failed') THEN now() - $4::interval END
       FROM cron.job WHERE jobname = $1`,
      [job, status, message ?? null, ago],
    );
  }
}
