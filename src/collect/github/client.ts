import type { Unknown } from "../../domain/result.ts";
import { explainStatus, waitBeforeRetry } from "./refusals.ts";

const API_VERSION = "2022-11-28";
const ATTEMPTS = 3;
const REQUEST_TIMEOUT = 10_000;
const REDIRECTS = 3;

/** GitHub did not give what was asked for. What it says itself is not repeated. */
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

export interface GitHubClient {
  /** Requests that may still be made, retries not counted. */
  left(): number;
  /**
   * The JSON that GitHub answers.
   *
   * @param path from the API's root, its parts already encoded: `/repos/owner/name`
   * @param what names the thing asked for in a sentence of refusal: "the repository's workflows"
   * @throws GitHubError when it can't be had
   */
  get(path: string, what: string, query?: Readonly<Record<string, string>>): Promise<unknown>;
}

export interface ClientOptions {
  /** `https://api.github.com`, or `https://host/api/v3` of an Enterprise Server. */
  readonly apiUrl: string;
  readonly token: string;
  /** No request goes on after this time, milliseconds since 1970. */
  readonly deadline: number;
  readonly maxRequests: number;
}

/** The token is sent to the API's own host alone: a redirect to another is not followed. */
export function gitHubClient({ apiUrl, token, deadline, maxRequests }: ClientOptions): GitHubClient {
  let left = maxRequests;
  const headers = {
    accept: "application/vnd.github+json",
    "x-github-api-version": API_VERSION,
    authorization: `Bearer ${token}`,
    "user-agent": "pg-preflight",
  };

  async function ask(url: URL, what: string): Promise<Response> {
    const time = Math.min(REQUEST_TIMEOUT, deadline - Date.now());
    if (time <= 0) throw outOfTime(what);
    try {
      return await fetch(url.href, { headers, redirect: "manual", signal: AbortSignal.timeout(time) });
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

  return {
    left: () => left,
    async get(path, what, query = {}) {
      left -= 1;
      const url = new URL(`${apiUrl}${path}?${new URLSearchParams(query)}`);
      for (let attempt = 1; ; attempt += 1) {
        const response = await answerOf(() => follow(url, what), attempt);
        if (response === undefined) continue;
        if (response.ok) return readJson(response, what);
        const { status, headers } = response;
        const refused = { status, headers, text: await response.text().catch(() => "") };
        const wait = waitBeforeRetry(refused, attempt, Date.now());
        if (wait === undefined || attempt === ATTEMPTS || Date.now() + wait >= deadline) {
          throw new GitHubError(explainStatus(refused, what), status);
        }
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    },
  };
}

/** A connection that broke is tried again; undefined says so. */
async function answerOf(ask: () => Promise<Response>, attempt: number): Promise<Response | undefined> {
  try {
    return await ask();
  } catch (error) {
    const isBroken = error instanceof GitHubError && error.unknown.reason === "unreachable";
    if (!isBroken || attempt === ATTEMPTS) throw error;
    return undefined;
  }
}

async function readJson(response: Response, what: string): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new GitHubError(
      { reason: "unreachable", detail: `GitHub's answer for ${what} broke off or is no JSON.` },
      response.status,
    );
  }
}

function outOfTime(what: string): GitHubError {
  return new GitHubError(
    { reason: "timeout", detail: `GitHub's API did not answer in time for ${what}.` },
    null,
  );
}
