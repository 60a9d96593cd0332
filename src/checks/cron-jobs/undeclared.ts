import type { Finding, Fix } from "../../core/finding.ts";
import type { Priority } from "../../core/priority.ts";
import { count } from "../../lib/format.ts";
import { DAY } from "../../lib/time.ts";
import { describeFailure, describeJob, nameOf } from "../shared/pg-cron/history.ts";
import { type CronFacts, type CronJob, keepsHistory } from "../shared/pg-cron/jobs.ts";
import { lastSuccess, noRole } from "./evaluate-job.ts";
import { dropJob, showRuns } from "./fixes.ts";

/** One failure may be a deadlock or a restart; a job of minutes that fails five times has failed for a while. */
const FAILURES = 5;
/** A rarer job fails again and again when nothing else was seen of it for this long: two nights in a row. */
const FAILING_FOR = DAY;

interface Rules {
  readonly priority: Priority;
  readonly maxFailures: number;
  readonly now: number;
}

/**
 * What is wrong with a job that no declaration expects anything of: it fails again and again, or what it names is gone.
 *
 * @param jobs those that are not declared
 */
export function undeclaredFindings(
  jobs: readonly CronJob[],
  facts: CronFacts,
  { priority, maxFailures, now }: Rules,
): Finding[] {
  const names = new Map(facts.jobs.map((job) => [job.id, nameOf(job)]));
  const isShared = (name: string) => [...names.values()].filter((each) => each === name).length > 1;
  return jobs.flatMap((job) => {
    const name = nameOf(job);
    const problem = problemOf(job, facts, { maxFailures, now });
    if (problem === undefined) return [];
    return [
      {
        key: isShared(name) ? `${name} (${job.user}, ${job.id})` : name,
        priority,
        message: `The job ${name} ${problem.text}.`,
        facts: { ...describeJob(job, facts), refreshes: null, problem: [problem.problem] },
        fix: problem.fix,
      },
    ];
  });
}

interface Problem {
  readonly problem: string;
  /** The sentence after "The job x". */
  readonly text: string;
  readonly fix: Fix;
}

function problemOf(
  job: CronJob,
  facts: CronFacts,
  { maxFailures, now }: Omit<Rules, "priority">,
): Problem | undefined {
  if (!job.hasRole) {
    const { problem, text, fix } = noRole(job, facts);
    return { problem, text, fix: { sql: fix } };
  }
  // Nobody expects a job that is off to succeed.
  if (!job.active) return undefined;
  if (!job.hasDatabase) {
    return {
      problem: "no database",
      text: `runs in the database ${job.database}, which does not exist`,
      fix: dropJob(job),
    };
  }
  if (!keepsHistory(facts) || !failsAgainAndAgain(job, { maxFailures, now })) return undefined;
  return {
    problem: "failing",
    text: `failed ${count(job.failuresInARow, "time")} in a row; the last run ${describeFailure(job, now)}; it ${lastSuccess(job, now)}`,
    fix: { sql: showRuns(job) },
  };
}

function failsAgainAndAgain(
  { failuresInARow, failingSince }: CronJob,
  { maxFailures, now }: Omit<Rules, "priority">,
): boolean {
  if (failuresInARow >= Math.max(FAILURES, maxFailures)) return true;
  return failuresInARow > 1 && failingSince !== null && now - failingSince >= FAILING_FOR;
}
