import { readFileSync } from "node:fs";
import { z } from "zod";
import type { RunContext } from "../config/run-context.ts";

export function readRunContext(environment: NodeJS.ProcessEnv): RunContext {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
  return {
    startedAt: Math.floor(Date.now() - performance.now()),
    workspace: environment.GITHUB_WORKSPACE || process.cwd(),
    eventName: environment.GITHUB_EVENT_NAME ?? "",
    commit: environment.GITHUB_SHA || null,
    runUrl: server && repository && run ? `${server}/${repository}/actions/runs/${run}` : null,
    apiUrl: (environment.GITHUB_API_URL || "https://api.github.com").replace(/\/+$/, ""),
    repository: repository || null,
    workflow: workflowPath(environment.GITHUB_WORKFLOW_REF),
    ...readEvent(environment.GITHUB_EVENT_PATH),
    ref: environment.GITHUB_REF || null,
    runId: run || null,
    runAttempt: Number(environment.GITHUB_RUN_ATTEMPT) || 1,
    supabaseApiUrl: supabaseApiUrl(environment.PG_PREFLIGHT_SUPABASE_API_URL),
  };
}

/** `owner/name/.github/workflows/nightly.yml@refs/heads/main` names the file in its middle. */
function workflowPath(reference: string | undefined): string | null {
  return /^[^/]+\/[^/]+\/(.+?)@/.exec(reference ?? "")?.[1] ?? null;
}

const eventSchema = z.object({
  pull_request: z
    .object({
      number: z.number().optional().catch(undefined),
      base: z
        .object({ sha: z.string().optional().catch(undefined) })
        .optional()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  repository: z
    .object({
      private: z.boolean().optional().catch(undefined),
      visibility: z.string().optional().catch(undefined),
      default_branch: z.string().optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});

/** What the runner wrote down of the event. Outside a runner there is none, and a schedule's tells little. */
function readEvent(
  file: string | undefined,
): Pick<RunContext, "baseSha" | "pullRequest" | "isPublic" | "defaultBranch"> {
  const { pull_request: pull, repository } = eventSchema.safeParse(readJson(file)).data ?? {};
  const { private: isPrivate, visibility } = repository ?? {};
  const isVisible = visibility === undefined ? null : visibility === "public";
  return {
    baseSha: pull?.base?.sha ?? null,
    pullRequest: pull?.number ?? null,
    isPublic: isPrivate === undefined ? isVisible : !isPrivate,
    defaultBranch: repository?.default_branch ?? null,
  };
}

function readJson(file: string | undefined): unknown {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/**
 * GitHub's toolkit reads the event once more when it is loaded: where the file is missing it would print a line of its own,
 * and where it is no JSON it would not load.
 */
export function hideUnreadableEvent(environment: NodeJS.ProcessEnv): void {
  if (readJson(environment.GITHUB_EVENT_PATH) === undefined) delete environment.GITHUB_EVENT_PATH;
}

const PROXIES = ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"];

/**
 * Proxies' addresses as GitHub's toolkit takes them, which would not load with any other: `host:port` becomes HTTP, and
 * what is not HTTP (SOCKS) is removed.
 *
 * @returns a sentence for each that was removed; it does not repeat the address, which may hold a password
 */
export function prepareProxies(environment: NodeJS.ProcessEnv): string[] {
  const removed = PROXIES.filter((name) => {
    const address = environment[name];
    if (!address) return false;
    const url = URL.parse(address.includes("://") ? address : `http://${address}`);
    if (url?.protocol === "http:" || url?.protocol === "https:") environment[name] = url.href;
    else delete environment[name];
    return environment[name] === undefined;
  });
  return removed.map(
    (name) =>
      `${name} is not the address of an HTTP proxy, so the run went without it: write http://host:port, or remove it.`,
  );
}

/** The token goes to Supabase alone: another address is taken only when it cannot leave this machine. */
function supabaseApiUrl(override: string | undefined): string {
  const isLoopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/.test(override ?? "");
  return isLoopback ? (override ?? "").replace(/\/+$/, "") : "https://api.supabase.com";
}
