import { checks as catalogue } from "../checks/index.ts";
import { UserError } from "../domain/errors.ts";
import type { Priority } from "../domain/priority.ts";
import type { Settings } from "../domain/settings.ts";
import { readConfig } from "./file.ts";
import type { Inputs, Runner } from "./inputs.ts";
import { Problems } from "./problems.ts";
import { selectChecks } from "./selection.ts";

/**
 * Settles what this run does from the inputs and the configuration file.
 *
 * @throws UserError with every problem of the file and of the selection
 */
export async function settle(inputs: Inputs, runner: Runner): Promise<Settings> {
  const problems = new Problems();
  const file = await problems.of(() => readConfig(inputs.config, runner.workspace));
  const selected = await problems.of(() =>
    selectChecks(catalogue, { suite: inputs.suite, words: inputs.checks, suites: file?.config.suites }),
  );
  if (file === undefined || selected === undefined) throw problems.error();
  const { config, found } = file;
  if (selected.length === 0) {
    throw new UserError([
      `checks: no check is selected by ${JSON.stringify(inputs.checks.join(", ") || inputs.suite)}.`,
    ]);
  }
  return {
    target: inputs.target,
    suite: inputs.suite,
    checks: selected.map((check) => {
      // Composed from the check's own schema: what is left after the two common keys is its options.
      const { priority, enabled, ...options } = config.checks[check.id] as {
        priority?: Priority;
        enabled: boolean;
      };
      return { check, priority: priority ?? check.priority, enabled, options };
    }),
    failOn: inputs.failOn,
    isPullRequest: /^pull_request/.test(runner.eventName),
    unknownFails:
      config.policy.unknown === "auto" ? inputs.suite === "deploy" : config.policy.unknown === "fail",
    timeout: config.policy.timeout,
    database: { url: inputs.databaseUrl, ca: inputs.ca },
    schemas: config.schemas,
    replicas: config.replicas,
    ignore: config.ignore.map((entry) => ({ ...entry, expires: entry.expires ?? null })),
    commit: runner.commit,
    runUrl: runner.runUrl,
    notices: found
      ? []
      : [`There is no ${inputs.config} in the workspace: every check runs with its defaults.`],
  };
}
