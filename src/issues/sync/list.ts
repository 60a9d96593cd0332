import { z } from "zod";
import { parseAnswer, time } from "../../github/answer.ts";
import { type Author, type Authors, authorSchema, type Standing } from "../../github/authors.ts";
import type { GitHubClient } from "../../github/client.ts";
import { GitHubError } from "../../github/errors.ts";
import type { Purpose } from "../../github/explain-error.ts";
import { type IssueBody, parseBody } from "../body.ts";
import { type IssueSnapshot, LABEL, type ManagedIssue } from "../issue.ts";
import { type Decoded, decodeState } from "../state/codec.ts";

/** 2,000 issues. */
const MAX_PAGES = 20;

/** What a workflow must give so that the token may keep the issues. */
export const WRITING_ISSUES: Purpose = {
  verb: "write",
  permissions: "permissions: { contents: read, issues: write }",
};
const READING_ISSUES: Purpose = {
  verb: "read",
  permissions: "permissions: { contents: read, issues: read }",
};

/** Of GitHub's answers only what we use; new fields pass by. */
export const issueSchema = z.object({
  id: z.number(),
  number: z.number(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.string(),
  closed_at: time.nullish(),
  labels: z.array(z.union([z.string(), z.object({ name: z.string().nullish() })])),
  user: authorSchema,
  pull_request: z.unknown().optional(),
});
export type ListedIssue = z.infer<typeof issueSchema>;

interface ListedIssues {
  /** The label of the database. */
  readonly target: string;
  /** For the words of a refusal. */
  readonly writes: boolean;
  /** An outsider may edit the body of an issue that he opened, whoever put our label on it. */
  readonly authors: Authors;
}

/**
 * Our issues of this target, open and closed, by label and hidden mark: never by search, whose index lags behind, and
 * never by title, which people change.
 *
 * @throws GitHubError
 */
export async function listIssues(
  client: GitHubClient,
  { target, writes, authors }: ListedIssues,
): Promise<IssueSnapshot> {
  const what = "the repository's issues";
  const purpose = { ...READING_ISSUES, ...(writes ? { permissions: WRITING_ISSUES.permissions } : {}) };
  const { items, isWhole } = await client
    .list(
      what,
      ({ issues }, repository) =>
        issues.listForRepo({
          ...repository,
          labels: LABEL,
          state: "all",
          sort: "created",
          direction: "asc",
          per_page: 100,
        }),
      { maxPages: MAX_PAGES, purpose },
    )
    .catch(describeSwitchedOff);
  if (!isWhole) {
    throw new GitHubError(
      {
        reason: "error",
        detail: `More than ${(MAX_PAGES * 100).toLocaleString("en")} issues carry the label ${LABEL}: take it from closed ones.`,
      },
      200,
    );
  }
  return sortIssues(parseAnswer(z.array(issueSchema), items, what), target, authors);
}

/** @throws GitHubError */
export function describeSwitchedOff(error: unknown): never {
  if (error instanceof GitHubError && error.status === 410) {
    throw new GitHubError(
      {
        reason: "error",
        detail:
          "Issues are switched off in this repository (410): switch them on in its settings, or set `write-issues: never`.",
      },
      410,
    );
  }
  throw error;
}

/** The managed issues of this target among all that carry the label. */
async function sortIssues(
  listed: readonly ListedIssue[],
  target: string,
  authors: Authors,
): Promise<IssueSnapshot> {
  const issues: ManagedIssue[] = [];
  const notices: string[] = [];
  const newerVersionTopics = new Set<string>();
  for (const item of listed) {
    const { issue, notice, newerVersionTopic } = await sortIssue(item, target, authors);
    if (issue !== undefined) issues.push(issue);
    if (notice !== undefined) notices.push(notice);
    if (newerVersionTopic !== undefined) newerVersionTopics.add(newerVersionTopic);
  }
  issues.sort((a, b) => a.number - b.number);
  return { issues, notices, newerVersionTopics: [...newerVersionTopics] };
}

interface SortedIssue {
  readonly issue?: ManagedIssue;
  readonly notice?: string;
  readonly newerVersionTopic?: string;
}

/** Nothing of it for a pull request, and for an issue of another target. */
async function sortIssue(item: ListedIssue, target: string, authors: Authors): Promise<SortedIssue> {
  const { number, state } = item;
  if (item.pull_request !== undefined && item.pull_request !== null) return {};
  const parsed = parseBody(item.body);
  if (parsed?.target !== target) return {};
  const standing = await authors.standingOf(item.user);
  if (standing !== "trusted") return state === "open" ? { notice: strangersIssue(item, standing) } : {};
  const decoded = decodeState(parsed.state);
  if ("problem" in decoded && decoded.problem === "newer") {
    return {
      newerVersionTopic: parsed.topic,
      notice: `Issue #${number} was written by a newer version of pg-preflight: left alone.`,
    };
  }
  const issue = managedIssue(item, parsed, decoded);
  if (issue.state !== null || !issue.isOpen) return { issue };
  return {
    issue,
    notice: `What issue #${number} remembered can't be read: its hidden block is broken. It starts anew.`,
  };
}

function strangersIssue({ number, user }: ListedIssue, standing: Exclude<Standing, "trusted">): string {
  const because = {
    "another-bot": `was opened by ${nameOf(user)}, which is neither github-actions[bot] nor the identity of this run's token`,
    "no-rights": "was opened by a user without triage rights here",
    "not-checked": "GitHub did not say whether the user who opened it has triage rights here",
  }[standing];
  return `Issue #${number} carries pg-preflight's label and marker, but ${because}: it was left alone.`;
}

/** An App's name is a slug of GitHub's; a proxy's answer may hold anything. */
function nameOf(user: Author): string {
  return /^[\w-]+\[bot\]$/.exec(user?.login ?? "")?.[0] ?? "another App";
}

/** What was just opened with a body of ours; undefined when GitHub gave it back without our mark. */
export function openedIssue(item: ListedIssue): ManagedIssue | undefined {
  const parsed = parseBody(item.body ?? "");
  return parsed && managedIssue(item, parsed, decodeState(parsed.state));
}

function managedIssue(item: ListedIssue, parsed: IssueBody, decoded: Decoded): ManagedIssue {
  return {
    number: item.number,
    id: item.id,
    topic: parsed.topic,
    isOpen: item.state === "open",
    closedAt: item.closed_at ?? null,
    title: item.title,
    labels: labelsOf(item),
    body: item.body ?? "",
    before: parsed.before,
    after: parsed.after,
    state: "state" in decoded ? decoded.state : null,
  };
}

export function labelsOf({ labels }: ListedIssue): string[] {
  return labels.flatMap((label) => (typeof label === "string" ? label : (label.name ?? [])));
}
