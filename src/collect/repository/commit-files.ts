import type { RulesSource } from "../../core/rules-source.ts";
import type { RunConfig } from "../../core/settings.ts";
import { Refused, readText } from "./workspace.ts";

/** Reading them may take so long, in milliseconds: the database waits. */
const TIMEOUT = 20_000;

/** Reads one file; null when there is none. */
type Read = (path: string) => Promise<string | null>;

/**
 * Reads files of the commit that counts: the checked-out one, or the branch's that sets the rules of this run.
 * A sentence where that can't be done.
 */
export async function reader(
  settings: RunConfig,
  wanted: { readonly files: number; readonly what: string },
): Promise<Read | string> {
  return settings.rules === undefined
    ? workspaceReader(settings)
    : branchReader(settings.github, settings.rules, wanted);
}

function workspaceReader({ workspace }: RunConfig): Read {
  return (path) => readText(workspace, path);
}

async function branchReader(
  github: RunConfig["github"],
  { of, ref, when }: RulesSource,
  { files, what }: { readonly files: number; readonly what: string },
): Promise<Read | string> {
  const { token, repository, apiUrl } = github;
  const sentence = `${when.charAt(0).toUpperCase()}${when.slice(1)} the ${of}'s ${what} counts, and `;
  if (token === undefined || repository === null) {
    return `${sentence}without github-token it can't be read.`;
  }
  if (ref === null) {
    return `${sentence}the event does not name that commit.`;
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
    return readRepositoryFile(client, { path, ref });
  };
}

/** What may be shown of a file that could not be read: the end of a sentence. */
export function why(refusal: unknown): string {
  if (refusal instanceof Refused) return `: it ${refusal.message}`;
  // Only our own errors' words are shown.
  return refusal instanceof Error && refusal.name === "GitHubError" ? `: ${refusal.message}` : ".";
}
