import { constants } from "node:fs";
import { lstat, open, realpath } from "node:fs/promises";
import { dirname, isAbsolute, join, relative, sep } from "node:path";

/** Larger than any changelog or journal that people write: a larger file is none. */
const LARGEST_FILE = 5 * 1024 ** 2;

/** Why a path of the configuration is not read: the end of a sentence that begins with the path. */
export class Refused extends Error {
  override readonly name = "Refused";
}

/**
 * The real place of a path of the workspace, symbolic links followed; null when nothing is there.
 *
 * @throws Refused when it lies outside of the workspace, or in Git's own folder, which may hold a token
 */
export async function locate(workspace: string, path: string): Promise<string | null> {
  if (isAbsolute(path) || path.split(/[\\/]/).includes(".."))
    throw new Refused("leads out of the workspace.");
  const root = await realpath(workspace).catch(nullIfMissing);
  if (root === null) return null;
  const place = await realpath(join(root, path)).catch(nullIfMissing);
  if (place === null) return null;
  const inside = relative(root, place).split(sep);
  if (inside[0] === ".." || isAbsolute(inside[0] ?? "")) {
    throw new Refused("leads out of the workspace by a symbolic link.");
  }
  if (inside[0]?.toLowerCase() === ".git") throw new Refused("is Git's own and is not read.");
  return place;
}

/**
 * A file's text; null when there is no such file.
 *
 * @param largest in bytes
 * @throws Refused when it is outside of the workspace, no regular file or too large; the system's error otherwise
 */
export async function readText(
  workspace: string,
  path: string,
  largest = LARGEST_FILE,
): Promise<string | null> {
  const place = await locate(workspace, path);
  if (place === null) {
    if (await isBrokenLink(workspace, path)) throw new Refused("is a symbolic link that leads to no file.");
    return null;
  }
  // A FIFO would be waited for until somebody writes to it: O_NONBLOCK opens it at once.
  const file = await open(place, constants.O_RDONLY | constants.O_NONBLOCK | (constants.O_NOFOLLOW ?? 0));
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Refused("is no file.");
    if (stats.size > largest) {
      throw new Refused(`has ${stats.size} bytes; at most ${largest} are read.`);
    }
    return (await file.readFile("utf8")).replace(/^\uFEFF/, "");
  } finally {
    await file.close();
  }
}

/** Whether the path, or a folder on its way, is a symbolic link to what is not there. */
async function isBrokenLink(workspace: string, path: string): Promise<boolean> {
  for (let part = path; part !== "." && part !== ""; part = dirname(part)) {
    const stats = await lstat(join(workspace, part)).catch(nullIfMissing);
    if (stats === null) continue;
    return stats.isSymbolicLink() && (await realpath(join(workspace, part)).catch(nullIfMissing)) === null;
  }
  return false;
}

export function nullIfMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
  throw error;
}
