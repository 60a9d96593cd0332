import { z } from "zod";
import { type GitHubClient, GitHubError } from "./client.ts";

/** What the contents API says of a file; a folder is a list. Content is left out above 1 MB. */
const fileSchema = z.object({ type: z.literal("file"), encoding: z.literal("base64"), content: z.string() });

/**
 * The text of a file of the repository at a commit or branch; null when there is none.
 *
 * @param path from the repository's root, with `/`
 * @throws GitHubError
 */
export async function readRepositoryFile(
  client: GitHubClient,
  { repository, path, ref }: { repository: string; path: string; ref: string },
): Promise<string | null> {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const what = `the file ${path}`;
  let answer: unknown;
  try {
    answer = await client.get(`/repos/${repository}/contents/${encoded}`, what, { ref });
  } catch (error) {
    if (error instanceof GitHubError && error.status === 404) return null;
    throw error;
  }
  const file = fileSchema.safeParse(answer);
  if (!file.success) {
    throw new GitHubError(
      { reason: "version", detail: `GitHub gives no text for ${what}: is it a file?` },
      200,
    );
  }
  return Buffer.from(file.data.content, "base64").toString("utf8");
}
