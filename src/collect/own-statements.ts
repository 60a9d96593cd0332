import type { OwnSql } from "../domain/checklist.ts";
import type { Unknown } from "../domain/result.ts";
import type { Settings } from "../domain/settings.ts";
import { Refused, readText } from "./repository/workspace.ts";

/** A statement of the checklist's own items, or why there is none. */
export type OwnStatement = { readonly id: string; readonly sql: OwnSql } & (
  | { readonly text: string }
  | { readonly unknown: Unknown }
);

/** Reading them may take so long, in milliseconds: the database waits. */
const TIMEOUT = 20_000;

/** Reads one file; null when there is none. */
type Read = (path: string) => Promise<string | null>;

/**
 * Reads the statements of the checklist's own items: from the workspace, but on a pull request from the base
 * branch, for a branch must not grade itself. What can't be read is said, never thrown.
 */
export async function collectOwnStatements(settings: Settings): Promise<OwnStatement[]> {
  const wanted = settings.checklist.flatMap(({ id, sql, dropped }) =>
    sql === undefined || dropped !== undefined ? [] : [{ id, sql }],
  );
  if (wanted.length === 0 || settings.database === undefined) return [];
  const where = settings.isPullRequest ? "base branch" : "checked-out commit";
  const read = settings.isPullRequest ? await baseReader(settings, wanted.length) : workspaceReader(settings);
  return Promise.all(
    wanted.map(async ({ id, sql }) => {
      if (typeof read === "string") return { id, sql, unknown: error(read) };
      try {
        const text = await read(sql.path);
        return text === null
          ? { id, sql, unknown: error(`The ${where} has no file ${sql.path}.`) }
          : { id, sql, text };
      } catch (refusal) {
        return { id, sql, unknown: error(`${sql.path} could not be read${why(refusal)}`) };
      }
    }),
  );
}

function workspaceReader({ workspace }: Settings): Read {
  return (path) => readText(workspace, path);
}

/** Reads at the base commit; a sentence where that can't be done. */
async function baseReader({ github, baseSha }: Settings, files: number): Promise<Read | string> {
  const { token, repository, apiUrl } = github;
  if (token === undefined || repository === null || baseSha === null) {
    return "On a pull request the base branch's statement counts, and without github-token it can't be read.";
  }
  const [{ gitHubClient }, { readRepositoryFile }] = await Promise.all([
    import("./github/client.ts"),
    import("./github/contents.ts"),
  ]);
  const client = gitHubClient({ apiUrl, token, deadline: Date.now() + TIMEOUT, maxRequests: files });
  return (path) => readRepositoryFile(client, { repository, path, ref: baseSha });
}

function why(refusal: unknown): string {
  if (refusal instanceof Refused) return `: it ${refusal.message}`;
  // Only our own errors' words are shown.
  return refusal instanceof Error && refusal.name === "GitHubError" ? `: ${refusal.message}` : ".";
}

function error(detail: string): Unknown {
  return { reason: "error", detail };
}
