import type { Unknown } from "../core/finding.ts";

/** GitHub did not give what was requested. What it says itself is not repeated. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  readonly unknown: Unknown;
  /** The HTTP status; null when there was no answer. */
  readonly status: number | null;

  constructor(unknown: Unknown, status: number | null) {
    super(unknown.detail);
    this.unknown = unknown;
    this.status = status;
  }
}

/** No answer, a server in trouble, an answer that broke off: what was requested may have been done or not. */
export function mayHaveHappened({ unknown, status }: GitHubError): boolean {
  if (status === null) return unknown.reason === "unreachable" || unknown.reason === "timeout";
  return status >= 500 || (status >= 200 && status < 300);
}

/** Milliseconds until GitHub is asked whether a write that got no answer was done. */
export const PAUSE_BEFORE_CHECKING = 1_000;

export function isLimit({ unknown, status }: GitHubError): boolean {
  return status !== null && unknown.reason === "timeout";
}

/** Only what is not there: other refusals are thrown on. */
export function isNotFound(error: unknown): boolean {
  return error instanceof GitHubError && error.status === 404;
}

/** For the log, the summary and an annotation: one sentence, and what to add where something is missing. */
export function sentenceOf({ unknown: { detail, fix } }: GitHubError): string {
  return fix === undefined ? detail : `${detail} Add to the workflow: \`${fix.text}\``;
}
