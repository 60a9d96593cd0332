import { z } from "zod";
import { parseAnswer } from "./answers.ts";
import type { GitHubClient } from "./client.ts";
import type { RepositoryFacts } from "./repository-facts.ts";

const schema = z.object({
  default_branch: z.string(),
  private: z.boolean(),
  /** An internal repository is private to its enterprise. */
  visibility: z.string().optional(),
});

/** @throws GitHubError */
export async function readRepositoryFacts(
  client: GitHubClient,
  repository: string,
): Promise<RepositoryFacts> {
  const what = "the repository";
  const answer = parseAnswer(schema, await client.get(`/repos/${repository}`, what), what);
  return {
    isPublic: answer.visibility === undefined ? !answer.private : answer.visibility === "public",
    defaultBranch: answer.default_branch,
  };
}
