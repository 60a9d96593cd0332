import type { Needs, Source, Sources } from "../../core/sources.ts";
import { listFiles } from "./list.ts";
import { readMarkdown } from "./markdown.ts";
import { Refused, readText } from "./workspace.ts";

/** What of the checked-out commit the checks want to see. */
export type RepositoryEvidence = Pick<Sources, "directories" | "files" | "documents">;

/**
 * Lists the folders and reads the files that the checks need, never outside of the workspace. What cannot be read
 * is said and never thrown; what is not there is null.
 *
 * @param workspace the folder of the checked-out commit
 */
export async function collectRepository(
  workspace: string,
  needs: Pick<Needs, "directories" | "files" | "documents">,
): Promise<RepositoryEvidence> {
  const [directories, files, documents] = await Promise.all([
    gather(needs.directories, (path) => listFiles(workspace, path)),
    gather(needs.files, (path) => readText(workspace, path)),
    gather(needs.documents, async (path) => {
      const text = await readText(workspace, path);
      return text === null ? null : readMarkdown(text);
    }),
  ]);
  return { directories, files, documents };
}

async function gather<T>(
  paths: readonly string[] = [],
  read: (path: string) => Promise<T>,
): Promise<Map<string, Source<T>>> {
  const all = paths.map(async (path): Promise<[string, Source<T>]> => {
    try {
      return [path, { value: await read(path) }];
    } catch (error) {
      return [path, { unknown: { reason: "error", detail: explain(path, error) } }];
    }
  });
  return new Map(await Promise.all(all));
}

function explain(path: string, error: unknown): string {
  if (error instanceof Refused) return `${path} ${error.message}`;
  // The system's own message holds the runner's folders: its code says enough.
  const code = (error as NodeJS.ErrnoException).code ?? "an error";
  return `${path} in the workspace could not be read (${code}).`;
}
