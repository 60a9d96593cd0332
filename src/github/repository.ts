import { z } from "zod";
import { parseAnswer } from "./answer.ts";
import type { GitHubClient } from "./client.ts";

/** What GitHub says of the repository; null where it could not be learned. */
export interface RepositoryFacts {
  readonly isPublic: boolean | null;
  readonly defaultBranch: string | null;
}

const schema = z.object({
  default_branch: z.string(),
  private: z.boolean(),
  /** An internal repository is private to its enterprise. */
  visibility: z.string().optional(),
});

/** @throws GitHubError */
export async function readRepositoryFacts(client: GitHubClient) {
  const what = "the repository";
  const answer = await client.ask(what, ({ repos }, repository) => repos.get({ ...repository }));
  const { default_branch: defaultBranch, private: isPrivate, visibility } = parseAnswer(schema, answer, what);
  return {
    isPublic: visibility === undefined ? !isPrivate : visibility === "public",
    defaultBranch,
  } satisfies RepositoryFacts;
}
