import type { FailOn } from "../core/settings.ts";

/** The action's inputs, checked. This is the only place that reads them. */
export interface RunOptions {
  /** Undefined where a pull request gets no secrets. */
  readonly databaseUrl: string | undefined;
  readonly supabaseToken: string | undefined;
  readonly githubToken: string | undefined;
  readonly pgbouncerUrl: string | undefined;
  readonly baselineUrl: string | undefined;
  /** PEM text. */
  readonly ca: string | undefined;
  readonly target: string;
  readonly config: string;
  readonly suite: string;
  /** Ids or categories; empty when the suite decides. */
  readonly checks: readonly string[];
  readonly failOn: FailOn;
  /** One line each, `name=address` or an address alone. */
  readonly replicaUrls: readonly string[];
  readonly writeIssues: WriteIssues;
  readonly dryRun: boolean;
}

export type WriteIssues = "auto" | "always" | "never";

/** The defaults of the inputs, as action.yml has them; a test compares the two. */
export const DEFAULT_CONFIG = ".github/pg-preflight.yml";
export const DEFAULT_SUITE = "health";
export const DEFAULT_TARGET = "database";

/** policy.timeout, where the configuration names none. */
export const DEFAULT_TIMEOUT_MINUTES = 2;

/** Of the runner's event: the base branch's configuration counts, and there may be no secrets. */
export function isPullRequest(eventName: string): boolean {
  return /^pull_request/.test(eventName);
}
