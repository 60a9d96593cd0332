import type { Unknown } from "../core/finding.ts";
import { toIso } from "../lib/time.ts";

/** What a workflow must give so that the token may read what we ask. */
export const PERMISSIONS = "permissions:\n  actions: read\n  contents: read";

/** An answer that is no success. Its text is read for signs and never repeated. */
export interface Refused {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** What was wanted, for the words of a refusal. */
export interface Purpose {
  readonly verb: "read" | "write";
  /** What the workflow must give. */
  readonly permissions: string;
}

const READING: Purpose = { verb: "read", permissions: PERMISSIONS };

const FIRST_WAIT = 500;
/** GitHub asks for a minute at least where it names no time. */
const UNNAMED_WAIT = 60_000;

interface Patience {
  readonly attempt: number;
  readonly now: number;
  readonly longest: number;
}

/** Milliseconds to wait before the same question is asked again; undefined when asking again is of no use. */
export function waitBeforeRetry(response: Refused, { attempt, now, longest }: Patience): number | undefined {
  const isLimit = isRateLimited(response);
  if (response.status < 500 && !isLimit) return undefined;
  const unnamed = isLimit ? UNNAMED_WAIT * 2 ** (attempt - 1) : FIRST_WAIT * 4 ** (attempt - 1);
  const wait = toldToWait(response, now) ?? unnamed;
  return wait > longest ? undefined : wait;
}

/** One sentence for each way in which GitHub refuses. */
export function explainStatus(
  response: Refused,
  what: string,
  { verb, permissions }: Purpose = READING,
): Unknown {
  const { status } = response;
  if (isRateLimited(response)) {
    const reset = Number(response.headers.get("x-ratelimit-reset"));
    const until = reset > 0 ? ` until ${toIso(reset * 1000).slice(11, 16)} UTC` : "";
    return {
      reason: "timeout",
      detail: `GitHub's rate limit lets no more questions through${until} (${status}).`,
    };
  }
  if (status === 401) {
    return {
      reason: "permission",
      detail: "GitHub does not accept the token (401): it is wrong, or it has expired.",
      fix: "github-token: ${{ github.token }}",
    };
  }
  if (status === 403 && /archived/i.test(response.text)) {
    return { reason: "permission", detail: "The repository is archived, so nothing can be written (403)." };
  }
  if (status === 403) {
    return { reason: "permission", detail: `The token may not ${verb} ${what} (403).`, fix: permissions };
  }
  if (status === 404) {
    return {
      reason: "permission",
      detail: `GitHub knows nothing of ${what} (404), or the token may not see it.`,
      fix: permissions,
    };
  }
  if (status >= 500) {
    return { reason: "unreachable", detail: `GitHub's API is in trouble: it answers ${status} for ${what}.` };
  }
  const asked = verb === "read" ? "the question for" : "to write";
  return { reason: "error", detail: `GitHub's API refuses ${asked} ${what} (${status}).` };
}

/** 429, or 403 with one of the signs of a limit: a missing permission has neither. */
export function isRateLimited({ status, headers, text }: Refused): boolean {
  if (status === 429) return true;
  return (
    status === 403 &&
    (headers.has("retry-after") || headers.get("x-ratelimit-remaining") === "0" || /rate limit/i.test(text))
  );
}

function toldToWait({ headers }: Refused, now: number): number | undefined {
  const seconds = headers.get("retry-after");
  if (seconds !== null && /^\d+$/.test(seconds)) return Number(seconds) * 1000;
  const reset = Number(headers.get("x-ratelimit-reset"));
  return headers.get("x-ratelimit-remaining") === "0" && reset > 0
    ? Math.max(0, reset * 1000 - now)
    : undefined;
}
