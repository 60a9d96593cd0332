import { z } from "zod";
import { parseAnswer } from "../../github/answer.ts";
import { Authors } from "../../github/authors.ts";
import type { GitHubClient } from "../../github/client.ts";
import { isNotFound } from "../../github/errors.ts";
import type { Purpose } from "../../github/explain-error.ts";
import type { IssueSnapshot } from "../issue.ts";
import { describeSwitchedOff, issueSchema, type ListedIssue, listIssues, WRITING_ISSUES } from "./list.ts";

interface NewIssue {
  readonly title: string;
  readonly body: string;
  readonly labels: string[];
  readonly assignees: string[];
}

export interface IssuePatch {
  readonly body: string;
  readonly state?: "open" | "closed";
  readonly state_reason?: "completed" | "not_planned" | "duplicate";
  readonly duplicate_issue_id?: number;
}

/** What is asked of GitHub for the issues. Each of it throws GitHubError. */
export interface IssueApi {
  list(): Promise<IssueSnapshot>;
  /** Whether the next run takes an issue of this author for its own. */
  isTrusted(issue: ListedIssue): Promise<boolean>;
  readBody(number: number): Promise<string>;
  create(issue: NewIssue): Promise<ListedIssue>;
  update(number: number, patch: IssuePatch): Promise<void>;
  addLabels(number: number, labels: readonly string[]): Promise<void>;
  /** A label that is not there is no error. */
  removeLabel(number: number, label: string): Promise<void>;
  addComment(number: number, body: string): Promise<void>;
  /** The texts of the comments written since that time, milliseconds since 1970. */
  listCommentsSince(number: number, since: number): Promise<readonly string[]>;
  isAssignable(login: string): Promise<boolean>;
}

const READING: Purpose = { ...WRITING_ISSUES, verb: "read" };

/** Three hundred comments. */
const MAX_COMMENT_PAGES = 3;

const bodySchema = z.object({ body: z.string().nullish() });

/** @param target the label of the database */
export function issueApi(client: GitHubClient, target: string): IssueApi {
  const authors = new Authors(client);
  return {
    ...labelApi(client),
    ...commentApi(client),
    list: () => listIssues(client, { target, writes: true, authors }),
    isTrusted: async ({ user }) => (await authors.standingOf(user)) === "trusted",
    async readBody(number) {
      const what = `issue #${number}`;
      const answer = await client.ask(
        what,
        ({ issues }, repository) => issues.get({ ...repository, issue_number: number }),
        READING,
      );
      return parseAnswer(bodySchema, answer, what).body ?? "";
    },
    async create(issue) {
      const what = "a new issue";
      const answer = await client
        .ask(what, ({ issues }, repository) => issues.create({ ...repository, ...issue }), WRITING_ISSUES)
        .catch(describeSwitchedOff);
      return parseAnswer(issueSchema, answer, what);
    },
    async update(number, patch) {
      await client.ask(
        `issue #${number}`,
        ({ issues }, repository) => issues.update({ ...repository, issue_number: number, ...patch }),
        WRITING_ISSUES,
      );
    },
    async isAssignable(login) {
      try {
        await client.ask(
          `the assignee ${login}`,
          ({ issues }, repository) => issues.checkUserCanBeAssigned({ ...repository, assignee: login }),
          READING,
        );
        return true;
      } catch (error) {
        if (isNotFound(error)) return false;
        throw error;
      }
    },
  };
}

function labelApi(client: GitHubClient): Pick<IssueApi, "addLabels" | "removeLabel"> {
  return {
    async addLabels(number, labels) {
      await client.ask(
        `the labels of issue #${number}`,
        ({ issues }, repository) =>
          // Adding a label twice is the same as once.
          issues.addLabels({
            ...repository,
            issue_number: number,
            labels: [...labels],
            request: { isRepeatable: true },
          }),
        WRITING_ISSUES,
      );
    },
    async removeLabel(number, label) {
      try {
        await client.ask(
          `the labels of issue #${number}`,
          ({ issues }, repository) =>
            issues.removeLabel({ ...repository, issue_number: number, name: label }),
          WRITING_ISSUES,
        );
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}

function commentApi(client: GitHubClient): Pick<IssueApi, "addComment" | "listCommentsSince"> {
  return {
    async addComment(number, body) {
      await client.ask(
        `the comment on issue #${number}`,
        ({ issues }, repository) => issues.createComment({ ...repository, issue_number: number, body }),
        WRITING_ISSUES,
      );
    },
    async listCommentsSince(number, since) {
      const what = `the comments on issue #${number}`;
      const { items } = await client.list(
        what,
        ({ issues }, repository) =>
          issues.listComments({
            ...repository,
            issue_number: number,
            since: new Date(since).toISOString(),
            per_page: 100,
          }),
        { maxPages: MAX_COMMENT_PAGES, purpose: READING },
      );
      return parseAnswer(z.array(bodySchema), items, what).map(({ body }) => body ?? "");
    },
  };
}
