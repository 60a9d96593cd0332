import { createHash } from "node:crypto";
import type { Unknown } from "../../core/finding.ts";
import { count, elapsed } from "../../lib/format.ts";
import {
  beganBy,
  describeFailure,
  dueTimes,
  firstDue,
  healthSince,
  whyUnknown,
} from "../shared/pg-cron/history.ts";
import type { CronFacts, CronJob } from "../shared/pg-cron/jobs.ts";
import { DEFAULT_TIME_ZONE, isSameSchedule, readSchedule } from "../shared/pg-cron/schedule.ts";
import { alterJob, recreateRole, showRuns, showSession } from "./fixes.ts";

/**
 * Shows whether a job still runs the declared command without showing the command: the SHA-256, in hex, of the command
 * with each run of blanks as one space and without blanks and semicolons at its ends. The helper views
 * (sql/setup/monitoring-role.sql) and sql/checks/cron-jobs.direct.sql compute the same.
 */
function commandHash(command: string): string {
  const normal = command
    .replace(/[ \t\n\r\f\v]+/g, " ")
    .replace(/[ ;]+$/, "")
    .replace(/^ +/, "");
  return createHash("sha256").update(normal, "utf8").digest("hex");
}

/** The declared properties of a job that may differ from the real ones. */
interface DeclaredJob {
  readonly schedule?: string | undefined;
  readonly command?: string | undefined;
}

interface Problem {
  readonly problem: string;
  /** The sentence after "The job x". */
  readonly text: string;
  readonly fix: string;
}

/** pg_cron looks up the role of each job, on or off, when its launcher starts, and ends where there is none. */
export function noRole(job: CronJob, { has_launcher }: Pick<CronFacts, "has_launcher">): Problem {
  const effect = has_launcher
    ? "so it can't run"
    : "and pg_cron's launcher, which ends at such a job, is not running";
  return {
    problem: "no role",
    text: `belongs to the role ${job.user}, which does not exist, ${effect}`,
    fix: recreateRole(job),
  };
}

/** "last succeeded 3 hours ago", after the job's name. */
export function lastSuccess({ lastSuccess: at }: CronJob, now: number): string {
  return at === null ? "has not succeeded in all its known runs" : `last succeeded ${elapsed(now - at)} ago`;
}

/** How a job differs from its declaration. */
export function differences(
  { schedule, command }: DeclaredJob,
  job: CronJob,
  { facts, database }: { readonly facts: CronFacts; readonly database: string },
): Problem[] {
  const problems: Problem[] = job.hasRole ? [] : [noRole(job, facts)];
  if (!job.active) {
    problems.push({
      problem: "inactive",
      text: "is not active, so it never runs",
      fix: alterJob(job, { active: true }),
    });
  }
  if (schedule !== undefined && !isSameSchedule(schedule, job.schedule)) {
    problems.push({
      problem: "schedule",
      text: `runs at ${job.schedule} and not at ${schedule} as declared`,
      fix: alterJob(job, { schedule }),
    });
  }
  if (command !== undefined && job.commandHash !== commandHash(command)) {
    problems.push({
      problem: "command",
      text: "runs another command than the declared one",
      fix: alterJob(job, { command }),
    });
  }
  if (job.database !== database) {
    problems.push({
      problem: "database",
      text: `runs in the database ${job.database} and not in ${database}`,
      fix: alterJob(job, { database }),
    });
  }
  return problems;
}

/** A problem of its runs, or why the history shows none; undefined when the job runs on time. */
export function runProblem(
  declared: DeclaredJob,
  job: CronJob,
  facts: CronFacts,
  { grace, maxFailures, now }: { readonly grace: number; readonly maxFailures: number; readonly now: number },
): Problem | Unknown | undefined {
  const last = lastSuccess(job, now);
  if (job.failuresInARow >= maxFailures) {
    return {
      problem: "failing",
      text: `failed ${count(job.failuresInARow, "time")} in a row and ${last}`,
      fix: showRuns(job),
    };
  }
  const schedule = readSchedule(job.schedule, facts.settings["cron.timezone"] ?? DEFAULT_TIME_ZONE);
  if (schedule === undefined) {
    return {
      reason: "error",
      detail: `When the job ${job.name} is due is not known: its schedule, or cron.timezone, can't be read.`,
    };
  }
  const { due, before } = dueTimes(schedule, now, grace);
  if (due === null) {
    // @reboot has no due time but runs. A 30th of February never does.
    if (/^\s*@re/i.test(job.schedule)) return undefined;
    return {
      problem: "never due",
      text: `has the schedule ${job.schedule}, which never comes`,
      fix: alterJob(job, { schedule: declared.schedule ?? "0 3 * * *" }),
    };
  }
  const health = healthSince(job, due, facts, before);
  switch (health) {
    case "succeeded":
      return undefined;
    case "failing":
      return {
        problem: health,
        text: `${describeFailure(job, now)}; it ${last}`,
        fix: showRuns(job),
      };
    case "stuck":
      return {
        problem: health,
        text: `has a run in progress since ${runningFor(job, now)}, which holds up the next`,
        fix: showSession(job),
      };
    case "silent":
      return {
        problem: health,
        text: `was due ${elapsed(now - due)} ago and did not run; it ${last}`,
        fix: showRuns(job),
      };
    default:
      return whyUnknown(health, job, { facts, due, first: firstDue(job, schedule, { now, grace }) });
  }
}

/** "3 hours", or "at least 3 hours" where pg_cron has no time of the run yet. */
function runningFor({ runs: [newest] }: CronJob, now: number): string {
  const began = newest === undefined ? null : beganBy(newest);
  if (began === null) return "an unknown time";
  return newest?.started === null ? `at least ${elapsed(now - began)}` : elapsed(now - began);
}

/**
 * Only "on time" is good; "pending" means that it has not been due yet, and "unknown" that the history does not decide
 * it.
 */
export function stateOf(problems: readonly Problem[], running: Problem | Unknown | undefined): string {
  if (problems.length > 0) return problems.map(({ problem }) => problem).join(", ");
  if (running === undefined || !("reason" in running)) return "on time";
  return running.until === undefined ? "unknown" : "pending";
}
