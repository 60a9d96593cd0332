import { defaults } from "@actions/github/lib/utils";
import type { retry } from "@octokit/plugin-retry";
import type { ThrottlingOptions } from "@octokit/plugin-throttling";
import { RequestError } from "@octokit/request-error";
import type { Clock } from "./clock.ts";
import { isRateLimited, isTimeout } from "./explain-error.ts";

const API_VERSION = "2022-11-28";
const REQUEST_TIMEOUT = 10_000;
const REDIRECTS = 3;

/** How often one request is sent at most. */
export const ATTEMPTS = 3;
const FIRST_WAIT = 500;
/** GitHub asks for a minute at least where it names no time. */
const UNNAMED_WAIT = 60_000;

/** GitHub lets 80 contents a minute through: beyond the first few writes we keep below that. */
const WRITES_WITHOUT_PAUSE = 20;
const WRITE_PAUSE = 1000;

interface Limits {
  /** No request goes on after this time, milliseconds since 1970. */
  readonly deadline: number;
  /** Milliseconds that a rate limit may hold us up at once. */
  readonly longestWait: number;
  readonly clock: Clock;
}

type Fetch = typeof globalThis.fetch;
/** As a plugin gets it. */
type Octokit = Parameters<typeof retry>[0];

/**
 * Sends one attempt through the runner's proxy, within the time. The token is sent to the API's own host alone: a
 * redirect to another is not followed, and one of a write never, for it leads to another repository.
 */
export function limitedFetch({ deadline, clock }: Limits): Fetch {
  const proxied: Fetch = defaults.request?.fetch;
  return async (input, init = {}) => {
    const { method = "GET" } = init;
    const headers = { ...init.headers, "x-github-api-version": API_VERSION };
    let url = new URL(String(input));
    for (let hop = 0; ; hop += 1) {
      const time = Math.min(clock.requestTimeout ?? REQUEST_TIMEOUT, deadline - clock.now());
      if (time <= 0) throw new DOMException("The run's time is over.", "TimeoutError");
      const signal = AbortSignal.timeout(time);
      const response = await proxied(url.href, { ...init, headers, redirect: "manual", signal });
      const next = redirectOf(response, url);
      if (method !== "GET" || next?.origin !== url.origin || hop === REDIRECTS) return response;
      await response.body?.cancel();
      url = next;
    }
  };
}

/** A renamed repository answers 301 with its new address on the same host. */
function redirectOf({ status, headers }: Response, from: URL): URL | null {
  const location = headers.get("location");
  return status < 300 || status >= 400 || location === null ? null : URL.parse(location, from.href);
}

/**
 * A plugin of Octokit that decides whether a failed request is sent again, and waits before it is. The plugins for
 * retries and throttling send it; their own rules know no deadline, and would create an issue twice after a lost answer.
 */
export function decideRetries(limits: Limits): (octokit: Octokit) => object {
  return (octokit) => {
    octokit.hook.error("request", async (error, { method, request }) => {
      if (error instanceof RequestError) await decide(error, method, request, limits);
      throw error;
    });
    return {};
  };
}

/** What the plugins read of a request, and what is noted in it for them. */
interface RequestNotes {
  readonly [option: string]: unknown;
  /** A POST that may be sent twice. */
  readonly isRepeatable?: boolean;
  attempt?: number;
  isRepeated?: boolean;
  retries?: number;
}

async function decide(
  error: RequestError,
  method: string,
  request: RequestNotes,
  limits: Limits,
): Promise<void> {
  request.attempt = (request.attempt ?? 0) + 1;
  const isLimit = isRateLimited(error);
  // What was refused for a limit has not been done.
  const mayRepeat = isLimit || request.isRepeatable === true || method !== "POST";
  const wait = mayRepeat ? waitBeforeRetry(error, method, request.attempt, limits) : undefined;
  request.isRepeated = wait !== undefined;
  // Set at every decision: the notes of one attempt are still there at the next. The number of attempts is kept above.
  request.retries = wait === undefined || isLimit ? 0 : ATTEMPTS;
  // Plugin-throttling knows a limit by these words alone, and GitHub's documentation by status and headers.
  if (isLimit) error.message = "secondary rate limit";
  if (wait !== undefined && wait > 0) await limits.clock.sleep(wait);
}

/** Milliseconds to wait before the same request is sent again; undefined when that is of no use, or no time is left. */
function waitBeforeRetry(
  error: RequestError,
  method: string,
  attempt: number,
  { deadline, longestWait, clock }: Limits,
): number | undefined {
  const { status, response } = error;
  const isLimit = isRateLimited(error);
  // A write may have been done, which the next attempt shows; a read that got no answer has used up its time.
  const isUseless = response === undefined ? method === "GET" && isTimeout(error) : status < 500 && !isLimit;
  if (isUseless || attempt >= ATTEMPTS) return undefined;
  const now = clock.now();
  const unnamed = isLimit ? UNNAMED_WAIT * 2 ** (attempt - 1) : FIRST_WAIT * 4 ** (attempt - 1);
  const wait = response === undefined ? 0 : (namedWait(response.headers, now) ?? unnamed);
  return wait <= longestWait && now + wait < deadline ? wait : undefined;
}

function namedWait(headers: Readonly<Record<string, unknown>>, now: number): number | undefined {
  const seconds = headers["retry-after"];
  if (seconds !== undefined && /^\d+$/.test(String(seconds))) return Number(seconds) * 1000;
  const reset = Number(headers["x-ratelimit-reset"]);
  return headers["x-ratelimit-remaining"] === "0" && reset > 0 ? Math.max(0, reset * 1000 - now) : undefined;
}

/** Of a group of plugin-throttling: its own would keep three seconds between two issues, the first ones too. */
type Group = NonNullable<ThrottlingOptions["write"]>;

export const UNPACED = groupOf((request) => request());

export function pace(clock: Clock): Group {
  let written = 0;
  return groupOf(async (request) => {
    written += 1;
    if (written > WRITES_WITHOUT_PAUSE) await clock.sleep(WRITE_PAUSE);
    return request();
  });
}

/** The plugin calls nothing else of a group. */
function groupOf(run: (request: () => Promise<void>) => Promise<void>): Group {
  const schedule = (_options: object, request: () => Promise<void>) => run(request);
  return { key: () => ({ schedule }) } as unknown as Group;
}
