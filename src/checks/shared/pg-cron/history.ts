import { type Facts, type Skipped, sqlBlock, type Unknown, yamlBlock } from "../../../core/finding.ts";
import { elapsed } from "../../../lib/format.ts";
import { toIso } from "../../../lib/time.ts";
import { yamlString } from "../../../lib/visible.ts";
import { type CronFacts, type CronJob, type CronRun, isInProgress, keepsHistory } from "./jobs.ts";
import { DEFAULT_TIME_ZONE, type Schedule } from "./schedule.ts";

/**
 * Whether a job has succeeded since it was due. `failing`: it ran and failed. `stuck`: a run has not ended. `silent`:
 * it did not run at all. The last three are not verdicts: `unrecorded` means that pg_cron keeps no history,
 * `forgotten` that the history does not reach back to that time, and `pending` that nothing shows that the job existed
 * then.
 */
type Health = "succeeded" | "failing" | "stuck" | "silent" | "unrecorded" | "forgotten" | "pending";

/**
 * The health of a job that had to succeed after `since`, milliseconds since 1970. While a run is still in progress,
 * the job must have succeeded after `before` instead; null when there is no such time.
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

/** The health of a job with a run in progress; undefined when there is none, or when earlier runs decide. */
function healthInProgress(job: CronJob, since: number, before: number | null): Health | undefined {
  const [newest] = job.runs;
  if (newest === undefined || !isInProgress(newest)) return undefined;
  if (newest.started !== null && newest.started < since) return "stuck";
  // It began in time and may still succeed: the job is healthy when the run before it did.
  return before === null || (job.lastSuccess ?? 0) >= before ? "succeeded" : undefined;
}

/** The health of a job of which the history has no run since that time. */
function healthWithoutRun(job: CronJob, since: number, facts: CronFacts): Health {
  if (!keepsHistory(facts)) return "unrecorded";
  if (job.existedBy !== null && job.existedBy <= since) return job.failuresInARow > 0 ? "failing" : "silent";
  return facts.history_reaches === null || facts.history_reaches <= since ? "pending" : "forgotten";
}

/** The last due time that is at least `grace` milliseconds ago, and the due time before it. */
export function dueTimes(
  schedule: Schedule,
  now: number,
  grace: number,
): { readonly due: number | null; readonly before: number | null } {
  const due = schedule.dueBefore(now - grace);
  return { due, before: due === null ? null : schedule.dueBefore(due - 1) };
}

/** Maximum number of jobs for which the proposed configuration has a line. */
const MAX_LISTED = 50;

/** A job as a row of a table. It shows only times and states of the runs. */
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

/** Why the history gives no verdict on a job. */
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
        fix: sqlBlock("-- Then restart the server.\nALTER SYSTEM SET cron.log_run = on;"),
      };
    case "forgotten":
      return {
        reason: "window",
        detail: `The known history of runs begins at ${formatMinute(facts.history_reaches ?? due)}, after ${formatMinute(due)}, when the job ${name} was due: keep runs for longer than the job's period.`,
      };
    case "pending":
      return {
        reason: "window",
        detail: `The job ${name} has no run yet, and nothing shows that it was there at ${formatMinute(due)}, when it would have been due${next === null ? "" : `; it is next due at ${formatMinute(next)}`}.`,
      };
  }
}

/** Why no job is evaluated, and the configuration to add for the jobs that exist. */
export function undeclaredJobs(jobs: readonly CronJob[], database: string): Skipped {
  const named = jobs.flatMap((job) =>
    job.name === null || job.database !== database ? [] : [{ ...job, name: job.name }],
  );
  const lines =
    named.length === 0
      ? ['      - { name: refresh-my-view, schedule: "*/5 * * * *", command: "SELECT refresh_my_view();" }']
      : named
          .slice(0, MAX_LISTED)
          .map(
            ({ name, schedule }) =>
              `      - { name: ${yamlString(name)}, schedule: ${yamlString(schedule)} }`,
          );
  const declared = [
    "checks:",
    "  cron-jobs:",
    "    jobs:",
    ...lines,
    ...(named.length > MAX_LISTED ? [`      # and ${named.length - MAX_LISTED} more`] : []),
  ];
  return {
    reason: "not-configured",
    detail: "Declare the jobs that must be there and succeed:",
    fix: yamlBlock(declared.join("\n")),
  };
}

/** "2026-11-22 12:00 UTC". */
function formatMinute(time: number): string {
  return `${toIso(time).slice(0, 16).replace("T", " ")} UTC`;
}
