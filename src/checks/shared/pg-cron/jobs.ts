import { z } from "zod";
import { type CodeBlock, sqlBlock, type Unknown } from "../../../core/finding.ts";
import type { KnownRelation, Server } from "../../../core/server.ts";

/** The file that creates the helper views (`preflight.cron_jobs`). */
export const SETUP_FILE = "sql/setup/monitoring-role.sql";

const JOB_COLUMNS = ["jobid", "jobname", "schedule", "command", "database", "username", "active"];
const RUN_COLUMNS = ["jobid", "runid", "status", "return_message", "start_time", "end_time"];

/** Seconds since 1970 become milliseconds. */
const time = z
  .number()
  .nullable()
  .transform((seconds) => (seconds === null ? null : seconds * 1_000));

const run = z.object({
  status: z.string().nullable(),
  started: time,
  /** A time by which it had begun, by the numbers of later runs; null when no later run has a time. */
  begunBy: time,
  ended: time,
  /** pg_cron's own message about why it failed, or "error". */
  failure: z.string().nullable(),
});

export type CronRun = z.infer<typeof run>;

/** A job of pg_cron with a summary of its history. */
const job = z.object({
  id: z.number(),
  name: z.string().nullable(),
  schedule: z.string(),
  database: z.string(),
  /** False when no database of the server has that name: it was dropped or renamed. */
  hasDatabase: z.boolean(),
  user: z.string(),
  /** Quoted by the server for use in SQL. */
  quotedUser: z.string(),
  /** False when the role was dropped or renamed. */
  hasRole: z.boolean(),
  active: z.boolean(),
  commandHash: z.string().nullable(),
  /** When its newest successful run ended. */
  lastSuccess: time,
  failuresInARow: z.number(),
  /** The first of these runs had begun by then; null without one, and when nothing tells. */
  failingSince: time,
  /** The job existed by this time, as it or a job with a larger number ran then; null when nothing shows it. */
  existedBy: time,
  /** The newest five, the newest first. */
  runs: z.array(run),
});

export type CronJob = z.infer<typeof job>;

/** The one row with pg_cron's settings and jobs. */
export const cronRow = z.object({
  settings: z.record(z.string(), z.string().nullable()),
  has_launcher: z.boolean(),
  /** When the oldest run in the history began. */
  history_reaches: time,
  /** The smallest number of a run in the history: 1 when pg_cron's first run is still there. */
  oldest_run: z.number().nullable(),
  history_rows: z.number().nullable(),
  jobs: z.array(job),
});

export type CronFacts = z.infer<typeof cronRow>;

/**
 * Where the monitoring role can read pg_cron's jobs: the helper views, or pg_cron's own tables. `absent` means that this
 * database has no jobs, and unknown that the role is not allowed to read them.
 */
type CronSource =
  | { readonly from: "views" | "tables"; readonly schema: string }
  | { readonly absent: true }
  | { readonly unknown: Unknown };

export function cronSource(server: Server): CronSource {
  const find = (schema: string, name: string) =>
    server.knownRelations.find((relation) => relation.schema === schema && relation.name === name);
  const views = [find("preflight", "cron_jobs"), find("preflight", "cron_runs")];
  const tables = [find("cron", "job"), find("cron", "job_run_details")];
  if (views.every((view) => isReadable(view))) return { from: "views", schema: quotedSchema(views) };
  if (isReadable(tables[0], JOB_COLUMNS) && isReadable(tables[1], RUN_COLUMNS)) {
    return { from: "tables", schema: quotedSchema(tables) };
  }
  if (tables[0] === undefined && server.extensions.pg_cron === undefined) return { absent: true };
  if (views.every((view) => view !== undefined)) {
    return {
      unknown: {
        reason: "permission",
        detail: "The login may not read the owner's views of pg_cron's jobs.",
        fix: sqlBlock(
          `GRANT USAGE ON SCHEMA preflight TO ${server.login};\nGRANT SELECT ON preflight.cron_jobs, preflight.cron_runs TO ${server.login};`,
        ),
      },
    };
  }
  const filtered = tables.some((table) => table?.filtered === true && table.schemaUsable);
  return {
    unknown: {
      reason: "permission",
      detail: filtered
        ? "pg_cron's row-level security shows each role its own jobs only: the others are hidden from the login, and may well be there."
        : "The login may not look into the schema cron, where pg_cron keeps its jobs.",
      fix: createHelperViews(server),
    },
  };
}

/** How to let the monitoring role read all jobs without their commands. */
function createHelperViews(server: Server): CodeBlock {
  const lines = [
    `-- Run ${SETUP_FILE} as ${server.isSupabase ? "postgres, in the SQL editor" : "a superuser"}: it makes views that show jobs without their commands.`,
  ];
  // The file grants the views to the role that it creates itself.
  if (server.login !== "preflight") {
    lines.push(
      `GRANT USAGE ON SCHEMA preflight TO ${server.login};`,
      `GRANT SELECT ON preflight.cron_jobs, preflight.cron_runs TO ${server.login};`,
    );
  }
  return sqlBlock(lines.join("\n"));
}

/** The fix when the helper views return no rows, because row-level security filters the rows of the views' owner. */
export function seeAllJobs(): CodeBlock {
  return sqlBlock(
    `-- As a superuser; then run ${SETUP_FILE} as one.\nDROP VIEW preflight.cron_jobs, preflight.cron_runs;`,
  );
}

function isReadable(relation: KnownRelation | undefined, columns = relation?.columns ?? []): boolean {
  if (relation === undefined || relation.filtered) return false;
  return relation.schemaUsable && columns.every((column) => relation.readable.includes(column));
}

function quotedSchema([relation]: readonly (KnownRelation | undefined)[]): string {
  return relation?.quotedSchema ?? "";
}

/**
 * The job of this name. Several users may have one of the same name: one that runs in the database comes first, then
 * one that is active.
 */
export function findJob(
  jobs: readonly CronJob[],
  declared: { readonly name: string; readonly database: string; readonly user?: string | undefined },
): CronJob | undefined {
  const rank = (job: CronJob) => (job.database === declared.database ? 2 : 0) + (job.active ? 1 : 0);
  return jobs
    .filter(({ name, user }) => name === declared.name && user === (declared.user ?? user))
    .toSorted((a, b) => rank(b) - rank(a) || b.id - a.id)[0];
}

/** False when pg_cron is set to keep no history. */
export function keepsHistory({ settings }: CronFacts): boolean {
  return settings["cron.log_run"] !== "off";
}

const IN_PROGRESS = ["starting", "running", "sending", "connecting"];

export function isInProgress(run: CronRun | undefined): boolean {
  return run !== undefined && IN_PROGRESS.includes(run.status ?? "");
}
