import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { UserError } from "../domain/errors.ts";
import { PRIORITIES } from "../domain/priority.ts";
import type { FailOn } from "../domain/settings.ts";
import { nearest } from "./nearest.ts";

/** The action's inputs, checked. This is the only place that reads them. */
export interface Inputs {
  /** Undefined where a pull request gets no secrets. */
  readonly databaseUrl: string | undefined;
  readonly supabaseToken: string | undefined;
  readonly githubToken: string | undefined;
  readonly pgbouncerUrl: string | undefined;
  /** PEM text. */
  readonly ca: string | undefined;
  readonly target: string;
  readonly config: string;
  readonly suite: string;
  /** Ids or categories; empty when the suite decides. */
  readonly checks: readonly string[];
  readonly failOn: FailOn;
}

/** What the runner tells of the run. */
export interface Runner {
  readonly workspace: string;
  readonly eventName: string;
  readonly commit: string | null;
  readonly runUrl: string | null;
  readonly apiUrl: string;
  /** owner/name. */
  readonly repository: string | null;
  /** The path of the workflow file, from `GITHUB_WORKFLOW_REF`. */
  readonly workflow: string | null;
  /** The base branch's commit of a pull request. */
  readonly baseSha: string | null;
  /** `PG_PREFLIGHT_SUPABASE_API_URL` when it is a loopback address, for tests alone; else Supabase's own. */
  readonly supabaseApiUrl: string;
}

export const DEFAULT_CONFIG = ".github/pg-preflight.yml";

const FAIL_ON: readonly FailOn[] = ["critical", "high", "medium", "low", "never"];

/** The label becomes part of file names and hidden markers. */
const TARGET = /^[A-Za-z0-9][A-Za-z0-9 ._-]{0,39}$/;

/** @throws UserError with every problem of the inputs */
export function readInputs(environment: NodeJS.ProcessEnv): Inputs {
  const problems: string[] = [];
  const databaseUrl = getInput(environment, "database-url");
  if (databaseUrl === "" && !isPullRequest(environment.GITHUB_EVENT_NAME ?? "")) {
    problems.push(
      "database-url: it is empty. Give the database's address from a secret: database-url: ${{ secrets.DATABASE_URL }}. " +
        "A scheduled run of a fork has no secrets either.",
    );
  }
  const target = getInput(environment, "target") || "database";
  if (!TARGET.test(target)) {
    problems.push(
      `target: ${JSON.stringify(target)} is no label. Write up to 40 letters, digits, blanks, dots, dashes and underscores, like production.`,
    );
  }
  const failOn = getInput(environment, "fail-on") || "high";
  if (!isFailOn(failOn)) {
    problems.push(
      `fail-on: ${JSON.stringify(failOn)} is not known. Write one of ${FAIL_ON.join(", ")}.${nearest(failOn, FAIL_ON)}`,
    );
  }
  const ca = readCa(getInput(environment, "ssl-ca"), problems);
  if (problems.length > 0 || !isFailOn(failOn)) throw new UserError(problems);
  return {
    databaseUrl: databaseUrl || undefined,
    supabaseToken: getInput(environment, "supabase-access-token") || undefined,
    githubToken: getInput(environment, "github-token") || undefined,
    pgbouncerUrl: getInput(environment, "pgbouncer-admin-url") || undefined,
    ca,
    target,
    config: getInput(environment, "config") || DEFAULT_CONFIG,
    suite: getInput(environment, "suite") || "health",
    checks: getInput(environment, "checks")
      .split(/[\s,]+/)
      .filter((word) => word !== ""),
    failOn,
  };
}

export function readRunner(environment: NodeJS.ProcessEnv): Runner {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = environment;
  return {
    workspace: environment.GITHUB_WORKSPACE || process.cwd(),
    eventName: environment.GITHUB_EVENT_NAME ?? "",
    commit: environment.GITHUB_SHA || null,
    runUrl: server && repository && run ? `${server}/${repository}/actions/runs/${run}` : null,
    apiUrl: (environment.GITHUB_API_URL || "https://api.github.com").replace(/\/+$/, ""),
    repository: repository || null,
    workflow: workflowPath(environment.GITHUB_WORKFLOW_REF),
    baseSha: baseSha(environment.GITHUB_EVENT_PATH),
    supabaseApiUrl: supabaseApiUrl(environment.PG_PREFLIGHT_SUPABASE_API_URL),
  };
}

/** Of the runner's event: the base branch's configuration counts, and there may be no secrets. */
export function isPullRequest(eventName: string): boolean {
  return /^pull_request/.test(eventName);
}

/** `owner/name/.github/workflows/nightly.yml@refs/heads/main` names the file in its middle. */
function workflowPath(reference: string | undefined): string | null {
  return /^[^/]+\/[^/]+\/(.+?)@/.exec(reference ?? "")?.[1] ?? null;
}

function baseSha(eventFile: string | undefined): string | null {
  if (eventFile === undefined) return null;
  try {
    const event: unknown = JSON.parse(readFileSync(eventFile, "utf8"));
    const sha = (event as { pull_request?: { base?: { sha?: unknown } } } | null)?.pull_request?.base?.sha;
    return typeof sha === "string" ? sha : null;
  } catch {
    return null; // outside a runner there is no event
  }
}

/** The token goes to Supabase alone: another address is taken only when it cannot leave this machine. */
function supabaseApiUrl(override: string | undefined): string {
  const isLoopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/.test(override ?? "");
  return isLoopback ? (override ?? "").replace(/\/+$/, "") : "https://api.supabase.com";
}

/** The runner's rule: upper case, blanks to underscores, dashes kept. */
function getInput(environment: NodeJS.ProcessEnv, name: string): string {
  return (environment[`INPUT_${name.toUpperCase()}`] ?? "").trim();
}

function isFailOn(text: string): text is FailOn {
  return text === "never" || (text !== "info" && (PRIORITIES as readonly string[]).includes(text));
}

function readCa(text: string, problems: string[]): string | undefined {
  if (text === "") return undefined;
  const pem = text.includes(PEM) ? text : readIfFile(text);
  if (pem === undefined) {
    problems.push(`ssl-ca: this is neither a PEM text (${PEM}) nor a file that can be read on the runner.`);
  } else if (!isCertificate(pem)) {
    problems.push(`ssl-ca: this holds no PEM certificate that can be read (${PEM} and its lines).`);
  }
  return pem;
}

const PEM = "-----BEGIN CERTIFICATE-----";

function readIfFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
