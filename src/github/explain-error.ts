import { RequestError } from "@octokit/request-error";
import { type CodeBlock, type Unknown, yamlBlock } from "../core/finding.ts";
import { refusalKind } from "../lib/http-status.ts";
import { toIso } from "../lib/time.ts";
import { GitHubError } from "./errors.ts";

/** What a workflow must give so that the token may read what the checks need. */
export const READ_PERMISSIONS = yamlBlock("permissions:\n  actions: read\n  contents: read");

/** What a request is for, for the words of a refusal. */
export interface Purpose {
  readonly verb: "read" | "write";
  /** What the workflow must give. */
  readonly permissions: CodeBlock;
}

export const READING: Purpose = { verb: "read", permissions: READ_PERMISSIONS };

/**
 * What Octokit threw, in one sentence. Errors that are not a request's stay as they are.
 *
 * @param what names the thing requested: "the repository's workflows"
 */
export function explainError(error: unknown, what: string, purpose: Purpose): unknown {
  if (!(error instanceof RequestError)) return error;
  if (error.response !== undefined)
    return new GitHubError(explainRefusal(error, what, purpose), error.status);
  const unknown: Unknown = isTimeout(error)
    ? { reason: "timeout", detail: `GitHub's API did not answer in time for ${what}.` }
    : { reason: "unreachable", detail: `GitHub's API could not be reached for ${what}.` };
  return new GitHubError(unknown, null);
}

export function isTimeout({ cause }: RequestError): boolean {
  return cause instanceof Error && cause.name === "TimeoutError";
}

/** Answers that are a success to Octokit, and none to us. */
export function explainRedirect(status: number, what: string, { verb }: Purpose): GitHubError {
  // A redirect leads to another repository, where an issue was moved to: not ours to write.
  if (verb === "write") return new GitHubError(refusedFor(what, verb, status), status);
  const detail = `GitHub's API sends the question for ${what} elsewhere, and the token goes to no other host.`;
  return new GitHubError({ reason: "error", detail }, null);
}

/** 429, or 403 with one of the signs of a limit: a missing permission has neither. */
export function isRateLimited({ status, message, response }: RequestError): boolean {
  if (status === 429) return true;
  const { "retry-after": after, "x-ratelimit-remaining": remaining } = response?.headers ?? {};
  return status === 403 && (after !== undefined || remaining === "0" || /rate limit/i.test(message));
}

/** One sentence for each way in which GitHub refuses. The error's message is read for signs and never repeated. */
function explainRefusal(error: RequestError, what: string, { verb, permissions }: Purpose): Unknown {
  const { status, message } = error;
  switch (isRateLimited(error) ? "rate-limit" : refusalKind(status)) {
    case "rate-limit":
      return {
        reason: "timeout",
        detail: `GitHub's rate limit lets no more questions through${untilReset(error)} (${status}).`,
      };
    case "unauthenticated":
      return {
        reason: "permission",
        detail: "GitHub does not accept the token (401): it is wrong, or it has expired.",
        fix: yamlBlock("github-token: ${{ github.token }}"),
      };
    case "forbidden":
      if (/archived/i.test(message)) {
        return {
          reason: "permission",
          detail: "The repository is archived, so nothing can be written (403).",
        };
      }
      return { reason: "permission", detail: `The token may not ${verb} ${what} (403).`, fix: permissions };
    case "not-found":
      return {
        reason: "permission",
        detail: `GitHub knows nothing of ${what} (404), or the token may not see it.`,
        fix: permissions,
      };
    case "server-error":
      return {
        reason: "unreachable",
        detail: `GitHub's API is in trouble: it answers ${status} for ${what}.`,
      };
    default:
      return refusedFor(what, verb, status);
  }
}

function untilReset({ response }: RequestError): string {
  const reset = Number(response?.headers["x-ratelimit-reset"]);
  return reset > 0 ? ` until ${toIso(reset * 1000).slice(11, 16)} UTC` : "";
}

function refusedFor(what: string, verb: Purpose["verb"], status: number): Unknown {
  const request = verb === "read" ? "the question for" : "to write";
  return { reason: "error", detail: `GitHub's API refuses ${request} ${what} (${status}).` };
}
