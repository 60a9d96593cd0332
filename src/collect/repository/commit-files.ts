import type { RunConfig } from "../../core/settings.ts";
import { Refused, readText } from "./workspace.ts";

/** Reading them may take so long, in milliseconds: the database waits. */
const TIMEOUT = 20_000;

/** Reads one file; null when there is none. */
type Read = (path: string) => Promise<string | null>;

/**
 * Reads files of the commit that counts: the checked-out one, but on a pull request the base branch's, for a branch
 * must not grade itself. A sentence where that can't be done.
 */
export async function reader(
  settings: RunConfig,
  wanted: { readonly files: number; readonly what: string },
): Promise<Read | string> {
  return settings.isPullRequest ? baseReader(settings, wanted) : workspaceReader(settings);
}

function workspaceReader({ workspace }: RunConfig): Read {
  return (path) => readText(workspace, path);
}

async function baseReader(
  { github, baseSha }: RunConfig,
  { files, what }: { readonly files: number; readonly what: string },
): Promise<Read | string> {
  const { token, repository, apiUrl } = github;
  if (token === undefined || repository === null || baseSha === null) {
    return `On a pull request the base branch's ${what} counts, and without github-token it can't be read.`;
  }
  const [{ gitHubClient }, { readRepositoryFile }] = await Promise.all([
    import("../../github/client.ts"),
    import("../../github/contents.ts"),
  ]);
  const client = gitHubClient({
    apiUrl,
    token,
    repository,
    deadline: Date.now() + TIMEOUT,
    maxRequests: files,
  });
  return async (path) => {
    // In an address it would lead to another place of GitHub's API.
    if (path.split(/[\\/]/).includes("..")) throw new Refused("leads out of the repository.");
    return readRepositoryFile(client, { path, ref: baseSha });
  };
}

/** What may be shown of a file that could not be read: the end of a sentence. */
export function why(refusal: unknown): string {
  if (refusal instanceof Refused) return `: it ${refusal.message}`;
  // Only our own errors' words are shown.
  return refusal instanceof Error && refusal.name === "GitHubError" ? `: ${refusal.message}` : ".";
}
