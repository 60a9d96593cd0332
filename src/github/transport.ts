import { GitHubError } from "./errors.ts";

const API_VERSION = "2022-11-28";
const REQUEST_TIMEOUT = 10_000;
const REDIRECTS = 3;

/** What waits, and knows the time: a test has its own. */
export interface Clock {
  now(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Milliseconds that one request may take. */
  readonly requestTimeout?: number;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
};

interface Line {
  readonly token: string;
  /** No request goes on after this time, milliseconds since 1970. */
  readonly deadline: number;
  readonly clock?: Clock;
}

interface Sent {
  readonly method: string;
  readonly body?: unknown;
}

interface Transport {
  ask(url: URL, what: string, sent?: Sent): Promise<Response>;
  follow(url: URL, what: string): Promise<Response>;
}

/** Single requests, with the headers that GitHub wants and within the time. */
export function transport({ token, deadline, clock = SYSTEM_CLOCK }: Line): Transport {
  const headers = {
    accept: "application/vnd.github+json",
    "x-github-api-version": API_VERSION,
    authorization: `Bearer ${token}`,
    "user-agent": "pg-preflight",
  };

  async function ask(url: URL, what: string, { method, body }: Sent = { method: "GET" }): Promise<Response> {
    const time = Math.min(clock.requestTimeout ?? REQUEST_TIMEOUT, deadline - clock.now());
    if (time <= 0) throw outOfTime(what);
    const json =
      body === undefined
        ? { headers }
        : { headers: { ...headers, "content-type": "application/json" }, body: JSON.stringify(body) };
    try {
      return await fetch(url.href, {
        method,
        ...json,
        redirect: "manual",
        signal: AbortSignal.timeout(time),
      });
    } catch (error) {
      if (error instanceof Error && error.name === "TimeoutError") throw outOfTime(what);
      throw new GitHubError(
        { reason: "unreachable", detail: `GitHub's API could not be reached for ${what}.` },
        null,
      );
    }
  }

  /** A renamed repository answers 301 with its new address on the same host. */
  async function follow(first: URL, what: string): Promise<Response> {
    let url = first;
    for (let hop = 0; hop <= REDIRECTS; hop += 1) {
      const response = await ask(url, what);
      const location = response.headers.get("location");
      if (response.status < 300 || response.status >= 400 || location === null) return response;
      await response.body?.cancel();
      const next = URL.parse(location, url.href);
      if (next?.origin !== url.origin) break;
      url = next;
    }
    throw new GitHubError(
      {
        reason: "error",
        detail: `GitHub's API sends the question for ${what} elsewhere, and the token goes to no other host.`,
      },
      null,
    );
  }

  return { ask, follow };
}

function outOfTime(what: string): GitHubError {
  return new GitHubError(
    { reason: "timeout", detail: `GitHub's API did not answer in time for ${what}.` },
    null,
  );
}
