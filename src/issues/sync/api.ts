import { z } from "zod";
import { parseAnswer } from "../../github/answers.ts";
import { type GitHubClient, GitHubError, type GitHubRequest } from "../../github/client.ts";
import type { Purpose } from "../../github/refusals.ts";
import type { Clock } from "../../github/transport.ts";
import type { IssueSnapshot } from "../issue.ts";
import { describeSwitchedOff, issueSchema, type ListedIssue, listIssues, WRITING_ISSUES } from "./list.ts";

/** GitHub lets 80 contents a minute through: beyond the first few we keep below that. */
const WRITES_WITHOUT_PAUSE = 20;
const PAUSE = 1000;

export interface NewIssue {
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
}

export interface IssuePatch {
  readonly body: string;
  readonly state?: "open" | "closed";
  readonly state_reason?: string;
  readonly duplicate_issue_id?: number;
}

/** What we ask GitHub to do to issues. Each of it throws GitHubError. */
export interface IssueApi {
  list(): Promise<IssueSnapshot>;
  body(number: number): Promise<string>;
  create(issue: NewIssue): Promise<ListedIssue>;
  update(number: number, patch: IssuePatch): Promise<void>;
  addLabels(number: number, labels: readonly string[]): Promise<void>;
  /** A label that is not there is no matter. */
  removeLabel(number: number, label: string): Promise<void>;
  addComment(number: number, body: string): Promise<void>;
  /** The texts of the comments written since that time, milliseconds since 1970. */
  commentsSince(number: number, since: number): Promise<readonly string[]>;
  isAssignable(login: string): Promise<boolean>;
}

const READING: Purpose = { ...WRITING_ISSUES, verb: "read" };

const bodySchema = z.object({ body: z.string().nullish() });

export function issueApi(
  client: GitHubClient,
  { repository, target }: { readonly repository: string; readonly target: string },
  clock: Clock,
): IssueApi {
  const root = `/repos/${repository}`;
  let written = 0;

  async function write(
    method: "POST" | "PATCH" | "DELETE",
    path: string,
    what: string,
    { body, isRepeatable }: Pick<GitHubRequest, "body" | "isRepeatable">,
  ): Promise<unknown> {
    written += 1;
    if (written > WRITES_WITHOUT_PAUSE) await clock.sleep(PAUSE);
    const request = { method, path: `${root}${path}`, what, isRepeatable, purpose: WRITING_ISSUES };
    return client.send(body === undefined ? request : { ...request, body });
  }

  return {
    list: () => listIssues(client, { repository, target, writes: true }),
    async body(number) {
      const what = `issue #${number}`;
      const answer = await client.get(`${root}/issues/${number}`, what);
      return parseAnswer(bodySchema, answer, what).body ?? "";
    },
    async create(issue) {
      const what = "a new issue";
      const answer = await write("POST", "/issues", what, { body: issue, isRepeatable: false }).catch(
        describeSwitchedOff,
      );
      return parseAnswer(issueSchema, answer, what);
    },
    async update(number, patch) {
      await write("PATCH", `/issues/${number}`, `issue #${number}`, { body: patch, isRepeatable: true });
    },
    async addLabels(number, labels) {
      const what = `the labels of issue #${number}`;
      await write("POST", `/issues/${number}/labels`, what, { body: { labels }, isRepeatable: true });
    },
    async removeLabel(number, label) {
      const path = `/issues/${number}/labels/${encodeURIComponent(label)}`;
      try {
        await write("DELETE", path, `the labels of issue #${number}`, { isRepeatable: true });
      } catch (error) {
        if (!(error instanceof GitHubError && error.status === 404)) throw error;
      }
    },
    async addComment(number, body) {
      const what = `the comment on issue #${number}`;
      await write("POST", `/issues/${number}/comments`, what, { body: { body }, isRepeatable: false });
    },
    async commentsSince(number, since) {
      const what = `the comments on issue #${number}`;
      const { items } = await client.list({
        path: `${root}/issues/${number}/comments`,
        what,
        query: { since: new Date(since).toISOString(), per_page: "100" },
        maxPages: 3,
        purpose: READING,
      });
      return parseAnswer(z.array(bodySchema), items, what).map(({ body }) => body ?? "");
    },
    async isAssignable(login) {
      const path = `${root}/assignees/${encodeURIComponent(login)}`;
      try {
        const what = `the assignee ${login}`;
        await client.send({ method: "GET", path, what, isRepeatable: true, purpose: READING });
        return true;
      } catch (error) {
        if (error instanceof GitHubError && error.status === 404) return false;
        throw error;
      }
    },
  };
}
