import { GitHubError } from "./errors.ts";
import { explainStatus, isRateLimited, type Purpose, waitBeforeRetry } from "./refusals.ts";
import { type Clock, SYSTEM_CLOCK, transport } from "./transport.ts";

export { GitHubError } from "./errors.ts";

const ATTEMPTS = 3;
const LONGEST_WAIT = 30_000;

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
  /**
   * The items of a list, page by page.
   *
   * @throws GitHubError when one of the pages can't be had: half a list is none
   */
  list(question: ListQuestion): Promise<{ readonly items: unknown[]; readonly isWhole: boolean }>;
  /**
   * Does something, and gives the JSON that GitHub answers; undefined where the answer has no body.
   *
   * @throws GitHubError when it was refused, or when nobody knows whether it was done: see `mayHaveHappened`
   */
  send(request: GitHubRequest): Promise<unknown>;
}

export interface ListQuestion {
  readonly path: string;
  readonly what: string;
  readonly query: Readonly<Record<string, string>>;
  /** The list is not whole where there are more. */
  readonly maxPages: number;
  readonly purpose?: Purpose;
}

export interface GitHubRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  readonly path: string;
  readonly what: string;
  readonly body?: unknown;
  /** Twice is the same as once. Otherwise it is sent again only when GitHub said that it did nothing. */
  readonly isRepeatable: boolean;
  readonly purpose?: Purpose;
}

interface Manner extends Pick<GitHubRequest, "isRepeatable" | "purpose"> {
  /** No answer in time is a reason to ask again. */
  readonly outlastsSilence?: boolean;
}

export interface ClientOptions {
  /** `https://api.github.com`, or `https://host/api/v3` of an Enterprise Server. */
  readonly apiUrl: string;
  readonly token: string;
  /** No request goes on after this time, milliseconds since 1970. */
  readonly deadline: number;
  readonly maxRequests: number;
  /** Milliseconds that a rate limit may hold us up at once; default 30 s. */
  readonly longestWait?: number;
  readonly clock?: Clock;
}

/** The token is sent to the API's own host alone: a redirect to another is not followed. */
export function gitHubClient(options: ClientOptions): GitHubClient {
  const { apiUrl, deadline, maxRequests, longestWait = LONGEST_WAIT, clock = SYSTEM_CLOCK } = options;
  const { ask, follow } = transport(options);
  let left = maxRequests;

  /** Asks until there is an answer to go by. */
  async function settle(
    once: () => Promise<Response>,
    what: string,
    { isRepeatable, purpose, outlastsSilence = false }: Manner,
  ): Promise<Response> {
    left -= 1;
    for (let attempt = 1; ; attempt += 1) {
      const response = await answerOf(once, {
        mayRepeat: isRepeatable && attempt < ATTEMPTS,
        outlastsSilence: outlastsSilence && clock.now() < deadline,
      });
      if (response === undefined) continue;
      if (response.ok) return response;
      const { status, headers } = response;
      const refused = { status, headers, text: await response.text().catch(() => "") };
      const wait = waitBeforeRetry(refused, { attempt, now: clock.now(), longest: longestWait });
      const mayRepeat = attempt < ATTEMPTS && (isRepeatable || isRateLimited(refused));
      if (!mayRepeat || wait === undefined || clock.now() + wait >= deadline) {
        throw new GitHubError(explainStatus(refused, what, purpose), status);
      }
      await clock.sleep(wait);
    }
  }

  return {
    left: () => left,
    async get(path, what, query = {}) {
      const url = new URL(`${apiUrl}${path}?${new URLSearchParams(query)}`);
      return readJson(await settle(() => follow(url, what), what, { isRepeatable: true }), what);
    },
    async list({ path, what, query, maxPages, purpose }) {
      const items: unknown[] = [];
      let url = new URL(`${apiUrl}${path}?${new URLSearchParams(query)}`);
      for (let page = 1; ; page += 1) {
        const from = url;
        const request = { isRepeatable: true, ...(purpose === undefined ? {} : { purpose }) };
        const response = await settle(() => follow(from, what), what, request);
        const answer = await readJson(response, what);
        if (!Array.isArray(answer)) throw new GitHubError({ reason: "version", detail: noList(what) }, 200);
        items.push(...answer);
        const next = nextPage(response.headers.get("link"), { url, page, items: answer.length });
        if (next === undefined || page === maxPages) return { items, isWhole: next === undefined };
        url = next;
      }
    },
    async send(request) {
      const { method, path, what, body } = request;
      const url = new URL(`${apiUrl}${path}`);
      // A redirect leads to another repository, where an issue was moved to: not ours to write.
      const response = await settle(() => ask(url, what, { method, body }), what, {
        ...request,
        outlastsSilence: true,
      });
      return response.status === 204 ? undefined : readJson(response, what);
    },
  };
}

/** A connection that broke is tried again where that is allowed; undefined says so. */
async function answerOf(
  ask: () => Promise<Response>,
  { mayRepeat, outlastsSilence }: { readonly mayRepeat: boolean; readonly outlastsSilence: boolean },
): Promise<Response | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!mayRepeat || !(error instanceof GitHubError)) throw error;
    const { reason } = error.unknown;
    if (reason !== "unreachable" && !(reason === "timeout" && outlastsSilence)) throw error;
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

/** Where GitHub names no next page, a full one may still have a follower: proxies drop headers. */
function nextPage(
  link: string | null,
  { url, page, items }: { readonly url: URL; readonly page: number; readonly items: number },
): URL | undefined {
  const named = /<([^>]+)>;\s*rel="next"/.exec(link ?? "")?.[1];
  const size = Number(url.searchParams.get("per_page") ?? 30);
  if (named === undefined && (link !== null || items < size)) return undefined;
  const next = named === undefined ? null : URL.parse(named, url.href);
  if (next?.origin === url.origin) return next;
  const counted = new URL(url);
  counted.searchParams.set("page", String(page + 1));
  return counted;
}

function noList(what: string): string {
  return `GitHub's answer for ${what} is no list.`;
}
