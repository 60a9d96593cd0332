/**
 * GitHub's REST API over loopback, as far as we use it: state in memory, each request and each answer held to GitHub's
 * own description. Faults and races can be ordered.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onCleanUp } from "../postgres/cleanup.ts";
import { type FakeRepository, fileHandlers } from "./github-files.ts";
import {
  BOT,
  type FakeIssue,
  FakeIssues,
  type FakePerson,
  type FakeWrite,
  type People,
} from "./github-issues.ts";
import { graphqlAnswer, peopleHandlers } from "./github-people.ts";
import { type Asked, type CheckAnswer, notFound, QueryError, REPOSITORY_NAME } from "./github-requests.ts";
import { Description, type Operation } from "./openapi.ts";

export type { FakeRepository, FakeRun, FakeWorkflow } from "./github-files.ts";
export {
  BOT,
  type FakeComment,
  type FakeIssue,
  type FakePerson,
  type FakeWrite,
  MAINTAINER,
  type People,
  STRANGER,
} from "./github-issues.ts";
export { REPOSITORY_NAME } from "./github-requests.ts";

/** Who attests what the tests' configurations have attested. */
const DBA: FakePerson = { login: "dba", type: "User", association: "MEMBER", role: "maintain" };

/** All that is given must fit; nothing given: every request. */
export interface Selection {
  /** Of the address with its query. */
  readonly path?: RegExp;
  /** As the description names it: issues/create. */
  readonly operation?: string;
  readonly method?: string;
}

export interface Fault extends Selection {
  /** How many such requests go well before. Default: none. */
  readonly after?: number;
  /** How often; default: for ever. */
  readonly times?: number;
  /** The request takes effect, and only its answer is lost. */
  readonly takesEffect?: boolean;
  /** What happens in place of an answer: a status with headers and a body, silence, or a cut connection. */
  readonly answer:
    | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
    | "hang"
    | "drop";
}

export interface FakeRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingMessage["headers"];
  /** As it was sent; empty without one. */
  body: string;
}

export interface FakeGitHub {
  /** The API's address, as GITHUB_API_URL has it. */
  readonly url: string;
  readonly token: string;
  /** What was asked, refused requests too. */
  readonly requests: FakeRequest[];
  /** What of requests and answers was not as GitHub describes it: a test wants none. */
  readonly violations: string[];
  /** What the token may do; default all that we ask for. */
  permissions: ReadonlySet<string>;
  repository: FakeRepository;
  /** Whose token it is; default the workflow's own. */
  actor: FakePerson;
  /** False for somebody whose labels, assignees and milestones GitHub drops without a word. */
  canTriage: boolean;
  /** Milliseconds since 1970. */
  clock: () => number;
  /** Issues and pull requests, as they are now. */
  readonly issues: FakeIssue[];
  issue(number: number): FakeIssue;
  /** What people do to them. */
  readonly people: People;
  /**
   * What took effect, in words: `POST issues`, `PATCH #3 body state`, `POST #3 comment`, `POST #3 labels a, b`,
   * `DELETE #3 label priority: high`, `PATCH #3 comment`. It may be emptied between two runs.
   */
  readonly writes: string[];
  /** The same with all that was sent. */
  readonly changes: FakeWrite[];
  order(fault: Fault): void;
  /** Ordered faults with a number of times that have not happened as often. */
  unspent(): number;
  /** From now on everything goes well again. */
  mend(): void;
  /** The next `count` such requests wait for each other before they take effect: a race that really happens. */
  hold(selection: Selection, count: number): void;
}

export interface GitHubOptions {
  /** `/api/v3` for an Enterprise Server. */
  readonly prefix?: string;
  /** Of test/support/openapi. Default: GitHub's own, or the oldest Enterprise Server that is still described. */
  readonly description?: string;
}

/** When the others don't come, a held request goes on alone. */
const PATIENCE_MS = 5_000;

/** Read once for all test files of a process. */
const descriptions = new Map<string, Description>();

function describedIn(file: string): Description {
  const description = descriptions.get(file) ?? new Description(file);
  descriptions.set(file, description);
  return description;
}

/** Which permissions an operation needs: one of them is enough. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  "actions/list-repo-workflows": ["actions: read"],
  "actions/list-workflow-runs": ["actions: read"],
  "actions/list-jobs-for-workflow-run": ["actions: read"],
  "repos/get-content": ["contents: read"],
  "issues/list-for-repo": ["issues: read"],
  "issues/get": ["issues: read"],
  "issues/list-comments": ["issues: read", "pull-requests: read"],
  "issues/list-labels-on-issue": ["issues: read", "pull-requests: read"],
  "issues/create": ["issues: write"],
  "issues/update": ["issues: write", "pull-requests: write"],
  "issues/create-comment": ["issues: write", "pull-requests: write"],
  "issues/update-comment": ["issues: write", "pull-requests: write"],
  "issues/delete-comment": ["issues: write", "pull-requests: write"],
  "issues/add-labels": ["issues: write", "pull-requests: write"],
  "issues/remove-label": ["issues: write", "pull-requests: write"],
  "issues/add-assignees": ["issues: write", "pull-requests: write"],
};

const ALL_PERMISSIONS = ["actions: read", "contents: read", "issues: write", "pull-requests: write"];

/** @param options the prefix alone, or all options */
export async function startGitHub(
  repository: FakeRepository = {},
  options: string | GitHubOptions = {},
): Promise<FakeGitHub> {
  const { prefix = "", description } = typeof options === "string" ? { prefix: options } : options;
  const api = describedIn(description ?? (prefix === "" ? "api.github.com.json" : "ghes-3.17.json"));
  const faults: { passing: number; left: number; fault: Fault }[] = [];
  const gates: Gate[] = [];
  const tracker = new FakeIssues({
    api,
    repository: () => github.repository,
    clock: () => github.clock(),
    actor: () => github.actor,
    canTriage: () => github.canTriage,
    url: () => github.url,
    violate: (text) => void github.violations.push(text),
  });
  const github: { -readonly [Key in keyof FakeGitHub]: FakeGitHub[Key] } = {
    url: "",
    token: "ghs_test0123456789",
    requests: [],
    violations: [],
    permissions: new Set(ALL_PERMISSIONS),
    repository,
    actor: BOT,
    canTriage: true,
    clock: () => Date.now(),
    issues: tracker.all,
    issue: (number) => tracker.issue(number),
    people: tracker.people,
    writes: tracker.writes,
    changes: tracker.changes,
    order: (fault) =>
      void faults.push({ passing: fault.after ?? 0, left: fault.times ?? Number.POSITIVE_INFINITY, fault }),
    unspent: () => faults.filter(({ left }) => left > 0 && left !== Number.POSITIVE_INFINITY).length,
    mend: () => void faults.splice(0),
    hold: (selection, count) => void gates.push(new Gate(selection, count)),
  };
  const handlers = {
    ...fileHandlers(() => github.repository, api),
    ...tracker.handlers(),
    ...peopleHandlers({
      api,
      actor: () => github.actor,
      known: () => [
        github.actor,
        ...(github.repository.people ?? [DBA]),
        ...tracker.all.flatMap(({ author, comments }) => [author, ...comments.map((one) => one.author)]),
      ],
      isPublic: () => github.repository.isPublic === true,
    }),
  };
  /** `/api/graphql` of an Enterprise Server, whose REST API is `/api/v3`. */
  const graphql = `${prefix.replace(/\/v3$/, "")}/graphql`;

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      github.violations.push(`the stand-in stumbled: ${error instanceof Error ? error.stack : error}`);
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onCleanUp(() => {
    server.closeAllConnections();
    server.close();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  github.url = `${origin}${prefix}`;
  return github;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url: target = "/", headers } = request;
    const received: FakeRequest = { method, target, headers, body: "" };
    github.requests.push(received);
    const text = await textOf(request);
    received.body = text;
    const url = new URL(target, origin);
    const asked = find(method, url);
    await gates.find((gate) => gate.takes(method, target, asked?.operation.id))?.pass();
    const fault = faultFor(method, target, asked?.operation.id);
    if (fault !== undefined && fault.takesEffect !== true) {
      act(fault, response);
      return;
    }
    const answer = answerTo(request, url, asked, text);
    if (fault === undefined) send(response, answer);
    else act(fault, response);
  }

  function faultFor(method: string, target: string, operation: string | undefined): Fault | undefined {
    for (const ordered of faults) {
      if (ordered.left === 0 || !fits(ordered.fault, method, target, operation)) continue;
      if (ordered.passing > 0) {
        ordered.passing -= 1;
        continue;
      }
      ordered.left -= 1;
      return ordered.fault;
    }
    return undefined;
  }

  function find(method: string, url: URL): Found | undefined {
    if (!url.pathname.startsWith(`${prefix}/`)) return undefined;
    const path = url.pathname.slice(prefix.length);
    for (const operation of api.operations) {
      const match = operation.method === method ? operation.pattern.exec(path) : null;
      if (match === null) continue;
      const parts = Object.entries(match.groups ?? {}).map(([name, part]) => [
        name,
        decodeURIComponent(part),
      ]);
      return { operation, parameters: Object.fromEntries(parts) };
    }
    return undefined;
  }

  /** Refusals are held to the description as well. */
  function answerTo(request: IncomingMessage, url: URL, found: Found | undefined, text: string): CheckAnswer {
    try {
      if (url.pathname === graphql && request.method === "POST") {
        mustBeAuthenticated(request);
        return graphqlAnswer(parse(text), github.actor, (problem) => tell("graphql", problem));
      }
      if (found === undefined) {
        const isOurs = url.pathname.startsWith(`${prefix}/`);
        if (isOurs) tell(`${request.method} ${url.pathname}`, "no operation that is described");
        throw notFound();
      }
      const { parameters, operation } = found;
      const query = Object.fromEntries(url.searchParams);
      const asked = { parameters, query, url, body: text === "" ? undefined : parse(text) };
      const answer = answerOf(request, operation, asked);
      tell(operation.id, operation.answerProblems(answer.status, answer.body));
      return answer;
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      const { status, headers, body } = error;
      if (found?.operation.answers(status)) {
        tell(found.operation.id, found.operation.answerProblems(status, body));
      }
      return { status, headers, body };
    }
  }

  function answerOf(request: IncomingMessage, operation: Operation, asked: Asked): CheckAnswer {
    const { parameters, query, body } = asked;
    const problems = operation.requestProblems(parameters, query, body);
    tell(operation.id, problems);
    if (request.headers["user-agent"] === undefined) tell(operation.id, "no user-agent: GitHub answers 403");
    mustBeAuthenticated(request);
    const isOfRepository = operation.id !== "users/get-authenticated";
    if (isOfRepository && `${parameters.owner}/${parameters.repo}` !== REPOSITORY_NAME) throw notFound();
    mustBeAllowed(operation.id, parameters);
    if (problems !== "") throw new QueryError(422, `Invalid request.\n\n${problems}`);
    const handler = handlers[operation.id];
    if (handler === undefined) throw new Error(`there is no handler of ${operation.id}`);
    return handler(asked);
  }

  function mustBeAuthenticated({ headers: { authorization = "" } }: IncomingMessage): void {
    // GitHub takes both words.
    const [, token] = /^(?:Bearer|token) (.*)$/.exec(authorization) ?? [];
    if (token !== github.token) throw new QueryError(401, "Bad credentials");
  }

  function mustBeAllowed(operation: string, parameters: Asked["parameters"]): void {
    const needs = NEEDS[operation] ?? [];
    if (needs.length === 0) return;
    if (github.repository.isPublic === true && needs.every((need) => need.endsWith("read"))) return;
    const isPull = tracker.all.some(
      ({ isPullRequest, number, comments }) =>
        isPullRequest &&
        (number === Number(parameters.issue_number) ||
          comments.some(({ id }) => id === Number(parameters.comment_id))),
    );
    const enough = needs.filter((need) => isPull || !need.startsWith("pull-requests"));
    if (enough.some(isGranted)) return;
    throw new QueryError(403, "Resource not accessible by integration", {
      headers: {
        "x-accepted-github-permissions": needs
          .map((need) => need.replace("pull-requests", "pull_requests").replace(": ", "="))
          .join("; "),
      },
    });
  }

  /** Whoever may write may read. */
  function isGranted(need: string): boolean {
    return github.permissions.has(need) || github.permissions.has(need.replace(/read$/, "write"));
  }

  function tell(operation: string, problem: string): void {
    if (problem !== "") github.violations.push(`${operation}: ${problem}`);
  }
}

interface Found {
  readonly operation: Operation;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Lets its requests through when all of them have come. */
class Gate {
  readonly #selection: Selection;
  readonly #count: number;
  #taken = 0;
  #arrived = 0;
  #open: () => void = () => undefined;
  readonly #opened = new Promise<void>((resolve) => {
    this.#open = resolve;
  });

  constructor(selection: Selection, count: number) {
    this.#selection = selection;
    this.#count = count;
  }

  takes(method: string, target: string, operation: string | undefined): boolean {
    if (this.#taken === this.#count || !fits(this.#selection, method, target, operation)) return false;
    this.#taken += 1;
    return true;
  }

  async pass(): Promise<void> {
    this.#arrived += 1;
    if (this.#arrived === this.#count) this.#open();
    const timer = setTimeout(() => this.#open(), PATIENCE_MS);
    await this.#opened;
    clearTimeout(timer);
  }
}

function fits(selection: Selection, method: string, target: string, operation: string | undefined): boolean {
  return (
    (selection.path?.test(target) ?? true) &&
    (selection.operation === undefined || selection.operation === operation) &&
    (selection.method === undefined || selection.method === method)
  );
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new QueryError(400, "Problems parsing JSON");
  }
}

function act({ answer }: Fault, response: ServerResponse): void {
  if (answer === "hang") return;
  if (answer === "drop") {
    response.destroy();
    return;
  }
  response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
  response.end(answer.body ?? JSON.stringify({ message: "ordered" }));
}

function send(response: ServerResponse, { status, body, headers }: CheckAnswer): void {
  if (body === undefined) {
    response.writeHead(status, headers);
    response.end();
    return;
  }
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}
