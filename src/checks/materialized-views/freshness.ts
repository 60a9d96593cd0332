import { z } from "zod";
import { type Unknown, yamlBlock } from "../../core/finding.ts";
import type { Server } from "../../core/server.ts";
import { elapsed } from "../../lib/format.ts";
import { yamlString } from "../../lib/visible.ts";
import { dueTimes, firstDue, healthSince, whyUnknown } from "../shared/pg-cron/history.ts";
import { type CronFacts, cronSource, findJob } from "../shared/pg-cron/jobs.ts";
import { DEFAULT_TIME_ZONE, readSchedule } from "../shared/pg-cron/schedule.ts";

/** A materialized view as sql/checks/materialized-views.sql returns it. */
export const viewRow = z.object({
  name: z.string(),
  bareName: z.string(),
  isLookedAt: z.boolean(),
  isPopulated: z.boolean(),
  bytes: z.number(),
  hasKey: z.boolean(),
  /** Unpopulated materialized views that it reads, in the order to refresh them in. */
  unpopulatedSources: z.array(z.string()),
  /** Seconds since 1970; null when the server does not track commit times. */
  changed: z.number().nullable(),
});

export type View = z.infer<typeof viewRow>;

export interface ViewProblem {
  readonly problem: string;
  /** The sentence after the view's name. */
  readonly text: string;
  readonly fix: string;
}

interface DeclaredView {
  readonly "refreshed-by"?: string | undefined;
  readonly "max-age"?: number | undefined;
}

interface Evidence {
  /** Undefined where pg_cron's jobs can't be seen. */
  readonly cron: CronFacts | undefined;
  /** How late a job may be, in milliseconds. */
  readonly grace: number;
  readonly server: Server;
}

/** By the strongest evidence that exists: the job's last success, else the time in the system catalogs. */
export function freshness(
  declared: DeclaredView,
  found: View,
  { cron, grace, server }: Evidence,
): ViewProblem | Unknown | undefined {
  const maxAge = declared["max-age"];
  const jobName = declared["refreshed-by"];
  if (jobName !== undefined) {
    const source = cronSource(server);
    if ("unknown" in source) return source.unknown;
    if (cron !== undefined) return freshByJob(jobName, { cron, grace, server, maxAge, found });
  }
  if (maxAge === undefined) return jobName === undefined ? noRule(found) : noEvidence(found, jobName);
  if (found.changed === null) return noEvidence(found, jobName);
  const age = server.now - found.changed * 1_000;
  return age <= maxAge ? undefined : outdated(found, `was last refreshed ${elapsed(age)} ago`);
}

function freshByJob(
  name: string,
  {
    cron,
    grace,
    server,
    maxAge,
    found,
  }: Omit<Evidence, "cron"> & {
    readonly cron: CronFacts;
    readonly maxAge: number | undefined;
    readonly found: View;
  },
): ViewProblem | Unknown | undefined {
  const job = findJob(cron.jobs, { name, database: server.database });
  if (job === undefined) return outdated(found, `is refreshed by nobody: there is no job ${name}`);
  // A success of that job refreshed the view of another database.
  if (job.database !== server.database) {
    return outdated(found, `is refreshed by nobody: the job ${name} runs in the database ${job.database}`);
  }
  const schedule = readSchedule(job.schedule, cron.settings["cron.timezone"] ?? DEFAULT_TIME_ZONE);
  const byJob = schedule === undefined ? { due: null, before: null } : dueTimes(schedule, server.now, grace);
  const since = maxAge === undefined ? byJob.due : server.now - maxAge;
  // The schedule is never due or can't be read, which is a finding of cron-jobs.
  if (since === null) return noEvidence(found, name);
  const health = healthSince(job, since, cron, maxAge === undefined ? byJob.before : since);
  switch (health) {
    case "succeeded":
      return undefined;
    case "failing":
    case "stuck":
    case "silent": {
      const last =
        job.lastSuccess === null
          ? "was not refreshed in all known runs of its job"
          : `was last refreshed ${elapsed(server.now - job.lastSuccess)} ago`;
      return outdated(found, `${last}: the job ${name} ${WHY[health]}`);
    }
    default:
      return whyUnknown(health, job, {
        facts: cron,
        due: since,
        first: schedule === undefined ? null : firstDue(job, schedule, { now: server.now, grace }),
      });
  }
}

const WHY = { failing: "fails", stuck: "has a run that does not end", silent: "did not run" } as const;

function outdated(view: View, text: string): ViewProblem {
  return { problem: "stale", text, fix: refreshOf(view) };
}

/** CONCURRENTLY, which lets the view be read meanwhile, wants a unique index and a view that was filled before. */
export function refreshOf({ name, hasKey, isPopulated }: View): string {
  return `REFRESH MATERIALIZED VIEW ${hasKey && isPopulated ? "CONCURRENTLY " : ""}${name};`;
}

/** Without a declared age or job, the view is neither fresh nor stale. */
function noRule({ name }: View): Unknown {
  return {
    reason: "error",
    detail: `How old ${name} may be is not declared, nor the job that refreshes it.`,
    fix: yamlBlock(
      `checks:\n  materialized-views:\n    views: [{ name: ${yamlString(name)}, refreshed-by: …, max-age: 15min }]`,
    ),
  };
}

function noEvidence({ name }: View, jobName: string | undefined): Unknown {
  return {
    reason: jobName === undefined ? "error" : "extension",
    detail:
      jobName === undefined
        ? `When ${name} was refreshed can't be known: PostgreSQL keeps no time of it, and no job was declared that does it.`
        : `When ${name} was refreshed can't be known: no run of the job ${jobName} can be seen from this database.`,
    fix: yamlBlock(
      `# Name its job, or set track_commit_timestamp = on and restart the server:\nchecks:\n  materialized-views:\n    views: [{ name: ${yamlString(name)}, refreshed-by: …, max-age: 15min }]`,
    ),
  };
}
