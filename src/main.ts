import { tmpdir } from "node:os";
import { parseAddress, secretsOf } from "./collect/database/address.ts";
import { collectDatabase } from "./collect/database/collect.ts";
import { type Inputs, readRunner } from "./config/inputs.ts";
import { Problems } from "./config/problems.ts";
import { settle } from "./config/settle.ts";
import { VERSION } from "./generated/version.ts";
import { judge } from "./judge/judge.ts";
import { publish } from "./publish/publish.ts";
import type { Runner } from "./publish/runner.ts";
import { maskSecrets } from "./publish/secrets.ts";

/**
 * The inputs are read: settle the configuration, connect, collect, judge, report, publish.
 *
 * @returns whether the step fails, by the gate's rule
 * @throws UserError when the configuration or the address is wrong
 */
export async function main(inputs: Inputs, environment: NodeJS.ProcessEnv, runner: Runner): Promise<boolean> {
  const startedAt = Date.now();
  maskSecrets(secretsOf(inputs.databaseUrl), runner);

  const problems = new Problems();
  const address = await problems.of(() => parseAddress(inputs.databaseUrl, "database-url"));
  const settings = await problems.of(() => settle(inputs, readRunner(environment)));
  if (address === undefined || settings === undefined) throw problems.error();

  const evidence = await collectDatabase({
    ...settings.database,
    checks: settings.checks.filter(({ enabled }) => enabled),
    schemas: settings.schemas,
    timeout: settings.timeout,
  });
  const report = judge(settings, evidence, {
    toolVersion: VERSION,
    startedAt,
    durationMs: Date.now() - startedAt,
  });
  publish(report, runner, environment.RUNNER_TEMP || tmpdir());
  return report.stepFails;
}
