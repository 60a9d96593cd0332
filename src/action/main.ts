import { tmpdir } from "node:os";
import { collectOwnStatements } from "../collect/custom-sql.ts";
import { collectSources } from "../collect/index.ts";
import { collectDatabase, type Progress } from "../collect/postgres/collect.ts";
import { parseAddress, secretsOf } from "../collect/postgres/connection-url.ts";
import { checkReplicaAddresses, replicaSecrets, withReplicas } from "../collect/postgres/replicas.ts";
import type { Inputs } from "../config/options.ts";
import { Problems } from "../config/problems.ts";
import { settle } from "../config/resolve.ts";
import type { DatabaseEvidence } from "../core/evidence.ts";
import type { Settings } from "../core/settings.ts";
import { VERSION } from "../generated/version.ts";
import { runFactsOf } from "../issues/run-facts-of.ts";
import { collectTracker } from "../issues/sync/load.ts";
import { count } from "../lib/format.ts";
import { judge } from "../run/evaluate.ts";
import { collectConfigText } from "./config-file.ts";
import { readRunner } from "./context.ts";
import { maskSecrets } from "./mask-secrets.ts";
import { publish } from "./publish.ts";
import type { Runner } from "./workflow-commands.ts";

/**
 * The inputs are read: settle the configuration, connect, collect, judge, report, publish.
 *
 * @returns whether the step fails, by the gate's rule
 * @throws UserError when the configuration or the address is wrong
 */
export async function main(inputs: Inputs, environment: NodeJS.ProcessEnv, runner: Runner): Promise<boolean> {
  const startedAt = Date.now();
  maskSecrets(secretsIn(inputs), runner);

  const run = readRunner(environment);
  const problems = new Problems();
  await problems.of(() => inputs.databaseUrl && parseAddress(inputs.databaseUrl, "database-url"));
  await problems.of(() => inputs.baselineUrl && parseAddress(inputs.baselineUrl, "baseline-database-url"));
  await problems.of(() => checkReplicaAddresses(inputs.replicaUrls));
  const settings = await problems.of(async () => settle(inputs, run, await collectConfigText(inputs, run)));
  if (settings === undefined || problems.some) throw problems.error();

  runner.openGroup(
    `Looking at ${settings.target}: ${count(settings.checks.length, "check")} of suite ${settings.suite}`,
  );
  const asking = withReplicas(settings, askDatabase(settings, runner.line));
  const [evidence, sources, tracking] = await Promise.all([
    asking,
    // Our own questions would be noise in what it measures.
    collectSources(settings, {
      quiet: asking,
      deadline: startedAt + settings.timeout,
      progress: runner.line,
    }),
    collectTracker(settings),
  ]).finally(runner.closeGroup);
  const moment = { toolVersion: VERSION, startedAt, durationMs: Date.now() - startedAt };
  const report = judge(settings, evidence, sources, moment, tracking);
  const facts = runFactsOf(settings, evidence, report, { startedAt, sources });
  await publish({ report, facts, tracking, settings }, runner, environment.RUNNER_TEMP || tmpdir());
  return report.stepFails;
}

async function askDatabase(settings: Settings, progress: Progress): Promise<DatabaseEvidence> {
  const { database, checks, schemas, timeout } = settings;
  if (database === undefined) return { reached: false };
  const asking = checks.filter(({ check, enabled }) => enabled && check.judgeWithoutDatabase === undefined);
  const items = await collectOwnStatements(settings);
  return collectDatabase({ ...database, checks: asking, schemas, items, timeout, progress });
}

function secretsIn(inputs: Inputs): string[] {
  const urls = [inputs.databaseUrl, inputs.pgbouncerUrl, inputs.baselineUrl].filter(
    (url) => url !== undefined,
  );
  const tokens = [inputs.supabaseToken, inputs.githubToken].filter((token) => token !== undefined);
  return [...urls.flatMap(secretsOf), ...replicaSecrets(inputs.replicaUrls), ...tokens];
}
