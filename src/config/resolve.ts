import { checksOf } from "../checklist/items.ts";
import { checks as catalogue } from "../checks/index.ts";
import type { Check } from "../core/check.ts";
import { UserError } from "../core/errors.ts";
import type { Priority } from "../core/priority.ts";
import type { RunConfig } from "../core/settings.ts";
import { selectItems } from "./checklist.ts";
import { ConfigErrors } from "./errors.ts";
import { isPullRequest, type RunOptions } from "./options.ts";
import { type ConfigFile, readConfig } from "./parse.ts";
import { linkRelatedChecks } from "./related-checks.ts";
import { nameReplicas } from "./replicas.ts";
import type { RunContext } from "./run-context.ts";
import { DEPLOY, selectChecks } from "./selection.ts";

/**
 * Settles what this run does from the inputs and the configuration file.
 *
 * @throws UserError with every problem of the file and of the selection
 */
export async function resolveConfig(
  inputs: RunOptions,
  runner: RunContext,
  text: ConfigFile,
): Promise<RunConfig> {
  const problems = new ConfigErrors();
  const config = await problems.of(() => readConfig(inputs.config, text));
  const items = config === undefined ? undefined : selectItems(config.checklist);
  const checklist = items === undefined ? undefined : checksOf(items);
  const selected = await problems.of(() => select(inputs, config?.suites, checklist, text));
  const replicaNodes = await problems.of(() =>
    nameReplicas(inputs.replicaUrls, config?.replicas, isPullRequest(runner.eventName)),
  );
  if (config === undefined || items === undefined || selected === undefined || replicaNodes === undefined) {
    throw problems.error();
  }
  const options = linkRelatedChecks(config.checks);
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
      const { priority, enabled, ...own } = options[check.id] as { priority?: Priority; enabled: boolean };
      return { check, priority: priority ?? check.priority, enabled, options: own };
    }),
    failOn: inputs.failOn,
    isPullRequest: isPullRequest(runner.eventName),
    unknownFails: auto(config.policy.unknown, inputs.suite === DEPLOY, "fail"),
    timeout: config.policy.timeout,
    database: inputs.databaseUrl === undefined ? undefined : { url: inputs.databaseUrl, ca: inputs.ca },
    supabase: {
      token: inputs.supabaseToken,
      projectRef: config.supabase?.["project-ref"],
      apiUrl: runner.supabaseApiUrl,
    },
    pgbouncer: inputs.pgbouncerUrl === undefined ? undefined : { url: inputs.pgbouncerUrl, ca: inputs.ca },
    baseline: inputs.baselineUrl === undefined ? undefined : { url: inputs.baselineUrl, ca: inputs.ca },
    github: {
      token: inputs.githubToken,
      apiUrl: runner.apiUrl,
      repository: runner.repository,
      workflow: runner.workflow,
      eventName: runner.eventName,
      ref: runner.ref,
      isPublic: runner.isPublic,
      defaultBranch: runner.defaultBranch,
      pullRequest: runner.pullRequest,
    },
    baseSha: runner.baseSha,
    run: { id: runner.runId, attempt: runner.runAttempt },
    issues: { ...config.issues, write: inputs.writeIssues, dryRun: inputs.dryRun },
    knownPass: auto(config.policy["known-findings"], isPullRequest(runner.eventName), "pass"),
    pullRequestComment: config.policy["pull-request-comment"] === "auto",
    publicDetails: config.policy["public-details"],
    selection: {
      config: inputs.config,
      suites: config.suites,
      checklist: checksOf(items),
      disabled: Object.entries(config.checks).flatMap(([id, options]) =>
        (options as { enabled: boolean }).enabled ? [] : [id],
      ),
    },
    workspace: runner.workspace,
    schemas: config.schemas,
    replicas: config.replicas,
    replicaNodes,
    ignore: config.ignore.map((entry) => ({ ...entry, expires: entry.expires ?? null })),
    checklist: inputs.suite === DEPLOY ? items : [],
    commit: runner.commit,
    runUrl: runner.runUrl,
    notices: text.notices,
    ...(text.isRefused === true ? { configRefused: true } : {}),
  };
}

/** What `auto` means is settled by the run. */
function auto<Word extends string>(word: Word | "auto", meaning: boolean, yes: Word): boolean {
  return word === "auto" ? meaning : word === yes;
}

/** A suite may be unknown only because the file that defines it does not count: the notices say so. */
function select(
  { suite, checks: words }: RunOptions,
  suites: Readonly<Record<string, readonly string[]>> | undefined,
  checklist: readonly string[] | undefined,
  { text, notices }: ConfigFile,
): Check[] {
  try {
    return selectChecks(catalogue, {
      suite,
      words,
      suites,
      ...(checklist === undefined ? {} : { checklist }),
    });
  } catch (error) {
    if (text !== null || !(error instanceof UserError)) throw error;
    throw new UserError([...error.problems, ...notices]);
  }
}
