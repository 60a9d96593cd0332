import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { locate, nullIfMissing, Refused } from "./workspace.ts";

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
export async function listFiles(workspace: string, path: string): Promise<readonly string[] | null> {
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
