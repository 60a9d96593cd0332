import type { Facts, Unknown } from "../../../core/finding.ts";
import { elapsed } from "../../../lib/format.ts";
import { toIso } from "../../../lib/time.ts";
import { type CronFacts, type CronJob, type CronRun, isInProgress, keepsHistory } from "./jobs.ts";
import { DEFAULT_TIME_ZONE, type Schedule } from "./schedule.ts";

/**
 * Whether a job has succeeded since it had to. `failing`: it ran, and failed. `stuck`: a run has not ended. `silent`:
 * it did not run at all. The last three are no verdicts: `unrecorded`, pg_cron keeps no history; `forgotten`, the
 * history does not reach back so far; `pending`, nothing shows that the job was there at that time.
 */
type Health = "succeeded" | "failing" | "stuck" | "silent" | "unrecorded" | "forgotten" | "pending";

/**
 * What the history tells of a job that had to succeed after `since`, milliseconds since 1970. `before` is the time
 * before that which counts while a run is still in progress; null when there is none.
 */
export function healthSince(
  job: CronJob,
  since: number,
  facts: CronFacts,
  before: number | null = null,
): Health {
  if (job.lastSuccess !== null && job.lastSuccess >= since) return "succeeded";
  const running = healthInProgress(job, since, before);
  if (running !== undefined) return running;
  const finished = job.runs.find((run) => !isInProgress(run));
  if (finished?.status === "failed" && (finished.ended ?? finished.started ?? 0) >= since) return "failing";
  return healthWithoutRun(job, since, facts);
}

/** What a run in progress shows; undefined when there is none, or when it shows nothing. */
function healthInProgress(job: CronJob, since: number, before: number | null): Health | undefined {
  const [newest] = job.runs;
  if (newest === undefined || !isInProgress(newest)) return undefined;
  if (newest.started !== null && newest.started < since) return "stuck";
  // It began in time and may still succeed: the job is healthy when the run before it did.
  return before === null || (job.lastSuccess ?? 0) >= before ? "succeeded" : undefined;
}

/** Why no run since that time is known. */
function healthWithoutRun(job: CronJob, since: number, facts: CronFacts): Health {
  if (!keepsHistory(facts)) return "unrecorded";
  if (job.existedBy !== null && job.existedBy <= since) return job.failuresInARow > 0 ? "failing" : "silent";
  return facts.history_reaches === null || facts.history_reaches <= since ? "pending" : "forgotten";
}

/** The last time a job was due that it has had `grace` milliseconds for by now, and the time before that. */
export function dueTimes(
  schedule: Schedule,
  now: number,
  grace: number,
): { readonly due: number | null; readonly before: number | null } {
  const due = schedule.dueBefore(now - grace);
  return { due, before: due === null ? null : schedule.dueBefore(due - 1) };
}

/** More jobs than these are not worth a list of lines to copy. */
const LISTED = 50;

/** A job as a row of a table. Of its runs, times and states only. */
export function describeJob(job: CronJob, { settings }: CronFacts): Facts {
  return {
    job: job.name,
    schedule: job.schedule,
    time_zone: settings["cron.timezone"] ?? DEFAULT_TIME_ZONE,
    active: job.active,
    database: job.database,
    user: job.user,
    last_success_at: job.lastSuccess === null ? null : toIso(job.lastSuccess),
    failures_in_a_row: job.failuresInARow,
    last_runs: job.runs.map(describeRun),
  };
}

/** "2026-11-22 12:00 succeeded in 3 seconds", "2026-11-22 12:05 failed: statement timeout". */
function describeRun(run: CronRun): string {
  const start = run.started === null ? "" : `${toIso(run.started).slice(0, 16).replace("T", " ")} `;
  if (isInProgress(run)) return `${start}${run.status}`;
  const took = run.started === null || run.ended === null ? "" : ` in ${elapsed(run.ended - run.started)}`;
  const why = run.failure === null || run.failure === "error" ? "" : `: ${run.failure}`;
  return `${start}${run.status ?? "no status"}${took}${why}`;
}

/** Why the history gives no verdict of a job. */
export function whyUnknown(
  health: Exclude<Health, "succeeded" | "failing" | "stuck" | "silent">,
  { name }: CronJob,
  { facts, due, next }: { readonly facts: CronFacts; readonly due: number; readonly next: number | null },
): Unknown {
  switch (health) {
    case "unrecorded":
      return {
        reason: "window",
        detail: `pg_cron records no runs (cron.log_run is off), so whether the job ${name} succeeds can't be seen.`,
        fix: "-- Then restart the server.\nALTER SYSTEM SET cron.log_run = on;",
      };
    case "forgotten":
      return {
        reason: "window",
        detail: `The known history of runs begins at ${minute(facts.history_reaches ?? due)}, after ${minute(due)}, when the job ${name} was due: keep runs for longer than the job's period.`,
      };
    case "pending":
      return {
        reason: "window",
        detail: `The job ${name} has no run yet, and nothing shows that it was there at ${minute(due)}, when it would have been due${next === null ? "" : `; it is next due at ${minute(next)}`}.`,
      };
  }
}

/** Why nothing is judged, and the lines to add for the jobs that exist. */
export function undeclaredJobs(jobs: readonly CronJob[], database: string): string {
  const named = jobs.flatMap((job) =>
    job.name === null || job.database !== database ? [] : [{ ...job, name: job.name }],
  );
  const lines =
    named.length === 0
      ? ['      - { name: refresh-my-view, schedule: "*/5 * * * *", command: "SELECT refresh_my_view();" }']
      : named.slice(0, LISTED).map(
          // JSON's strings are YAML's.
          ({ name, schedule }) =>
            `      - { name: ${JSON.stringify(name)}, schedule: ${JSON.stringify(schedule)} }`,
        );
  return [
    "Declare the jobs that must be there and succeed:",
    "checks:",
    "  cron-jobs:",
    "    jobs:",
    ...lines,
    ...(named.length > LISTED ? [`      # and ${named.length - LISTED} more`] : []),
  ].join("\n");
}

/** "2026-11-22 12:00 UTC". */
function minute(time: number): string {
  return `${toIso(time).slice(0, 16).replace("T", " ")} UTC`;
}
