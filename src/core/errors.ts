import { visible } from "../lib/visible.ts";
import type { Unknown } from "./finding.ts";

/** The user can mend this: a setting is wrong, a file is missing. Its message says what, where and what to write. */
export class UserError extends Error {
  override readonly name = "UserError";
  /** The problems found, each one sentence. */
  readonly problems: readonly string[];
  /** The number of problems that are not among them. */
  readonly omitted: number;

  constructor(problems: readonly string[], omitted = 0) {
    // Problems quote keys, values and names of files: each is one line.
    const lines = problems.map((problem) => visible(problem));
    super(lines.join("\n"));
    this.problems = lines;
    this.omitted = omitted;
  }
}

/** What an error is, without its own words, which may quote what must not be shown. */
export function errorName(error: unknown): string {
  return error instanceof Error ? error.name : typeof error;
}

/** What nobody foresaw, as an unknown: it must not take along what others found. */
export function internalError(error: unknown): Unknown {
  return {
    reason: "error",
    detail: `This is a defect of pg-preflight (${errorName(error)}); please report it.`,
  };
}
