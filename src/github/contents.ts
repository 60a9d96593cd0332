import { z } from "zod";
import type { GitHubClient } from "./client.ts";
import { GitHubError, isNotFound } from "./errors.ts";

/** A file of the contents API; a folder is a list. Content is left out above 1 MB. */
const fileSchema = z.object({ type: z.literal("file"), encoding: z.literal("base64"), content: z.string() });

/**
 * The text of a file of the repository at a commit or branch; null when there is none.
 *
 * @param path from the repository's root, with `/`
 * @throws GitHubError
 */
export async function readRepositoryFile(
  client: GitHubClient,
  { path, ref }: { readonly path: string; readonly ref: string },
): Promise<string | null> {
  const what = `the file ${path}`;
  let answer: unknown;
  try {
    answer = await client.ask(what, ({ repos }, repository) =>
      repos.getContent({ ...repository, path, ref }),
    );
  } catch (error) {
    if (isNotFound(error)) return null;
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
