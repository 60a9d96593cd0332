import { z } from "zod";
import type { MonitoringStep, MonitoringWorkflow } from "../../checks/shared/sources/workflows.ts";
import { parseAnswer, time } from "../../github/answer.ts";
import type { GitHubClient } from "../../github/client.ts";
import type { ActionStep } from "./workflow-file.ts";

/** A nightly workflow whose weekly step is skipped on the other nights needs a week of runs. */
const RUNS_INSPECTED = 8;

/** A step of ours, and what it looks at. */
export type KnownStep = ActionStep & Pick<MonitoringStep, "checks" | "target">;

const runsSchema = z.object({
  total_count: z.number(),
  workflow_runs: z.array(z.object({ id: z.number(), created_at: time, run_started_at: time.optional() })),
});
type ListedRun = z.infer<typeof runsSchema>["workflow_runs"][number];

const jobsSchema = z.object({
  jobs: z.array(
    z.object({
      name: z.string(),
      steps: z
        .array(z.object({ name: z.string(), status: z.string(), conclusion: z.string().nullable() }))
        .optional(),
    }),
  ),
});
type ListedJob = z.infer<typeof jobsSchema>["jobs"][number];

interface RunsOfSteps {
  readonly id: number;
  readonly branch: string;
  readonly steps: readonly KnownStep[];
}

/** Goes back through the scheduled runs until each step was found to have run. */
export async function readRuns(
  client: GitHubClient,
  { id, branch, steps }: RunsOfSteps,
): Promise<Pick<MonitoringWorkflow, "steps" | "runs">> {
  const what = "the runs of the repository's workflows";
  const answer = await client.ask(what, ({ actions }, repository) =>
    actions.listWorkflowRuns({
      ...repository,
      workflow_id: id,
      event: "schedule",
      branch,
      exclude_pull_requests: true,
      per_page: RUNS_INSPECTED,
    }),
  );
  const { workflow_runs: runs, total_count: total } = parseAnswer(runsSchema, answer, what);
  const lastRanAt = new Map<ActionStep, number>();
  const looked: ListedRun[] = [];
  for (const run of [...runs].sort((a, b) => startOf(b) - startOf(a))) {
    if (lastRanAt.size === steps.length || client.left() <= 0) break;
    const answer = await client.ask(what, ({ actions }, repository) =>
      actions.listJobsForWorkflowRun({ ...repository, run_id: run.id, filter: "latest", per_page: 100 }),
    );
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

/** Both success and failure are a check of the database; the run that asks this is still in progress. */
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
