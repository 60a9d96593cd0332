import type { MonitoringStep, MonitoringWorkflow } from "../../checks/shared/sources/workflows.ts";
import { jobsSchema, type ListedJob, type ListedRun, parseAnswer, runsSchema } from "../../github/answers.ts";
import type { GitHubClient } from "../../github/client.ts";
import type { ActionStep } from "./workflow-file.ts";

/** A nightly workflow whose weekly step is skipped on the other nights needs a week of runs. */
const RUNS_LOOKED_INTO = 8;

/** A step of ours, and what it looks at. */
export type KnownStep = ActionStep & Pick<MonitoringStep, "checks" | "target">;

interface Wanted {
  readonly id: number;
  readonly repository: string;
  readonly branch: string;
  readonly steps: readonly KnownStep[];
}

/** Goes back through the scheduled runs until each step was seen to run. */
export async function readRuns(
  client: GitHubClient,
  { id, repository, branch, steps }: Wanted,
): Promise<Pick<MonitoringWorkflow, "steps" | "runs">> {
  const what = "the runs of the repository's workflows";
  const answer = await client.get(`/repos/${repository}/actions/workflows/${id}/runs`, what, {
    event: "schedule",
    branch,
    exclude_pull_requests: "true",
    per_page: String(RUNS_LOOKED_INTO),
  });
  const { workflow_runs: runs, total_count: total } = parseAnswer(runsSchema, answer, what);
  const lastRanAt = new Map<ActionStep, number>();
  const looked: ListedRun[] = [];
  for (const run of [...runs].sort((a, b) => startOf(b) - startOf(a))) {
    if (lastRanAt.size === steps.length || client.left() <= 0) break;
    const answer = await client.get(`/repos/${repository}/actions/runs/${run.id}/jobs`, what, {
      filter: "latest",
      per_page: "100",
    });
    const { jobs } = parseAnswer(jobsSchema, answer, what);
    for (const step of steps) {
      if (!lastRanAt.has(step) && didRun(step, jobs)) lastRanAt.set(step, startOf(run));
    }
    looked.push(run);
  }
  return {
    steps: steps.map((step) => asEvidence(step, lastRanAt.get(step) ?? null)),
    runs: {
      looked: looked.length,
      since: looked.length === 0 ? null : Math.min(...looked.map(startOf)),
      hasOlder: total > looked.length,
    },
  };
}

export function asEvidence(
  { job, name, target, checks }: KnownStep,
  lastRanAt: number | null,
): MonitoringStep {
  return { job, name, target, checks, lastRanAt };
}

/** Success and failure both are a look at the database; the run that asks this is still in progress. */
function didRun({ jobPattern, stepPattern }: ActionStep, jobs: readonly ListedJob[]): boolean {
  return jobs
    .filter(({ name }) => jobPattern.test(name))
    .flatMap(({ steps }) => steps ?? [])
    .filter(({ name }) => stepPattern.test(name))
    .some(
      ({ status, conclusion }) =>
        status === "in_progress" || conclusion === "success" || conclusion === "failure",
    );
}

function startOf(run: ListedRun): number {
  return run.run_started_at ?? run.created_at;
}
