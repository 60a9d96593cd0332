import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { RunConfig } from "../../core/settings.ts";
import type { Source } from "../../core/sources.ts";
import { foldersOf, matchingFolders } from "./folders.ts";
import { readMarkdown } from "./markdown.ts";
import { locate, nullIfMissing, Refused, readText } from "./workspace.ts";

/** Ten times the migrations of a project that is old and large. */
const MOST_FILES = 20_000;

/** Tools that nest their files use one folder for each migration, or one for each year. */
const DEEPEST = 4;

/**
 * The files below a folder, relative to it, with `/` between the names, sorted; null when there is no such folder.
 * Folders behind symbolic links are not entered.
 *
 * @throws Refused when it is outside of the workspace, no folder or too large; the system's error otherwise
 */
async function listFiles(workspace: string, path: string): Promise<readonly string[] | null> {
  const root = await locate(workspace, path);
  if (root === null) return null;
  if (!(await stat(root)).isDirectory()) throw new Refused("is no folder.");
  const files: string[] = [];
  let entries = 0;
  const visit = async (folder: string, prefix: string, depth: number): Promise<void> => {
    for await (const entry of await opendir(folder)) {
      entries += 1;
      if (entries > MOST_FILES) throw new Refused(`holds more than ${MOST_FILES} files.`);
      const name = prefix + entry.name;
      if (entry.isDirectory() && depth < DEEPEST) {
        await visit(join(folder, entry.name), `${name}/`, depth + 1);
      } else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(workspace, `${path}/${name}`)))) {
        files.push(name);
      }
    }
  };
  await visit(root, "", 1);
  return files.sort();
}

/** Whether a symbolic link leads to a file of the workspace. */
async function isFile(workspace: string, path: string): Promise<boolean> {
  const place = await locate(workspace, path);
  return place !== null && ((await stat(place).catch(nullIfMissing))?.isFile() ?? false);
}

/**
 * The folders that the checks need, listed, and the files read, never outside of the workspace. What cannot be read is
 * said and never thrown; what is not there is null.
 */
export function readDirectories(paths: readonly string[], { workspace }: Pick<RunConfig, "workspace">) {
  return gather(paths, (path) => listFiles(workspace, path));
}

/** @param patterns see `matchingFolders` */
export function readFolders(patterns: readonly string[], { workspace }: Pick<RunConfig, "workspace">) {
  const folders = foldersOf(workspace);
  // Each pattern says what went wrong.
  folders.catch(() => undefined);
  return gather(patterns, (pattern) =>
    matchingFolders(folders, pattern, (path) => listFiles(workspace, path)),
  );
}

export function readFiles(paths: readonly string[], { workspace }: Pick<RunConfig, "workspace">) {
  return gather(paths, (path) => readText(workspace, path));
}

export function readDocuments(paths: readonly string[], { workspace }: Pick<RunConfig, "workspace">) {
  return gather(paths, async (path) => {
    const text = await readText(workspace, path);
    return text === null ? null : readMarkdown(text);
  });
}

async function gather<T>(
  paths: readonly string[],
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
