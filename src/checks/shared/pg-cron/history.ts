import { type Facts, type Skipped, sqlBlock, type Unknown, yamlBlock } from "../../../core/finding.ts";
import { elapsed } from "../../../lib/format.ts";
import { toIso } from "../../../lib/time.ts";
import { yamlString } from "../../../lib/visible.ts";
import { type CronFacts, type CronJob, type CronRun, isInProgress, keepsHistory } from "./jobs.ts";
import { DEFAULT_TIME_ZONE, type Schedule } from "./schedule.ts";

/**
 * Whether a job has succeeded since it was due. `failing`: it ran and failed. `stuck`: a run has not ended. `silent`:
 * it did not run at all. The last three are not verdicts: `unrecorded` means that pg_cron keeps no history,
 * `forgotten` that the job existed then and the history does not reach back, and `pending` that nothing shows that the
 * job existed then.
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
  // Of a run that could not connect pg_cron records no time: nothing succeeded after it.
  if (finished?.status === "failed" && (timeOf(finished) ?? since) >= since) return "failing";
  return healthWithoutRun(job, since, facts);
}

/** The health of a job with a run in progress; undefined when there is none, or when earlier runs decide. */
function healthInProgress(job: CronJob, since: number, before: number | null): Health | undefined {
  const [newest] = job.runs;
  if (newest === undefined || !isInProgress(newest)) return undefined;
  const began = beganBy(newest);
  if (began !== null && began < since) return "stuck";
  // It began in time and may still succeed: the job is healthy when the run before it did.
  return before === null || (job.lastSuccess ?? 0) >= before ? "succeeded" : undefined;
}

/** The health of a job of which the history has no run since that time. */
function healthWithoutRun(job: CronJob, since: number, facts: CronFacts): Health {
  if (!keepsHistory(facts)) return "unrecorded";
  if (job.existedBy === null || job.existedBy > since) return "pending";
  if (job.failuresInARow > 0) return "failing";
  return reachesBack(facts, since) ? "silent" : "forgotten";
}

/** Whether a run at that time would still be in the history: its first run is there, or an older one. */
function reachesBack({ history_reaches, oldest_run }: CronFacts, since: number): boolean {
  return history_reaches === null || history_reaches <= since || oldest_run === 1;
}

/** When a run began, or by when at the latest; null when nothing tells. */
export function beganBy({ started, begunBy }: CronRun): number | null {
  return started ?? begunBy;
}

/** When a run was over, or at least began; null where pg_cron recorded neither. */
function timeOf({ ended, started }: CronRun): number | null {
  return ended ?? started;
}

/** "failed 40 seconds ago: statement timeout", of a job's newest run that is over. */
export function describeFailure({ runs }: CronJob, now: number): string {
  const run = runs.find((each) => !isInProgress(each));
  const time = run === undefined ? null : timeOf(run);
  const why =
    run?.failure === null || run?.failure === "error" || run === undefined ? "" : `: ${run.failure}`;
  return time === null
    ? `failed, at a time that pg_cron did not record${why}`
    : `failed ${elapsed(now - time)} ago${why}`;
}

/**
 * When the first run is due that the job can be judged by: the first due time since it is known to exist, and with its
 * grace once that time has come. Null when it is never due.
 */
export function firstDue(
  { existedBy }: CronJob,
  schedule: Schedule,
  { now, grace }: { readonly now: number; readonly grace: number },
): number | null {
  const due = schedule.dueAfter(existedBy ?? now);
  return due === null || due > now ? due : due + grace;
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

/** A job's name, or its number where it has none. Never its command, which may hold secrets. */
export function nameOf({ id, name }: CronJob): string {
  return name ?? `${id} (no name)`;
}

/** A job as a row of a table. It shows only times and states of the runs. */
export function describeJob(job: CronJob, { settings }: CronFacts): Facts {
  return {
    job: nameOf(job),
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
  { name, runs }: CronJob,
  { facts, due, first }: { readonly facts: CronFacts; readonly due: number; readonly first: number | null },
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
        detail: `The job ${name} ${whyNoRun(runs)}, and nothing shows that it was there at ${formatMinute(due)}${first === null ? "" : `: its first run is due at ${formatMinute(first)}`}.`,
        ...(first === null ? {} : { until: toIso(first) }),
      };
  }
}

function whyNoRun(runs: readonly CronRun[]): string {
  if (runs.length === 0) return "has no run yet";
  return runs.every(isInProgress)
    ? "has a run that is not over yet and no other"
    : "has no run of a due time yet";
}

/** Why no job is evaluated, and the configuration to add for the jobs that exist. */
export function undeclaredJobs(jobs: readonly CronJob[], database: string): Skipped {
  const here = jobs.filter((job) => job.database === database);
  const lines =
    here.length === 0
      ? ['      - { name: refresh-my-view, schedule: "*/5 * * * *", command: "SELECT refresh_my_view();" }']
      : here.slice(0, MAX_LISTED).flatMap(declarationOf);
  const declared = [
    "checks:",
    "  cron-jobs:",
    "    jobs:",
    ...lines,
    ...(here.length > MAX_LISTED ? [`      # and ${here.length - MAX_LISTED} more`] : []),
  ];
  return {
    reason: "not-configured",
    detail: "Declare the jobs that must be there and succeed:",
    fix: yamlBlock(declared.join("\n")),
  };
}

/** A declaration is by name, so a job without one needs a name first; pg_cron can't rename a job. */
function declarationOf({ id, name, schedule, user }: CronJob): string[] {
  const declare = (job: string) => `      - { name: ${yamlString(job)}, schedule: ${yamlString(schedule)} }`;
  if (name !== null) return [declare(name)];
  return [
    `      # The job ${id} has no name. This gives it one, run as ${yamlString(user)}:`,
    `      # SELECT cron.schedule('job-${id}', schedule, command) FROM cron.job WHERE jobid = ${id}; SELECT cron.unschedule(${id});`,
    declare(`job-${id}`),
  ];
}

/** "2026-11-22 12:00 UTC". */
function formatMinute(time: number): string {
  return `${toIso(time).slice(0, 16).replace("T", " ")} UTC`;
}
