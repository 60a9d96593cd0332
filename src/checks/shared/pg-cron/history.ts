import { type CronFacts, type CronJob, isInProgress, keepsHistory } from "./jobs.ts";
import type { Schedule } from "./schedule.ts";

/**
 * Whether a job has succeeded since it had to. `failing`: it ran, and failed. `stuck`: a run has not ended. `silent`:
 * it did not run at all. The last three are no verdicts: `unrecorded`, pg_cron keeps no history; `forgotten`, the
 * history does not reach back so far; `pending`, nothing shows that the job was there at that time.
 */
export type Health = "succeeded" | "failing" | "stuck" | "silent" | "unrecorded" | "forgotten" | "pending";

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
  const [newest] = job.runs;
  if (newest !== undefined && isInProgress(newest)) {
    if (newest.started !== null && newest.started < since) return "stuck";
    // It began in time and may end well; whether the one before it did is known.
    if (before === null || (job.lastSuccess ?? 0) >= before) return "succeeded";
  }
  const finished = job.runs.find((run) => !isInProgress(run));
  if (finished?.status === "failed" && (finished.ended ?? finished.started ?? 0) >= since) return "failing";
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
