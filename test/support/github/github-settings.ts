/** Settings of a run beside a GitHub stand-in: only what the collector of workflows reads is real. */
import type { RunConfig } from "../../../src/core/settings.ts";
import { type FakeGitHub, REPOSITORY_NAME } from "./github.ts";

interface Overrides {
  readonly github?: Partial<RunConfig["github"]>;
  readonly selection?: Partial<RunConfig["selection"]>;
}

/** The event tells nothing of the repository. */
export const NO_EVENT = { eventName: "", ref: null, isPublic: null, defaultBranch: null, pullRequest: null };

export function settingsFor({ url, token }: FakeGitHub, { github, selection }: Overrides = {}): RunConfig {
  const read: Pick<RunConfig, "github" | "selection" | "target" | "run"> = {
    target: "database",
    run: { id: "1", attempt: 1 },
    github: { token, apiUrl: url, repository: REPOSITORY_NAME, workflow: null, ...NO_EVENT, ...github },
    selection: {
      config: ".github/pg-preflight.yml",
      suites: {},
      checklist: ["statement-timeout", "slow-queries"],
      disabled: [],
      ...selection,
    },
  };
  return read as RunConfig;
}
