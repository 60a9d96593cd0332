import { tmpdir } from "node:os";
import { collectCustomStatements } from "../collect/custom-sql.ts";
import { collectSources } from "../collect/index.ts";
import { collectDatabase, type Progress } from "../collect/postgres/collect.ts";
import { parseConnectionUrl, secretsOf } from "../collect/postgres/connection-url.ts";
import { checkReplicaAddresses, replicaSecrets, withReplicas } from "../collect/postgres/replicas.ts";
import { ConfigErrors } from "../config/errors.ts";
import type { RunOptions } from "../config/options.ts";
import { resolveConfig } from "../config/resolve.ts";
import type { DatabaseEvidence } from "../core/evidence.ts";
import type { RunConfig } from "../core/settings.ts";
import { VERSION } from "../generated/version.ts";
import { runFactsOf } from "../issues/run-facts-of.ts";
import { loadIssues } from "../issues/sync/load.ts";
import { count } from "../lib/format.ts";
import { evaluate } from "../run/evaluate.ts";
import { withFixKinds } from "../run/fix-kinds.ts";
import { loadConfigFile } from "./config-file.ts";
import { hideUnreadableEvent, prepareProxies, readRunContext } from "./context.ts";
import { maskSecrets } from "./mask-secrets.ts";
import { publish } from "./publish.ts";
import type { RunEnd } from "./run-end.ts";
import type { WorkflowCommands } from "./workflow-commands.ts";

/**
 * The inputs are read: resolve the configuration, connect, collect, evaluate, report, publish.
 *
 * @returns whether the step fails, by the gate's rule
 * @throws UserError when the configuration or the address is wrong
 */
export async function main(
  inputs: RunOptions,
  environment: NodeJS.ProcessEnv,
  runner: WorkflowCommands,
  end: RunEnd,
): Promise<boolean> {
  maskSecrets(secretsIn(inputs), runner);

  const run = readRunContext(environment);
  hideUnreadableEvent(environment);
  const proxyNotices = prepareProxies(environment);
  const problems = new ConfigErrors();
  await problems.of(() => inputs.databaseUrl && parseConnectionUrl(inputs.databaseUrl, "database-url"));
  await problems.of(
    () => inputs.baselineUrl && parseConnectionUrl(inputs.baselineUrl, "baseline-database-url"),
  );
  await problems.of(() => checkReplicaAddresses(inputs.replicaUrls));
  const settings = await problems.of(async () => {
    const file = await loadConfigFile(inputs, run);
    return resolveConfig(inputs, run, { ...file, notices: [...proxyNotices, ...file.notices] });
  });
  if (settings === undefined || problems.some) throw problems.error();
  end.setTimeout(settings.timeout);

  runner.openGroup(
    `Looking at ${settings.target}: ${count(settings.checks.length, "check")} of suite ${settings.suite}`,
  );
  const { asking, queriesSent } = queryDatabase(settings, runner.line);
  const [evidence, sources, tracking] = await Promise.all([
    asking,
    collectSources(settings, {
      queriesSent,
      // Our own questions would be noise in what it measures.
      quiet: asking,
      deadline: settings.deadline,
      progress: runner.line,
      fetch: proxied,
    }),
    queriesSent.then(() => loadIssues(settings)),
  ]).finally(runner.closeGroup);
  const { startedAt } = run;
  const moment = { toolVersion: VERSION, startedAt, durationMs: Date.now() - startedAt };
  const report = await withFixKinds(evaluate(settings, evidence, sources, moment, tracking));
  const facts = runFactsOf(settings, evidence, report, { startedAt, sources });
  const publication = { report, facts, tracking, settings };
  await end.beforePublishing();
  await publish(publication, runner, environment.RUNNER_TEMP || tmpdir(), () => end.conclude(report));
  return report.stepFails;
}

/** What knows proxies is large: it is loaded only when there is something to fetch. */
const proxied: typeof fetch = async (...request) => {
  const { proxiedFetch } = await import("./proxied-fetch.ts");
  return proxiedFetch(...request);
};

/** GitHub's client is loaded while the server works. A server that is slow to be reached delays it by so many milliseconds. */
const MAX_DELAY = 1_000;

function queryDatabase(settings: RunConfig, progress: Progress) {
  const sent = Promise.withResolvers<void>();
  const timer = setTimeout(sent.resolve, MAX_DELAY);
  const asking = withReplicas(settings, askDatabase(settings, progress, sent.resolve)).finally(sent.resolve);
  return { asking, queriesSent: sent.promise.finally(() => clearTimeout(timer)) };
}

async function askDatabase(
  settings: RunConfig,
  progress: Progress,
  onSent: () => void,
): Promise<DatabaseEvidence> {
  const { database, checks, schemas, trustedOwners } = settings;
  if (database === undefined) return { reached: false };
  const enabled = checks.filter((selected) => selected.enabled && selected.check.query !== undefined);
  const items = await collectCustomStatements(settings);
  return collectDatabase({
    ...database,
    checks: enabled,
    schemas,
    trustedOwners,
    items,
    timeout: settings.deadline - Date.now(),
    progress,
    onSent,
  });
}

function secretsIn(inputs: RunOptions): string[] {
  const urls = [inputs.databaseUrl, inputs.pgbouncerUrl, inputs.baselineUrl].filter(
    (url) => url !== undefined,
  );
  const tokens = [inputs.supabaseToken, inputs.githubToken].filter((token) => token !== undefined);
  return [...urls.flatMap(secretsOf), ...replicaSecrets(inputs.replicaUrls), ...tokens];
}
