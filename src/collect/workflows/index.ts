import { z } from "zod";
import type { MonitoringWorkflow, WorkflowsEvidence } from "../../checks/shared/sources/workflows.ts";
import type { RunConfig } from "../../core/settings.ts";
import type { Source } from "../../core/sources.ts";
import { parseAnswer, time } from "../../github/answer.ts";
import { type GitHubClient, gitHubClient } from "../../github/client.ts";
import { readRepositoryFile } from "../../github/contents.ts";
import { GitHubError } from "../../github/errors.ts";
import { READ_PERMISSIONS } from "../../github/explain-error.ts";
import { readRepositoryFacts } from "../../github/repository.ts";
import { asEvidence, type KnownStep, readRuns } from "./runs.ts";
import { checksOfStep, targetOfStep } from "./selected-checks.ts";
import { readWorkflowFile } from "./workflow-file.ts";

/** A run may ask GitHub this often: GITHUB_TOKEN has 1,000 questions an hour for the whole repository. */
const MAX_REQUESTS = 30;
const MAX_FILES = 12;

/**
 * The repository's workflows that run this action, and when GitHub last ran them by schedule.
 *
 * @param deadline milliseconds since 1970
 */
export async function collectWorkflows(
  settings: RunConfig,
  deadline: number,
): Promise<Source<WorkflowsEvidence>> {
  const { token, apiUrl, repository } = settings.github;
  if (repository === null) {
    return {
      skipped: { reason: "not-applicable", detail: "This run belongs to no repository on GitHub." },
    };
  }
  if (token === undefined) {
    return {
      skipped: {
        reason: "no-secret",
        detail:
          "No github-token was given. Add `github-token: ${{ github.token }}` to the step, and to the workflow " +
          "`permissions: { actions: read, contents: read }`.",
      },
    };
  }
  try {
    const client = gitHubClient({ apiUrl, token, repository, deadline, maxRequests: MAX_REQUESTS });
    return { value: await collect(client, settings, repository.endsWith("/pg-preflight")) };
  } catch (error) {
    if (error instanceof GitHubError) return { unknown: error.unknown };
    throw error;
  }
}

async function collect(
  client: GitHubClient,
  settings: RunConfig,
  isOwnRepository: boolean,
): Promise<WorkflowsEvidence> {
  const [{ defaultBranch: branch }, listed] = await Promise.all([
    readRepositoryFacts(client),
    listWorkflows(client),
  ]);
  const files = listed.workflows
    .filter(({ path }) => path.startsWith(".github/workflows/"))
    .sort((a, b) => rank(a, settings) - rank(b, settings));
  const texts = await readTexts(client, branch, files.slice(0, MAX_FILES));
  const workflows = await Promise.all(
    files.flatMap((file) =>
      texts.has(file.path) ? [readWorkflow(client, { branch, file, texts, isOwnRepository }, settings)] : [],
    ),
  );
  return {
    defaultBranch: branch,
    target: settings.target,
    workflows: workflows.filter(({ steps }) => steps.length > 0),
    unread: Math.max(0, files.length - MAX_FILES) + listed.total_count - listed.workflows.length,
  };
}

const workflowsSchema = z.object({
  total_count: z.number(),
  workflows: z.array(z.object({ id: z.number(), path: z.string(), state: z.string(), created_at: time })),
});
type ListedWorkflow = z.infer<typeof workflowsSchema>["workflows"][number];

/** The first hundred. */
async function listWorkflows(client: GitHubClient) {
  const what = "the repository's workflows";
  const answer = await client.ask(what, ({ actions }, repository) =>
    actions.listRepoWorkflows({ ...repository, per_page: 100 }),
  );
  return parseAnswer(workflowsSchema, answer, what);
}

/** Files that are on another branch only have no text here. */
async function readTexts(
  client: GitHubClient,
  branch: string,
  files: readonly ListedWorkflow[],
): Promise<Map<string, string>> {
  const texts = await Promise.all(
    files.map(async ({ path }) => [path, await readRepositoryFile(client, { path, ref: branch })] as const),
  );
  const found = new Map(texts.flatMap(([path, text]) => (text === null ? [] : [[path, text] as const])));
  if (found.size === 0 && files.some(({ state }) => state === "active")) {
    throw new GitHubError(
      {
        reason: "permission",
        detail: "The token may not read the repository's files, so its workflows are not known (404).",
        fix: READ_PERMISSIONS,
      },
      404,
    );
  }
  return found;
}

interface ReadableWorkflow {
  readonly branch: string;
  readonly file: ListedWorkflow;
  readonly texts: ReadonlyMap<string, string>;
  readonly isOwnRepository: boolean;
}

/** A workflow without a schedule, or without a step of ours for this database, has no runs to inspect. */
async function readWorkflow(
  client: GitHubClient,
  { branch, file, texts, isOwnRepository }: ReadableWorkflow,
  settings: RunConfig,
): Promise<MonitoringWorkflow> {
  const { schedules, steps } = await readWorkflowFile(file.path, texts, isOwnRepository);
  const known = steps.map(
    (step): KnownStep => ({
      ...step,
      target: targetOfStep(step.inputs),
      checks: checksOfStep(step.inputs, settings),
    }),
  );
  const ours = schedules.length === 0 ? [] : known.filter(({ target }) => target === settings.target);
  const others = known.filter((step) => !ours.includes(step)).map((step) => asEvidence(step, null));
  const seen =
    ours.length === 0
      ? { steps: [], runs: { looked: 0, since: null, hasOlder: false } }
      : await readRuns(client, { id: file.id, branch, steps: ours });
  return {
    path: file.path,
    state: file.state,
    createdAt: file.created_at,
    schedules,
    steps: [...seen.steps, ...others],
    runs: seen.runs,
  };
}

/** The workflow that runs now comes first, then those whose names promise something. */
function rank({ path }: ListedWorkflow, { github }: RunConfig): number {
  if (path === github.workflow) return 0;
  return /preflight|postgres|pg|database|db|supabase|night|daily|week|schedule|cron|health|monitor|check/i.test(
    path,
  )
    ? 1
    : 2;
}
