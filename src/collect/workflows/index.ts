import type { MonitoringWorkflow, WorkflowsEvidence } from "../../checks/shared/sources/workflows.ts";
import type { RunConfig } from "../../core/settings.ts";
import type { Source } from "../../core/sources.ts";
import { type ListedWorkflow, parseAnswer, repositorySchema, workflowsSchema } from "../../github/answers.ts";
import { type GitHubClient, GitHubError, gitHubClient } from "../../github/client.ts";
import { readRepositoryFile } from "../../github/contents.ts";
import { PERMISSIONS } from "../../github/refusals.ts";
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
    const client = gitHubClient({ apiUrl, token, deadline, maxRequests: MAX_REQUESTS });
    return { value: await collect(client, repository, settings) };
  } catch (error) {
    if (error instanceof GitHubError) return { unknown: error.unknown };
    throw error;
  }
}

async function collect(
  client: GitHubClient,
  repository: string,
  settings: RunConfig,
): Promise<WorkflowsEvidence> {
  const [{ default_branch: branch }, listed] = await Promise.all([
    client
      .get(`/repos/${repository}`, "the repository")
      .then((answer) => parseAnswer(repositorySchema, answer, "the repository")),
    listWorkflows(client, repository),
  ]);
  const files = listed.workflows
    .filter(({ path }) => path.startsWith(".github/workflows/"))
    .sort((a, b) => rank(a, settings) - rank(b, settings));
  const texts = await readTexts(client, repository, branch, files.slice(0, MAX_FILES));
  const isOwnRepository = repository.endsWith("/pg-preflight");
  const workflows = await Promise.all(
    files.flatMap((file) =>
      texts.has(file.path)
        ? [readWorkflow(client, { repository, branch, file, texts, isOwnRepository }, settings)]
        : [],
    ),
  );
  return {
    defaultBranch: branch,
    target: settings.target,
    workflows: workflows.filter(({ steps }) => steps.length > 0),
    unread: Math.max(0, files.length - MAX_FILES) + listed.total_count - listed.workflows.length,
  };
}

/** The first hundred. */
async function listWorkflows(client: GitHubClient, repository: string) {
  const what = "the repository's workflows";
  const answer = await client.get(`/repos/${repository}/actions/workflows`, what, { per_page: "100" });
  return parseAnswer(workflowsSchema, answer, what);
}

/** Files that are on another branch only have no text here. */
async function readTexts(
  client: GitHubClient,
  repository: string,
  branch: string,
  files: readonly ListedWorkflow[],
): Promise<Map<string, string>> {
  const texts = await Promise.all(
    files.map(
      async ({ path }) =>
        [path, await readRepositoryFile(client, { repository, path, ref: branch })] as const,
    ),
  );
  const found = new Map(texts.flatMap(([path, text]) => (text === null ? [] : [[path, text] as const])));
  if (found.size === 0 && files.some(({ state }) => state === "active")) {
    throw new GitHubError(
      {
        reason: "permission",
        detail: "The token may not read the repository's files, so its workflows are not known (404).",
        fix: PERMISSIONS,
      },
      404,
    );
  }
  return found;
}

interface ReadableWorkflow {
  readonly repository: string;
  readonly branch: string;
  readonly file: ListedWorkflow;
  readonly texts: ReadonlyMap<string, string>;
  readonly isOwnRepository: boolean;
}

/** A workflow without a schedule, or without a step of ours for this database, has no runs to look into. */
async function readWorkflow(
  client: GitHubClient,
  { repository, branch, file, texts, isOwnRepository }: ReadableWorkflow,
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
      : await readRuns(client, { id: file.id, repository, branch, steps: ours });
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
