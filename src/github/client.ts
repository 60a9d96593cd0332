import { getOctokit } from "@actions/github";
import { retry } from "@octokit/plugin-retry";
import { type ThrottlingOptions, throttling } from "@octokit/plugin-throttling";
import { z } from "zod";
import { parseJson } from "../lib/json.ts";
import { parseAnswer } from "./answer.ts";
import { type Clock, SYSTEM_CLOCK } from "./clock.ts";
import { GitHubError } from "./errors.ts";
import { explainError, explainRedirect, type Purpose, READING } from "./explain-error.ts";
import { ATTEMPTS, decideRetries, limitedFetch, pace, UNPACED } from "./limits.ts";

const LONGEST_WAIT = 30_000;

type Endpoints = ReturnType<typeof getOctokit>["rest"];

/** As the endpoints take it. */
type Repository = { readonly owner: string; readonly repo: string };

/** What we need of a response of Octokit's. */
interface Answer<Data> {
  readonly status: number;
  readonly headers: { readonly link?: string | undefined };
  readonly url: string;
  readonly data: Data;
}

export type Request<Data> = (rest: Endpoints, repository: Repository) => Promise<Answer<Data>>;

export interface GitHubClient {
  /** Requests that may still be made, retries not counted. */
  left(): number;
  /**
   * What GitHub answers. Its type is what GitHub promises: `parseAnswer` holds it to that.
   *
   * @param what names the thing requested in a sentence of refusal: "the repository's workflows"
   * @throws GitHubError when it was refused, or when it may have been done or not: see `mayHaveHappened`
   */
  ask<Data>(what: string, request: Request<Data>, purpose?: Purpose): Promise<Data>;
  /**
   * The items of a list, page by page.
   *
   * @throws GitHubError when one of the pages can't be had: half a list is none
   */
  list<Item>(
    what: string,
    firstPage: Request<Item[]>,
    limit: { readonly maxPages: number; readonly purpose?: Purpose },
  ): Promise<{ readonly items: Item[]; readonly isWhole: boolean }>;
  /**
   * The login that the token acts as: `github-actions[bot]`, an App's `name[bot]`, or a person's.
   *
   * @throws GitHubError
   */
  viewer(): Promise<string>;
}

/** The tokens of jobs and Apps get 403 from `GET /user`; GraphQL answers all of them. */
const VIEWER_QUERY = "query { viewer { login } }";
const viewerSchema = z.object({ data: z.object({ viewer: z.object({ login: z.string() }) }) });

interface ClientOptions {
  /** `https://api.github.com`, or `https://host/api/v3` of an Enterprise Server. */
  readonly apiUrl: string;
  readonly token: string;
  /** `owner/name`. */
  readonly repository: string;
  /** No request goes on after this time, milliseconds since 1970. */
  readonly deadline: number;
  readonly maxRequests: number;
  /** Milliseconds that a rate limit may hold us up at once; default 30 s. */
  readonly longestWait?: number;
  readonly clock?: Clock;
}

export function gitHubClient(options: ClientOptions): GitHubClient {
  const octokit = octokitFor(options);
  const [owner = "", repo = ""] = options.repository.split("/");
  let left = options.maxRequests;

  async function send<Data>(what: string, request: Request<Data>, purpose: Purpose): Promise<Answer<Data>> {
    left -= 1;
    const response = await request(octokit.rest, { owner, repo }).catch((error: unknown) => {
      throw explainError(error, what, purpose);
    });
    // The types know neither redirects nor an answer that broke off.
    const { status }: { status: number } = response;
    const data = parsedBody(response.data);
    if (status >= 300) throw explainRedirect(status, what, purpose);
    if (status !== 204 && (typeof data !== "object" || data === null)) {
      const detail = `GitHub's answer for ${what} broke off or is no JSON.`;
      throw new GitHubError({ reason: "unreachable", detail }, status);
    }
    // Its fields are held to what they must be by `parseAnswer`.
    return { ...response, data: data as Data };
  }

  return {
    left: () => left,
    async ask(what, request, purpose = READING) {
      return (await send(what, request, purpose)).data;
    },
    async list<Item>(
      what: string,
      firstPage: Request<Item[]>,
      { maxPages, purpose = READING }: { readonly maxPages: number; readonly purpose?: Purpose },
    ) {
      const items: Item[] = [];
      let request = firstPage;
      for (let page = 1; ; page += 1) {
        const response = await send(what, request, purpose);
        if (!Array.isArray(response.data)) {
          throw new GitHubError(
            { reason: "version", detail: `GitHub's answer for ${what} is no list.` },
            200,
          );
        }
        items.push(...response.data);
        const url = nextPage(response, page)?.href;
        if (url === undefined || page === maxPages) return { items, isWhole: url === undefined };
        request = () => octokit.request({ method: "GET", url });
      }
    },
    async viewer() {
      const what = "the token's identity";
      const url = graphqlUrl(options.apiUrl);
      const answer = await send(
        what,
        () => octokit.request({ method: "POST", url, query: VIEWER_QUERY, request: { isRepeatable: true } }),
        READING,
      );
      return parseAnswer(viewerSchema, answer.data, what).data.viewer.login;
    },
  };
}

/** Beside the REST API: `/api/v3` of an Enterprise Server has it at `/api/graphql`. */
function graphqlUrl(apiUrl: string): string {
  return `${apiUrl.replace(/\/+$/, "").replace(/\/api\/v3$/, "/api")}/graphql`;
}

/** Octokit parses only what the header says to be JSON, and proxies drop that header. */
function parsedBody(data: unknown): unknown {
  const text = data instanceof ArrayBuffer ? new TextDecoder().decode(data) : data;
  return typeof text === "string" ? parseJson(text) : text;
}

type LimitHandler = NonNullable<ThrottlingOptions["onRateLimit"]>;

function octokitFor({
  apiUrl,
  token,
  deadline,
  longestWait = LONGEST_WAIT,
  clock = SYSTEM_CLOCK,
}: ClientOptions) {
  const limits = { deadline, longestWait, clock };
  const isRepeated: LimitHandler = (_seconds, { request }) => request.isRepeated;
  const octokit = getOctokit(
    token,
    {
      // An address that is none is refused here, where it is no answer of GitHub's.
      baseUrl: new URL(apiUrl).href.replace(/\/+$/, ""),
      userAgent: "pg-preflight",
      log: SILENT,
      request: { fetch: limitedFetch(limits), log: SILENT },
      // When and whether is decided, and waited for, in decideRetries.
      retry: { retries: ATTEMPTS - 1, retryAfterBaseValue: 0 },
      throttle: {
        retryAfterBaseValue: 0,
        onRateLimit: isRepeated,
        onSecondaryRateLimit: isRepeated,
        write: pace(clock),
        notifications: UNPACED,
      },
    },
    decideRetries(limits),
    retry,
    throttling,
  );
  // Octokit hands one object to all requests, and the plugins write into it.
  octokit.hook.before("request", (options) => {
    options.request = { ...options.request };
  });
  return octokit;
}

/** What it would log are words of the server's. */
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Where GitHub names no next page, a full one may still have a follower: proxies drop headers. */
function nextPage({ url: from, headers, data }: Answer<readonly unknown[]>, page: number): URL | undefined {
  const url = new URL(from);
  const named = /<([^>]+)>;\s*rel="next"/.exec(headers.link ?? "")?.[1];
  const size = Number(url.searchParams.get("per_page") ?? 30);
  if (named === undefined && (headers.link !== undefined || data.length < size)) return undefined;
  const next = named === undefined ? null : URL.parse(named, url.href);
  if (next?.origin === url.origin) return next;
  url.searchParams.set("page", String(page + 1));
  return url;
}
