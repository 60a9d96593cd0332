import { tmpdir } from "node:os";
import { collectConfigText } from "./collect/config-text.ts";
import { parseAddress, secretsOf } from "./collect/database/address.ts";
import { collectDatabase, type Progress } from "./collect/database/collect.ts";
import { collectTracker } from "./collect/github/tracker.ts";
import { collectOwnStatements } from "./collect/own-statements.ts";
import { checkReplicaAddresses, replicaSecrets, withReplicas } from "./collect/replicas.ts";
import { collectSources } from "./collect/sources.ts";
import type { Inputs } from "./config/inputs.ts";
import { Problems } from "./config/problems.ts";
import { readRunner } from "./config/runner.ts";
import { settle } from "./config/settle.ts";
import type { DatabaseEvidence } from "./domain/evidence.ts";
import { count } from "./domain/phrases.ts";
import type { Settings } from "./domain/settings.ts";
import { VERSION } from "./generated/version.ts";
import { judge } from "./judge/judge.ts";
import { runFactsOf } from "./judge/run-facts.ts";
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
