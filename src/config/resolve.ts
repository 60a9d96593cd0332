import { checksOf } from "../checklist/items.ts";
import { checks as catalogue, checks } from "../checks/index.ts";
import type { Check } from "../core/check.ts";
import { UserError } from "../core/errors.ts";
import type { Priority } from "../core/priority.ts";
import type { RunConfig, SelectedCheck } from "../core/settings.ts";
import { selectItems } from "./checklist.ts";
import { ConfigErrors } from "./errors.ts";
import { isPullRequest, type RunOptions } from "./options.ts";
import { type ConfigFile, readConfig } from "./parse.ts";
import { nameReplicas } from "./replicas.ts";
import type { RunContext } from "./run-context.ts";
import type { Config } from "./schema.ts";
import { DEPLOY, selectChecks } from "./selection.ts";

/** The options of all checks, each with what the declarations of related checks say about it. */
export function linkRelatedChecks<Options extends Record<string, unknown>>(options: Options): Options {
  const linked = checks.flatMap(({ id, link }) =>
    link === undefined || options[id] === undefined
      ? []
      : [[id, link(options[id], (check) => options[check])] as const],
  );
  return { ...options, ...Object.fromEntries(linked) };
}

/**
 * Resolves what this run does from the inputs and the configuration file.
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
  if (selected.length === 0) {
    throw new UserError([
      `checks: no check is selected by ${JSON.stringify(inputs.checks.join(", ") || inputs.suite)}.`,
    ]);
  }
  return {
    ...fromInputs(inputs),
    ...fromContext(runner),
    ...fromFile(config, inputs, runner),
    checks: withOptions(selected, config),
    selection: {
      config: inputs.config,
      suites: config.suites,
      checklist: checksOf(items),
      disabled: Object.entries(config.checks).flatMap(([id, options]) =>
        (options as { enabled: boolean }).enabled ? [] : [id],
      ),
    },
    github: { token: inputs.githubToken, ...fromEvent(runner) },
    replicaNodes,
    checklist: inputs.suite === DEPLOY ? items : [],
    notices: text.notices,
    ...(text.isRefused === true ? { configRefused: true } : {}),
  };
}

function withOptions(selected: readonly Check[], config: Config): SelectedCheck[] {
  const options = linkRelatedChecks(config.checks);
  return selected.map((check) => {
    // Composed from the check's own schema: what is left after the two common keys is its options.
    const { priority, enabled, ...own } = options[check.id] as { priority?: Priority; enabled: boolean };
    return { check, priority: priority ?? check.priority, enabled, options: own };
  });
}

function fromInputs(inputs: RunOptions) {
  const { ca } = inputs;
  const withCa = (url: string | undefined) => (url === undefined ? undefined : { url, ca });
  return {
    target: inputs.target,
    suite: inputs.suite,
    failOn: inputs.failOn,
    database: withCa(inputs.databaseUrl),
    pgbouncer: withCa(inputs.pgbouncerUrl),
    baseline: withCa(inputs.baselineUrl),
  };
}

function fromContext(runner: RunContext) {
  const { baseSha, runId, runAttempt, workspace, commit, runUrl } = runner;
  return {
    isPullRequest: isPullRequest(runner.eventName),
    baseSha,
    run: { id: runId, attempt: runAttempt },
    workspace,
    commit,
    runUrl,
  };
}

function fromEvent(runner: RunContext) {
  const { apiUrl, repository, workflow, eventName, ref, isPublic, defaultBranch, pullRequest } = runner;
  return { apiUrl, repository, workflow, eventName, ref, isPublic, defaultBranch, pullRequest };
}

function fromFile(config: Config, inputs: RunOptions, runner: RunContext) {
  const { policy, issues, supabase, schemas, replicas, ignore } = config;
  return {
    unknownFails: auto(policy.unknown, inputs.suite === DEPLOY, "fail"),
    timeout: policy.timeout,
    deadline: runner.startedAt + policy.timeout,
    supabase: {
      token: inputs.supabaseToken,
      projectRef: supabase?.["project-ref"],
      apiUrl: runner.supabaseApiUrl,
    },
    issues: { ...issues, write: inputs.writeIssues, dryRun: inputs.dryRun },
    knownPass: auto(policy["known-findings"], isPullRequest(runner.eventName), "pass"),
    pullRequestComment: policy["pull-request-comment"] === "auto",
    publicDetails: policy["public-details"],
    schemas,
    replicas,
    ignore: ignore.map((entry) => ({ ...entry, expires: entry.expires ?? null })),
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
