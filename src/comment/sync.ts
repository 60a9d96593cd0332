import { z } from "zod";
import type { RunStamp } from "../core/run-stamp.ts";
import type { RunConfig } from "../core/settings.ts";
import { parseAnswer } from "../github/answers.ts";
import { type GitHubClient, GitHubError, gitHubClient } from "../github/client.ts";
import { mayHaveHappened, sentenceOf } from "../github/errors.ts";
import type { Purpose } from "../github/refusals.ts";
import { type Clock, SYSTEM_CLOCK } from "../github/transport.ts";
import { isTrusted } from "../issues/sync/list.ts";
import { type CommentText, commentBody, isOutdated, readComment } from "./render.ts";

/** GitHub keeps 2,500 comments of an issue, and up to a hundred come at once. */
const MAX_PAGES = 25;
/** The pages, and what is written. */
const MAX_REQUESTS = 40;
const TIMEOUT = 60_000;
/** Before a look whether something was done. */
const PAUSE = 1_000;

const PURPOSE: Purpose = {
  verb: "write",
  permissions: "permissions: { contents: read, pull-requests: write }",
};

/** What became, or with `dry-run` would become, of the comment. */
export interface PublishedComment {
  readonly action: "none" | "unchanged" | "create" | "edit";
  /** What could not be done, one sentence; it is a warning. */
  readonly problem?: string;
  /** What could not be done and nobody here can change: it is a line of the log. */
  readonly remark?: string;
}

/**
 * Writes the pull request's one comment, or edits it. What GitHub refuses is told, not thrown.
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
  const deadline = clock.now() + TIMEOUT;
  const client = gitHubClient({ apiUrl, token, deadline, clock, maxRequests: MAX_REQUESTS });
  const comments = new Comments(client, { path: `/repos/${repository}/issues`, number, clock });
  try {
    return await comments.settle(text, run, { isDry: settings.issues.dryRun });
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return { action: "none", ...tell(error, settings) };
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
  /** `/repos/owner/name/issues`. */
  readonly #path: string;
  readonly #number: number;
  readonly #clock: Clock;

  constructor(client: GitHubClient, place: { path: string; number: number; clock: Clock }) {
    this.#client = client;
    this.#path = place.path;
    this.#number = place.number;
    this.#clock = place.clock;
  }

  async settle(text: CommentText, run: RunStamp, { isDry }: { isDry: boolean }): Promise<PublishedComment> {
    const found = await this.#list(text.mark);
    if (found.length === 0 && !text.isNews) return { action: "none" };
    if (isDry) return { action: actionFor(found, text, run) };
    if (found.length > 0) return { action: await this.#converge(found, text, run) };
    await this.#create(text);
    // Another run may have done the same at the same moment.
    await this.#converge(await this.#list(text.mark), text, run);
    return { action: "create" };
  }

  /** A create is never sent again before a look whether it was done. */
  async #create(text: CommentText): Promise<void> {
    const create = () => this.#send("POST", `${this.#path}/${this.#number}/comments`, commentBody(text));
    try {
      await create();
    } catch (error) {
      if (!(error instanceof GitHubError && mayHaveHappened(error))) throw error;
      await this.#clock.sleep(PAUSE);
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
      await this.#send("PATCH", `${this.#path}/comments/${oldest.id}`, commentBody(text));
    }
    for (const { id, author } of others) {
      if (author === oldest?.author) await this.#remove(id);
    }
    return action === "edit" ? "edit" : "unchanged";
  }

  async #remove(id: number): Promise<void> {
    try {
      await this.#send("DELETE", `${this.#path}/comments/${id}`);
    } catch (error) {
      // Another run was faster.
      if (!(error instanceof GitHubError && error.status === 404)) throw error;
    }
  }

  /** Ours, the oldest first. */
  async #list(mark: string): Promise<OurComment[]> {
    const what = "the pull request's comments";
    const { items } = await this.#client.list({
      path: `${this.#path}/${this.#number}/comments`,
      what,
      query: { per_page: "100" },
      maxPages: MAX_PAGES,
      purpose: { ...PURPOSE, verb: "read" },
    });
    return parseAnswer(commentsSchema, items, what)
      .flatMap((comment) => {
        const { id, body, user } = comment;
        // Anybody may write a comment that begins like ours.
        const read = isTrusted(comment) ? readComment(body ?? "", mark) : undefined;
        return read === undefined ? [] : [{ id, author: user?.login, ...read }];
      })
      .sort((a, b) => a.id - b.id);
  }

  #send(method: "POST" | "PATCH" | "DELETE", path: string, body?: string): Promise<unknown> {
    return this.#client.send({
      method,
      path,
      what: "the pull request's comment",
      ...(body === undefined ? {} : { body: { body } }),
      isRepeatable: method !== "POST",
      purpose: PURPOSE,
    });
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

function tell(error: GitHubError, { database }: RunConfig): Pick<PublishedComment, "problem" | "remark"> {
  // A fork's token only reads, and who sent the pull request can do nothing about it.
  if (database === undefined && error.unknown.reason === "permission") {
    return { remark: "The pull request gets no comment: its token may not write, as on every fork." };
  }
  return { problem: `The pull request's comment could not be written. ${sentenceOf(error)}` };
}
