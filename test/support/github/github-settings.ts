/** The configuration of a run beside a GitHub stand-in. */
import type { RunConfig } from "../../../src/core/settings.ts";
import { aGitHubConfig, aRunConfig } from "../builders/run-config.ts";
import { type FakeGitHub, REPOSITORY_NAME } from "./github.ts";

interface Overrides {
  readonly github?: Partial<RunConfig["github"]>;
  readonly selection?: Partial<RunConfig["selection"]>;
}

export function settingsFor({ url, token }: FakeGitHub, { github, selection }: Overrides = {}): RunConfig {
  return aRunConfig({
    github: aGitHubConfig({ token, apiUrl: url, repository: REPOSITORY_NAME, ...github }),
    selection: {
      config: ".github/pg-preflight.yml",
      suites: {},
      checklist: ["statement-timeout", "slow-queries"],
      disabled: [],
      ...selection,
    },
  });
}
