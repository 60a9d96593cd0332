/**
 * GitHub's REST API over loopback, as far as we use it: state in memory, each request and each answer held to GitHub's
 * own description. Faults can be ordered.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onCleanUp } from "./cleanup.ts";
import { Description } from "./openapi.ts";

export interface FakeRun {
  /** Its start, milliseconds since 1970. */
  readonly at: number;
  /** Default: schedule. */
  readonly event?: string;
  /** Default: the default branch. */
  readonly branch?: string;
  /** Job -> step -> conclusion; `in_progress` for a step that runs now. */
  readonly jobs: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface FakeWorkflow {
  readonly path: string;
  /** Default: active. */
  readonly state?: string;
  /** Milliseconds since 1970. Default: long ago. */
  readonly createdAt?: number;
  readonly runs?: readonly FakeRun[];
}

export interface FakeRepository {
  /** Default: main. */
  readonly defaultBranch?: string;
  readonly workflows?: readonly FakeWorkflow[];
  /** Branch or commit -> path -> text. */
  readonly files?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Fault {
  /** Which requests; default: all. */
  readonly path?: RegExp;
  /** How often; default: for ever. */
  readonly times?: number;
  /** What happens in place of an answer: a status with headers and a body, silence, or a cut connection. */
  readonly answer:
    | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string }
    | "hang"
    | "drop";
}

export interface FakeGitHub {
  /** The API's address, as GITHUB_API_URL has it. */
  readonly url: string;
  readonly token: string;
  /** What was asked: method, path and query. */
  readonly requests: { readonly target: string; readonly headers: IncomingMessage["headers"] }[];
  /** What of requests and answers was not as GitHub describes it: a test wants none. */
  readonly violations: string[];
  /** What the token may do; default all that we ask for. */
  permissions: ReadonlySet<string>;
  repository: FakeRepository;
  order(fault: Fault): void;
}

export const REPOSITORY_NAME = "acme/app";
const LONG_AGO = Date.UTC(2025, 0, 1);

/** Cut once for all test files of a process. */
let description: Description | undefined;

/** Which permission of the token an operation needs. */
const NEEDS: Readonly<Record<string, string>> = {
  "actions/list-repo-workflows": "actions: read",
  "actions/list-workflow-runs": "actions: read",
  "actions/list-jobs-for-workflow-run": "actions: read",
  "repos/get-content": "contents: read",
};

class Refusal extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

/** @param prefix `/api/v3` for an Enterprise Server */
export async function startGitHub(repository: FakeRepository = {}, prefix = ""): Promise<FakeGitHub> {
  description ??= new Description("api.github.com.json");
  const api = description;
  const faults: { left: number; fault: Fault }[] = [];
  const github: { -readonly [Key in keyof FakeGitHub]: FakeGitHub[Key] } = {
    url: "",
    token: "ghs_test0123456789",
    requests: [],
    violations: [],
    permissions: new Set(["actions: read", "contents: read"]),
    repository,
    order: (fault) => void faults.push({ left: fault.times ?? Number.POSITIVE_INFINITY, fault }),
  };

  const handlers = handlersOf(() => github.repository, api);
  const server = createServer((request, response) => {
    const target = request.url ?? "/";
    github.requests.push({ target, headers: request.headers });
    const ordered = faults.find(({ left, fault }) => left > 0 && (fault.path ?? /./).test(target));
    if (ordered !== undefined) {
      ordered.left -= 1;
      act(ordered.fault, response);
      return;
    }
    try {
      const { status, body } = answer(request, new URL(target, "http://localhost"));
      send(response, status, body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, message, headers } = error;
      send(
        response,
        status,
        { message, documentation_url: "https://docs.github.com/rest", status: String(status) },
        headers,
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onCleanUp(() => {
    server.closeAllConnections();
    server.close();
  });
  github.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${prefix}`;
  return github;

  function answer(request: IncomingMessage, url: URL): { status: number; body: unknown } {
    if (!url.pathname.startsWith(`${prefix}/`)) throw new Refusal(404, "Not Found");
    const path = url.pathname.slice(prefix.length);
    const found = api.operations
      .filter(({ method }) => method === request.method)
      .map((operation) => ({ operation, groups: operation.pattern.exec(path)?.groups }))
      .find(({ groups }) => groups !== undefined);
    if (found?.groups === undefined) {
      github.violations.push(`${request.method} ${path} is no operation that is described`);
      throw new Refusal(404, "Not Found");
    }
    const { operation } = found;
    const parameters = Object.fromEntries(
      Object.entries(found.groups).map(([name, text]) => [name, decodeURIComponent(text)]),
    );
    const query = Object.fromEntries(url.searchParams);
    tell(operation.id, operation.requestProblems(parameters, query));
    if (request.headers["user-agent"] === undefined) tell(operation.id, "no user-agent: GitHub answers 403");
    if (request.headers.authorization !== `Bearer ${github.token}`) throw new Refusal(401, "Bad credentials");
    const need = NEEDS[operation.id];
    if (need !== undefined && !github.permissions.has(need)) {
      throw new Refusal(403, "Resource not accessible by integration", {
        "x-accepted-github-permissions": need.replace(": ", "="),
      });
    }
    if (`${parameters.owner}/${parameters.repo}` !== REPOSITORY_NAME) throw new Refusal(404, "Not Found");
    const body = handlers[operation.id]?.(parameters, query);
    tell(operation.id, operation.answerProblems(200, body));
    return { status: 200, body };
  }

  function tell(operation: string, problem: string): void {
    if (problem !== "") github.violations.push(`${operation}: ${problem}`);
  }
}

type Handler = (parameters: Record<string, string>, query: Record<string, string>) => unknown;

function handlersOf(state: () => FakeRepository, api: Description): Record<string, Handler> {
  const branch = (): string => state().defaultBranch ?? "main";
  const workflows = (): readonly FakeWorkflow[] => state().workflows ?? [];
  /** Ids from places: the tenth run of the second workflow is 20009. */
  const runOf = (id: number): FakeRun | undefined =>
    workflows()[Math.floor(id / 10_000) - 1]?.runs?.[id % 10_000];
  return {
    "repos/get": () => api.fill("full-repository", { full_name: REPOSITORY_NAME, default_branch: branch() }),
    "actions/list-repo-workflows": (_, query) => {
      const all = workflows().map(({ path, state: word = "active", createdAt = LONG_AGO }, index) =>
        api.fill("workflow", { id: index + 1, name: path, path, state: word, created_at: iso(createdAt) }),
      );
      return { total_count: all.length, workflows: page(all, query) };
    },
    "actions/list-workflow-runs": ({ workflow_id }, query) => {
      const index = Number(workflow_id) - 1;
      const workflow = workflows()[index];
      if (workflow === undefined) throw new Refusal(404, "Not Found");
      const all = (workflow.runs ?? [])
        .map((run, place) => ({ run, id: (index + 1) * 10_000 + place }))
        .filter(({ run }) => query.event === undefined || (run.event ?? "schedule") === query.event)
        .filter(({ run }) => query.branch === undefined || (run.branch ?? branch()) === query.branch)
        .sort((a, b) => b.run.at - a.run.at)
        .map(({ run, id }) =>
          api.fill("workflow-run", {
            id,
            event: run.event ?? "schedule",
            head_branch: run.branch ?? branch(),
            path: workflow.path,
            workflow_id: index + 1,
            status: "completed",
            created_at: iso(run.at),
            run_started_at: iso(run.at),
          }),
        );
      return { total_count: all.length, workflow_runs: page(all, query) };
    },
    "actions/list-jobs-for-workflow-run": ({ run_id }, query) => {
      const run = runOf(Number(run_id));
      if (run === undefined) throw new Refusal(404, "Not Found");
      const jobs = Object.entries(run.jobs).map(([name, steps], index) =>
        api.fill("job", {
          id: index + 1,
          run_id: Number(run_id),
          name,
          status: "completed",
          steps: Object.entries(steps).map(([step, conclusion], number) => ({
            name: step,
            number: number + 1,
            status: conclusion === "in_progress" ? "in_progress" : "completed",
            conclusion: conclusion === "in_progress" ? null : conclusion,
          })),
        }),
      );
      return { total_count: jobs.length, jobs: page(jobs, query) };
    },
    "repos/get-content": ({ path = "" }, { ref }) => {
      const files = state().files?.[ref ?? branch()] ?? {};
      const text = files[path];
      if (text === undefined) {
        const isFolder = Object.keys(files).some((file) => file.startsWith(`${path}/`));
        if (isFolder) return [];
        throw new Refusal(404, "Not Found");
      }
      const content = Buffer.from(text).toString("base64").replace(/.{60}/g, "$&\n");
      return api.fill("content-file", {
        type: "file",
        encoding: "base64",
        name: path.split("/").at(-1),
        path,
        size: Buffer.byteLength(text),
        content,
      });
    },
  };
}

function page<T>(list: readonly T[], { per_page = "30", page: number = "1" }: Record<string, string>): T[] {
  const size = Math.min(100, Number(per_page));
  return list.slice((Number(number) - 1) * size, Number(number) * size);
}

function iso(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
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

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8", ...headers });
  response.end(JSON.stringify(body));
}
