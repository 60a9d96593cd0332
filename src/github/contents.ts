import { z } from "zod";
import type { GitHubClient } from "./client.ts";
import { GitHubError, isNotFound } from "./errors.ts";

/** In bytes: the contents API gives the text of no larger file. */
const LARGEST_CONTENT = 1024 ** 2;

/** A file of the contents API; a folder is a list. Above 1 MiB the content is left out, and the encoding is none. */
const fileSchema = z.object({
  type: z.literal("file"),
  encoding: z.string(),
  content: z.string(),
  size: z.number().optional().catch(undefined),
});

interface RepositoryFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  /** A commit or branch. */
  readonly ref: string;
  /** In bytes; default: all that GitHub gives. */
  readonly largest?: number;
}

/**
 * The text of a file of the repository at a commit or branch; null when there is none.
 *
 * @throws GitHubError when it is too large, no file, or GitHub refuses
 */
export async function readRepositoryFile(
  client: GitHubClient,
  { path, ref, largest = LARGEST_CONTENT }: RepositoryFile,
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
  const file = fileSchema.safeParse(answer).data;
  if (file === undefined) {
    throw refusal(
      `GitHub gives no text for ${what}: write a file there, not a folder, a submodule or a link to one.`,
    );
  }
  const bytes = Buffer.from(file.encoding === "base64" ? file.content : "", "base64");
  const size = Math.max(file.size ?? 0, bytes.length);
  if (size > largest || file.encoding !== "base64") {
    throw refusal(`${path} has ${size} bytes; at most ${largest} are read.`);
  }
  return bytes.toString("utf8").replace(/^\uFEFF/, "");
}

function refusal(detail: string): GitHubError {
  return new GitHubError({ reason: "error", detail }, 200);
}

/**
 * Asks for the root folder at a commit or branch. "Not found" for a file means that there is none only where the
 * token can read the repository there.
 *
 * @throws GitHubError when it cannot
 */
export async function assertReadable(client: GitHubClient, ref: string): Promise<void> {
  await client.ask("the repository's files", ({ repos }, repository) =>
    repos.getContent({ ...repository, path: "", ref }),
  );
}
