/** What a run rests on, for tests that need a part of it. */
import type { Check } from "../../../src/core/check.ts";
import type { RunConfig, SelectedCheck } from "../../../src/core/settings.ts";

/** The event tells nothing of the repository. */
const NO_EVENT = { eventName: "", ref: null, isPublic: null, defaultBranch: null, pullRequest: null };

/** Nothing answers at port 1: a test that reaches out where it should not fails. */
const NOWHERE = "http://127.0.0.1:1";

/** Suite `health` of nothing, without a database or a token, outside a pull request. */
export function aRunConfig(parts: Partial<RunConfig> = {}): RunConfig {
  return {
    target: "database",
    suite: "health",
    checks: [],
    failOn: "high",
    isPullRequest: false,
    unknownFails: false,
    timeout: 60_000,
    deadline: Date.now() + 60_000,
    database: undefined,
    supabase: { token: undefined, projectRef: undefined, apiUrl: NOWHERE },
    pgbouncer: undefined,
    baseline: undefined,
    github: aGitHubConfig(),
    run: { id: "1", attempt: 1 },
    issues: { from: "high", assignees: [], labels: [], write: "auto", dryRun: false },
    knownPass: false,
    pullRequestComment: false,
    publicDetails: false,
    selection: { config: ".github/pg-preflight.yml", suites: {}, checklist: [], disabled: [] },
    workspace: "/nowhere",
    schemas: undefined,
    trustedOwners: [],
    replicas: undefined,
    ignore: [],
    checklist: [],
    commit: null,
    runUrl: null,
    notices: [],
    ...parts,
  };
}

export function aGitHubConfig(parts: Partial<RunConfig["github"]> = {}): RunConfig["github"] {
  return { token: undefined, apiUrl: NOWHERE, repository: "acme/app", workflow: null, ...NO_EVENT, ...parts };
}

/** A check as the configuration selects it, its options as the configuration gives them. */
export function aSelectedCheck<O, R>(
  check: Check<O, R>,
  options: Record<string, unknown> = {},
  parts: Partial<Pick<SelectedCheck, "priority" | "enabled">> = {},
): SelectedCheck {
  // The registry forgets the types of options and rows, too.
  const anyCheck = check as unknown as Check;
  return {
    check: anyCheck,
    priority: check.priority,
    enabled: true,
    options: check.options.parse(options),
    ...parts,
  };
}
