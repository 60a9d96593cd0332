/** A lock between processes, for installs that two test files may need at the same moment. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** An install on a slow network. */
const TIMEOUT_MS = 10 * 60_000;

/**
 * One process at a time on this machine; the others wait. The lock is SQLite's on the file `path`: it can be waited for
 * without a promise, and the system frees it when its holder is killed.
 */
export function exclusively<T>(path: string, action: () => T): T {
  mkdirSync(dirname(path), { recursive: true });
  const lock = new DatabaseSync(path, { timeout: TIMEOUT_MS });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return action();
  } finally {
    lock.close();
  }
}
