import type { Callable } from "./workflow-file.ts";

/**
 * The workflows of this action's repository that others call (.github/workflows/). A run can't read the files of
 * another repository, but these are ours: what a monitoring check must know of them stands here, and a test
 * compares it with the files.
 */
const SUITES: Readonly<Record<string, string>> = {
  "gate.yml": "${{ inputs.suite }}",
  "nightly.yml": "health",
  "weekly-index-usage.yml": "index-usage",
};

const JOBS: Readonly<Record<string, string>> = {
  "gate.yml": "Database gate",
  "nightly.yml": "Database health",
  "weekly-index-usage.yml": "Index usage",
};

/** What a call of `owner/pg-preflight/.github/workflows/nightly.yml@v1` runs; undefined when it is none of ours. */
export function ourWorkflow(uses: string): Callable | undefined {
  const file = /^[^/]+\/pg-preflight\/\.github\/workflows\/([^/@]+)@/.exec(uses)?.[1] ?? "";
  const suite = SUITES[file];
  const name = JOBS[file];
  if (suite === undefined || name === undefined) return undefined;
  const step = {
    uses: "pg-preflight/pg-preflight",
    with: { suite, target: "${{ inputs.target }}", config: "${{ inputs.config }}" },
  };
  return {
    jobs: { [name]: { name, steps: [step] } },
    defaults: { target: "", config: "", suite: "deploy" },
  };
}
