import { INCIDENT } from "../../config/selection.ts";
import { internalError } from "../../core/errors.ts";
import type { RunConfig } from "../../core/settings.ts";
import type { Source } from "../../core/sources.ts";
import type { GitHubClient } from "../../github/client.ts";
import { GitHubError } from "../../github/errors.ts";
import type { RepositoryFacts } from "../../github/repository.ts";
import type { IssueEvidence, IssueSnapshot } from "../issue.ts";

/** So many pages and facts; GITHUB_TOKEN has 1,000 questions an hour for the whole repository. */
const MAX_REQUESTS = 25;

/** The managed issues, and whether this run may write them and show names. It never throws: what can't be had is unknown. */
export async function loadIssues(settings: RunConfig): Promise<IssueEvidence> {
  const { deadline } = settings;
  const { facts, notices } = await learnRepositoryFacts(settings, deadline);
  const writes = mayWrite(settings, facts.defaultBranch);
  if (isIncident(settings)) notices.push(...incidentNotices(settings));
  else if (!writes && isOtherBranch(settings, facts.defaultBranch)) notices.push(NOT_ON_DEFAULT_BRANCH);
  return {
    showsNames: settings.publicDetails || settings.github.repository === null || facts.isPublic === false,
    writes,
    tracker: await loadSnapshot(settings, writes, deadline),
    ...(notices.length === 0 ? {} : { notices }),
  };
}

const NOT_ON_DEFAULT_BRANCH =
  "This run writes no issues: with write-issues: auto only runs on the default branch do, and this one is on another branch or a tag.";

/** It writes no issues by itself, but compares with what the nightly runs stored in theirs. */
function isIncident({ suite, issues: { write } }: RunConfig): boolean {
  return suite === INCIDENT && write === "auto";
}

function incidentNotices({ github: { token, repository }, issues: { dryRun } }: RunConfig): string[] {
  return token === undefined || repository === null || dryRun ? [] : [INCIDENT_WRITES_NONE];
}

export const INCIDENT_WRITES_NONE =
  "This run writes no issues: suite incident does so with write-issues: always alone.";

/** With dry-run, the plan says it. */
function isOtherBranch(
  { github: { token, repository }, issues: { write, dryRun }, isPullRequest }: RunConfig,
  defaultBranch: string | null,
): boolean {
  const wouldWrite = token !== undefined && repository !== null && write === "auto" && !dryRun;
  return wouldWrite && !isPullRequest && defaultBranch !== null;
}

/** `auto` writes on the default branch alone, where every schedule runs. */
function mayWrite(settings: RunConfig, defaultBranch: string | null): boolean {
  const { token, repository, ref, eventName } = settings.github;
  if (token === undefined || repository === null || settings.issues.write === "never") return false;
  if (settings.issues.write === "always") return true;
  if (settings.isPullRequest || isIncident(settings)) return false;
  return eventName === "schedule" || (defaultBranch !== null && ref === `refs/heads/${defaultBranch}`);
}

/** What the event says of the repository, and GitHub where it says too little. */
async function learnRepositoryFacts(
  settings: RunConfig,
  deadline: number,
): Promise<{ readonly facts: RepositoryFacts; readonly notices: string[] }> {
  const { defaultBranch, repository, token, ref } = settings.github;
  const isPublic = visibilityOf(settings);
  const facts = { isPublic, defaultBranch };
  const notices =
    settings.issues.write === "always" && token === undefined && repository !== null
      ? ["No issue is written, although write-issues is always: no github-token was given."]
      : [];
  const needsVisibility = repository !== null && isPublic === null && !settings.publicDetails;
  const branch = /^refs\/heads\/(.+)$/.exec(ref ?? "")?.[1] ?? null;
  const needsBranch = defaultBranch === null && !mayWrite(settings, null) && mayWrite(settings, branch);
  if (!needsVisibility && !needsBranch) return { facts, notices };
  const answer = await askGitHub(settings, deadline, async (client) => {
    const { readRepositoryFacts } = await import("../../github/repository.ts");
    return readRepositoryFacts(client);
  });
  if ("value" in answer) return { facts: answer.value, notices };
  const { detail } = "unknown" in answer ? answer.unknown : answer.skipped;
  if (needsVisibility) {
    notices.push(
      "Names are counted, not shown, for it could not be learned whether this repository is public: " +
        `${detail} To show them all the same, set policy.public-details: true.`,
    );
  }
  if (needsBranch) {
    notices.push(`No issue is written, for the default branch could not be learned: ${detail}`);
  }
  return { facts, notices };
}

/** A run can be repeated a month later, with the event of the first time: the repository may be public by now. */
function visibilityOf({ github: { isPublic }, run: { attempt } }: RunConfig): boolean | null {
  return isPublic === false && attempt > 1 ? null : isPublic;
}

async function loadSnapshot(
  settings: RunConfig,
  writes: boolean,
  deadline: number,
): Promise<Source<IssueSnapshot>> {
  if (!writes && !settings.knownPass && !isIncident(settings)) {
    return { skipped: { reason: "not-configured", detail: "This run keeps no issues." } };
  }
  return askGitHub(settings, deadline, async (client) => {
    const [{ listIssues }, { Authors }] = await Promise.all([
      import("./list.ts"),
      import("../../github/authors.ts"),
    ]);
    return listIssues(client, { target: settings.target, writes, authors: new Authors(client) });
  });
}

/** The client is loaded only when there is something to ask. An error's own words may quote a secret. */
async function askGitHub<T>(
  { github: { apiUrl, token, repository } }: RunConfig,
  deadline: number,
  request: (client: GitHubClient) => Promise<T>,
): Promise<Source<T>> {
  if (repository === null) {
    return { skipped: { reason: "not-applicable", detail: "This run belongs to no repository on GitHub." } };
  }
  if (token === undefined) {
    return { skipped: { reason: "no-secret", detail: "No github-token was given." } };
  }
  try {
    const { gitHubClient } = await import("../../github/client.ts");
    const client = gitHubClient({ apiUrl, token, repository, deadline, maxRequests: MAX_REQUESTS });
    return { value: await request(client) };
  } catch (error) {
    if (error instanceof GitHubError) return { unknown: error.unknown };
    return { unknown: internalError(error) };
  }
}
