import { UserError } from "../core/errors.ts";

/** What the file system's codes mean for a file that is to be written. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user has no permission to write there",
  EDQUOT: "the disk quota is exceeded",
  EISDIR: "a folder has its name",
  ENOENT: "its folder does not exist",
  ENOSPC: "the disk is full",
  ENOTDIR: "its folder is a file",
  EPERM: "this user has no permission to write there",
  EROFS: "the file system is read-only",
};

/**
 * The error for a file of the runner's that could not be written: one sentence for the person who maintains the runner. Any other
 * error stays what it is.
 *
 * @param what names it in a sentence: "The job summary"
 * @param variable of the environment that says where it is
 */
export function unwritable(what: string, variable: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (!/^E[A-Z0-9]+$/.test(code)) return error;
  const reason = REASONS[code] === undefined ? `(${code})` : `because ${REASONS[code]} (${code})`;
  return new UserError([`${what} could not be written ${reason}: see where ${variable} leads to.`]);
}
