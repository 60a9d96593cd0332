import { z } from "zod";
import { AFTER_DEADLINE } from "../core/deadlines.ts";
import type { RunStamp } from "../core/run-stamp.ts";
import type { RunConfig } from "../core/settings.ts";
import { parseAnswer } from "../github/answer.ts";
import { type GitHubClient, gitHubClient, type Request } from "../github/client.ts";
import { type Clock, SYSTEM_CLOCK } from "../github/clock.ts";
import {
  GitHubError,
  isNotFound,
  mayHaveHappened,
  PAUSE_BEFORE_CHECKING,
  sentenceOf,
} from "../github/errors.ts";
import type { Purpose } from "../github/explain-error.ts";
import { isTrusted } from "../issues/sync/list.ts";
import { type CommentText, commentBody, isOutdated, readComment } from "./render.ts";

/** GitHub keeps 2,500 comments of an issue, and up to a hundred come at once. */
const MAX_PAGES = 25;
/** The pages, and what is written. */
const MAX_REQUESTS = 40;
const TIMEOUT = 60_000;

const WRITING: Purpose = {
  verb: "write",
  permissions: "permissions: { contents: read, pull-requests: write }",
};

/** What became, or with `dry-run` would become, of the comment. */
export interface PublishedComment {
  readonly action: "none" | "unchanged" | "create" | "edit";
  /** What could not be done, one sentence; it is a warning. */
  readonly problem?: string;
  /** What could not be done and this workflow cannot change: it is a line of the log. */
  readonly remark?: string;
}

/**
 * Writes the pull request's one comment, or edits it. What GitHub refuses is returned, not thrown.
 *
 * @param clock a test's own
 */
export async function publishComment(
  text: CommentText,
  run: RunStamp,
  settings: RunConfig,
  clock: Clock = SYSTEM_CLOCK,
): Promise<PublishedComment> {
  const { token, repository, apiUrl, pullRequest: number } = settings.github;
  if (number === null || token === undefined || repository === null) return { action: "none" };
  const deadline = Math.min(clock.now() + TIMEOUT, settings.deadline + AFTER_DEADLINE.writing);
  const client = gitHubClient({ apiUrl, token, repository, deadline, clock, maxRequests: MAX_REQUESTS });
  const comments = new Comments(client, number, clock);
  try {
    return await comments.publish(text, run, { isDry: settings.issues.dryRun });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return { action: "none", ...describeRefusal(error, settings) };
  }
}

const commentsSchema = z.array(
  z.object({
    id: z.number(),
    body: z.string().nullish(),
    user: z.object({ type: z.string(), login: z.string() }).nullish(),
    author_association: z.string().nullish(),
  }),
);

interface OurComment {
  readonly id: number;
  readonly author: string | undefined;
  readonly content: string;
  readonly run: RunStamp | null;
}

class Comments {
  readonly #client: GitHubClient;
  readonly #pullRequest: number;
  readonly #clock: Clock;

  constructor(client: GitHubClient, pullRequest: number, clock: Clock) {
    this.#client = client;
    this.#pullRequest = pullRequest;
    this.#clock = clock;
  }

  async publish(text: CommentText, run: RunStamp, { isDry }: { isDry: boolean }): Promise<PublishedComment> {
    const found = await this.#list(text.mark);
    if (found.length === 0 && !text.isNews) return { action: "none" };
    if (isDry) return { action: actionFor(found, text, run) };
    if (found.length > 0) return { action: await this.#converge(found, text, run) };
    await this.#create(text);
    // Another run may have done the same at the same moment.
    await this.#converge(await this.#list(text.mark), text, run);
    return { action: "create" };
  }

  /** When the request got no answer, the comments are read before it is sent again. */
  async #create(text: CommentText): Promise<void> {
    const body = commentBody(text);
    const create = () =>
      this.#write(({ issues }, repository) =>
        issues.createComment({ ...repository, issue_number: this.#pullRequest, body }),
      );
    try {
      await create();
    } catch (error) {
      if (!(error instanceof GitHubError && mayHaveHappened(error))) throw error;
      await this.#clock.sleep(PAUSE_BEFORE_CHECKING);
      if ((await this.#list(text.mark)).length === 0) await create();
    }
  }

  /** The oldest stays and says what this run says; the others go, but not what a person pasted with words of theirs. */
  async #converge(
    found: readonly OurComment[],
    text: CommentText,
    run: RunStamp,
  ): Promise<"edit" | "unchanged"> {
    const [oldest, ...others] = found;
    const action = actionFor(found, text, run);
    if (oldest !== undefined && action === "edit") {
      const body = commentBody(text);
      await this.#write(({ issues }, repository) =>
        issues.updateComment({ ...repository, comment_id: oldest.id, body }),
      );
    }
    for (const { id, author } of others) {
      if (author === oldest?.author) await this.#remove(id);
    }
    return action === "edit" ? "edit" : "unchanged";
  }

  async #remove(id: number): Promise<void> {
    try {
      await this.#write(({ issues }, repository) => issues.deleteComment({ ...repository, comment_id: id }));
    } catch (error) {
      // Another run was faster.
      if (!isNotFound(error)) throw error;
    }
  }

  /** Ours, the oldest first. */
  async #list(mark: string): Promise<OurComment[]> {
    const what = "the pull request's comments";
    const { items } = await this.#client.list(
      what,
      ({ issues }, repository) =>
        issues.listComments({ ...repository, issue_number: this.#pullRequest, per_page: 100 }),
      { maxPages: MAX_PAGES, purpose: { ...WRITING, verb: "read" } },
    );
    return parseAnswer(commentsSchema, items, what)
      .flatMap((comment) => {
        const { id, body, user } = comment;
        // Anybody may write a comment that begins like ours.
        const read = isTrusted(comment) ? readComment(body ?? "", mark) : undefined;
        return read === undefined ? [] : [{ id, author: user?.login, ...read }];
      })
      .sort((a, b) => a.id - b.id);
  }

  async #write<Data>(request: Request<Data>): Promise<void> {
    await this.#client.ask("the pull request's comment", request, WRITING);
  }
}

function actionFor(
  [oldest]: readonly OurComment[],
  text: CommentText,
  run: RunStamp,
): PublishedComment["action"] {
  if (oldest === undefined) return "create";
  const isSame = oldest.content === text.content.trim() || isOutdated(run, oldest.run);
  return isSame ? "unchanged" : "edit";
}

function describeRefusal(
  error: GitHubError,
  { database }: RunConfig,
): Pick<PublishedComment, "problem" | "remark"> {
  // A fork's token only reads, and who sent the pull request can do nothing about it.
  if (database === undefined && error.unknown.reason === "permission") {
    return { remark: "The pull request gets no comment: its token may not write, as on every fork." };
  }
  return { problem: `The pull request's comment could not be written. ${sentenceOf(error)}` };
}
