import { z } from "zod";
import { parseAnswer } from "./answer.ts";
import type { GitHubClient } from "./client.ts";
import { GitHubError } from "./errors.ts";

/** Who acts with the job's own token: the workflows of this repository, and no other App. */
const JOB = "github-actions[bot]";

/** So many people are asked for at most: anybody may write a comment that begins like ours. */
const MAX_PEOPLE = 10;

/** The author in GitHub's answers; null when the account was deleted. */
export const authorSchema = z.object({ type: z.string(), login: z.string() }).nullish();
export type Author = z.infer<typeof authorSchema>;

/** Whether what an author wrote can be ours, or why it can't. */
export type Standing = "trusted" | "another-bot" | "no-rights" | "not-checked";

const permissionSchema = z.object({
  permission: z.string(),
  role_name: z.string().optional(),
  /** A custom role shows here what it includes. */
  user: z.object({ permissions: z.object({ triage: z.boolean().optional() }).optional() }).nullish(),
});

/**
 * Decides whose issues and comments are ours: the job's token's, this token's own, and those of people with triage
 * rights, who could edit ours as well. What GitHub calls the author's association is a weaker sign: a member of the
 * organization may have no rights here, and one whose membership is private looks like a stranger.
 */
export class Authors {
  readonly #client: GitHubClient;
  readonly #people = new Map<string, Promise<Standing>>();
  #viewer: Promise<string | null> | undefined;

  constructor(client: GitHubClient) {
    this.#client = client;
  }

  /** @throws GitHubError when GitHub does not answer; a refusal leaves the author without trust */
  async standingOf(author: Author): Promise<Standing> {
    if (author === null || author === undefined) return "no-rights";
    const login = author.login.toLowerCase();
    if (login === JOB) return "trusted";
    this.#viewer ??= this.#readViewer();
    if (login === (await this.#viewer)) return "trusted";
    // GitHub knows no role of an App's bot, and issues: write is enough for it to set a label.
    if (author.type === "Bot") return "another-bot";
    const known = this.#people.get(login);
    if (known === undefined && this.#people.size === MAX_PEOPLE) return "not-checked";
    const standing = known ?? this.#readStanding(author.login);
    this.#people.set(login, standing);
    return standing;
  }

  async #readViewer(): Promise<string | null> {
    try {
      return (await this.#client.viewer()).toLowerCase();
    } catch (error) {
      if (isRefusal(error)) return null;
      throw error;
    }
  }

  async #readStanding(username: string): Promise<Standing> {
    const what = "the role of an issue's author";
    try {
      const answer = await this.#client.ask(what, ({ repos }, repository) =>
        repos.getCollaboratorPermissionLevel({ ...repository, username }),
      );
      return canTriage(parseAnswer(permissionSchema, answer, what)) ? "trusted" : "no-rights";
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return error.status === 404 ? "no-rights" : "not-checked";
    }
  }
}

/** GitHub maps `triage` to `read` in `permission`, and `maintain` to `write`. */
function canTriage({ permission, role_name: role, user }: z.infer<typeof permissionSchema>): boolean {
  return (
    permission === "admin" ||
    permission === "write" ||
    role === "triage" ||
    user?.permissions?.triage === true
  );
}

/** GitHub answered, and another try would get the same. */
function isRefusal(error: unknown): error is GitHubError {
  if (!(error instanceof GitHubError) || error.unknown.reason === "timeout") return false;
  return error.status !== null && error.status < 500 && error.unknown.reason !== "unreachable";
}
