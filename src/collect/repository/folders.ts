import { opendir } from "node:fs/promises";
import { join } from "node:path";
import type { FolderFiles } from "../../checks/shared/sources/repository.ts";
import { locate, Refused } from "./workspace.ts";

/** Deeper than the packages of a monorepo keep their migrations. */
const DEEPEST = 7;

/** More folders than a large monorepo has, without what is skipped. */
const MOST_FOLDERS = 50_000;

/** Other people's code and what was built: no folder in them is the project's own. Hidden ones are skipped too. */
const SKIPPED = new Set(["node_modules", "vendor", "target", "dist", "build"]);

/**
 * The folders of the workspace that match a pattern, with their files, in the order of their paths; null when the workspace
 * holds nothing, as before a checkout.
 *
 * @param pattern `*` matches any part of a name, and `**` for any folders in between
 * @param list the files below one folder
 * @throws Refused when there are too many folders
 */
export async function matchingFolders(
  folders: Promise<readonly string[] | null>,
  pattern: string,
  list: (path: string) => Promise<readonly string[] | null>,
): Promise<readonly FolderFiles[] | null> {
  const all = await folders;
  if (all === null) return null;
  const expression = expressionOf(pattern);
  const matching = all.filter((path) => expression.test(path)).sort();
  const read = await Promise.all(matching.map(async (path) => ({ path, files: (await list(path)) ?? [] })));
  return read;
}

/** All folders of the workspace, without hidden ones and other people's; null when it holds nothing at all. */
export async function foldersOf(workspace: string): Promise<readonly string[] | null> {
  const root = await locate(workspace, ".");
  if (root === null) return null;
  const found: string[] = [];
  let isEmpty = true;
  const visit = async (folder: string, prefix: string, depth: number): Promise<void> => {
    for await (const entry of await opendir(folder)) {
      isEmpty = false;
      if (!entry.isDirectory() || entry.name.startsWith(".") || SKIPPED.has(entry.name)) continue;
      found.push(prefix + entry.name);
      if (found.length > MOST_FOLDERS) throw new Refused(`holds more than ${MOST_FOLDERS} folders.`);
      if (depth < DEEPEST) await visit(join(folder, entry.name), `${prefix}${entry.name}/`, depth + 1);
    }
  };
  await visit(root, "", 1);
  return isEmpty ? null : found;
}

function expressionOf(pattern: string): RegExp {
  const parts = pattern
    .split("/")
    .map((part) => (part === "**" ? "(?:.+/)?" : `${part.split("*").map(escaped).join("[^/]*")}/`));
  return new RegExp(`^${parts.join("").replace(/\/$/, "")}$`);
}

function escaped(text: string): string {
  return text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
}
