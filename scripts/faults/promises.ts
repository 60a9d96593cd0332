/** What every run promises, whatever happened: each function says which of it was broken, in a sentence each. */

import pg from "pg";
import { isAtLeast } from "../../src/core/priority.ts";
import type { CheckResult, Report } from "../../src/core/report.ts";
import type { FakeGitHub } from "../../test/support/github/github.ts";
import { problemsOf, stateOf, topicOf } from "../../test/support/github/issue-runs.ts";
import type { ActionRun } from "../../test/support/github/runner.ts";
import { TOKEN } from "../../test/support/github/supabase.ts";
import { GRACE_MS, type Place } from "./run-scenario.ts";
import { CORRUPTING, isSignal, type Scenario } from "./scenario.ts";
import { secretsIn } from "./secrets.ts";
import { CHECKS, openTopics, urlFor } from "./world.ts";

export interface Evidence {
  readonly run: ActionRun;
  readonly scenario: Scenario;
  readonly place: Place;
  readonly github: FakeGitHub;
  readonly afterSignal: number | undefined;
  readonly machineDelay: number;
}

/** After SIGINT and SIGTERM; the runner kills after ten seconds. */
const CANCEL_MS = 5_000;

export function brokenPromises(evidence: Evidence): string[] {
  const { run, scenario } = evidence;
  const isCancelled = isSignal(scenario.fault) && !isWhole(run);
  return [
    ...brokenTime(evidence),
    ...(isCancelled ? brokenCancel(evidence) : brokenVerdict(evidence)),
    ...brokenIssues(evidence),
    ...brokenSecrets(evidence),
  ];
}

/** The run came to its end before a signal could stop it. */
function isWhole({ exitCode, outputs, log }: ActionRun): boolean {
  return (exitCode === 0 || exitCode === 1) && outputs.conclusion !== undefined && !/cancel/i.test(log);
}

function brokenTime({ run, scenario, afterSignal, machineDelay }: Evidence): string[] {
  const most = scenario.timeout + GRACE_MS;
  const broken: string[] = [];
  if (run.timedOut) broken.push(`it does not end: after ${Math.round(run.durationMs)} ms it was killed`);
  else if (run.durationMs - machineDelay > most)
    broken.push(`it took ${Math.round(run.durationMs)} ms, and ${most} is the most`);
  if (afterSignal !== undefined && afterSignal - machineDelay > CANCEL_MS) {
    broken.push(`it ended ${Math.round(afterSignal)} ms after ${scenario.fault}`);
  }
  return broken;
}

function brokenCancel({ run, scenario }: Evidence): string[] {
  if (scenario.fault === "SIGKILL")
    return run.exitCode === "SIGKILL" ? [] : [`killed, it ended with ${run.exitCode}`];
  const broken = run.exitCode === 0 ? ["a cancelled run ended with 0"] : [];
  if (!/cancel/i.test(run.log)) broken.push(`no line says that the run was cancelled by ${scenario.fault}`);
  return broken;
}

function brokenVerdict(evidence: Evidence): string[] {
  const { run } = evidence;
  const broken: string[] = [];
  if (run.exitCode !== 0 && run.exitCode !== 1) broken.push(`the exit code is ${run.exitCode}`);
  if (run.rawSummary.trim() === "") broken.push("there is no summary");
  if (/^\s+at .*:\d+:\d+\)?$/m.test(run.rawLog)) broken.push("a stack trace is in the log");
  if (/defect of pg-preflight/.test(`${run.log}${run.rawSummary}`))
    broken.push("it calls the fault a defect of pg-preflight");
  const { conclusion = "" } = run.outputs;
  if (!["pass", "fail", "unknown"].includes(conclusion))
    return [...broken, `the conclusion is "${conclusion}"`];
  const report: Report | undefined = run.report;
  if (report === undefined) return [...broken, ...brokenLastResort(evidence)];
  return [...broken, ...brokenGate(run, report), ...brokenResults(evidence, report)];
}

/** The watchdog ended the run before it had a verdict: it fails, and it does so only when its time was over. */
function brokenLastResort({ run, scenario }: Evidence): string[] {
  if (run.durationMs < scenario.timeout) return ["there is no report, and there was time for one"];
  const isFailure = run.exitCode === 1 && run.outputs.conclusion === "fail";
  return isFailure ? [] : [`without a report it ends with ${run.exitCode} and ${run.outputs.conclusion}`];
}

/** The gate's rule, written a second time. */
function brokenGate({ exitCode, outputs }: ActionRun, report: Report): string[] {
  const { results, failOn, unreachable } = report;
  const isUrgent = (threshold: "critical" | "high" | "medium" | "low"): boolean =>
    results.some(({ findings = [] }) =>
      findings.some(({ priority, known }) => !known && isAtLeast(priority, threshold)),
    );
  const isUnseen =
    unreachable !== undefined || results.every(({ status }) => status === "unknown" || status === "skipped");
  const fails = isUnseen || (failOn !== "never" && isUrgent(failOn));
  const isUnknown = results.some(({ unknown }) => unknown !== undefined);
  const failed = isUnseen || isUrgent(failOn === "never" ? "high" : failOn);
  const withoutFailure = isUnknown ? "unknown" : "pass";
  const conclusion = failed ? "fail" : withoutFailure;
  const broken: string[] = [];
  if (exitCode !== (fails ? 1 : 0))
    broken.push(`the exit code is ${exitCode}, and the report asks for ${fails ? 1 : 0}`);
  if (outputs.conclusion !== conclusion)
    broken.push(`the conclusion is ${outputs.conclusion}, and the report's is ${conclusion}`);
  return broken;
}

function brokenResults({ run, scenario, place }: Evidence, { results }: Report): string[] {
  const broken: string[] = [];
  const byCheck = new Map(results.map((result) => [result.check, result]));
  const missing = CHECKS.filter((check) => !byCheck.has(check));
  if (missing.length > 0) broken.push(`nothing is said of ${missing.join(", ")}`);
  for (const [check, expected] of place.target.statuses) {
    const result = byCheck.get(check);
    if (result === undefined) continue;
    const isUnknown = result.unknown !== undefined;
    const { conclusion } = run.outputs;
    const isSkippedAnew = result.status === "skipped" && expected !== "skipped";
    if (conclusion === "pass" && (isUnknown || isSkippedAnew))
      broken.push(`it passes, and ${check} was not checked`);
    if (isUndamaged(scenario, check) && result.status !== expected && !isUnknown) {
      broken.push(`${check} is ${result.status}, and ${expected} without the fault`);
    }
    if (scenario.fault === "split" && result.status !== expected) {
      broken.push(`${check} is ${result.status} because packets were split`);
    }
  }
  return broken;
}

/** Sessions that wait in a pool are a finding of connection-pooling: it is true then. */
function isUndamaged({ fault }: Scenario, check: string): boolean {
  return !CORRUPTING.has(fault) && check !== "connection-pooling";
}

/** Requests that were damaged on their way are not the action's: TLS is what keeps them whole. */
function areRequestsDamaged({ peer, fault, direction, phase }: Scenario): boolean {
  return peer === "github" && CORRUPTING.has(fault) && (direction === "up" || phase === "connecting");
}

function brokenIssues({ run, scenario, place, github }: Evidence): string[] {
  if (areRequestsDamaged(scenario)) return [];
  const results: readonly CheckResult[] = run.report?.results ?? [];
  const statusOf = (topic: string) => results.find(({ check }) => check === topic);
  const managed = github.issues.filter((issue) => topicOf(issue) !== "");
  const broken: string[] = [];
  const open = openTopics(github);
  for (const topic of new Set(open)) {
    const count = open.filter((other) => other === topic).length;
    if (count > 1) broken.push(`${count} open issues are about ${topic}`);
  }
  for (const issue of managed) {
    const topic = topicOf(issue);
    const result = statusOf(topic);
    try {
      stateOf(issue);
    } catch {
      broken.push(`the state of #${issue.number} (${topic}) cannot be read`);
    }
    if (issue.state === "open" || !CHECKS.includes(topic)) continue;
    const hasPassed =
      results.length === 0
        ? place.target.isHealed
        : result?.status === "pass" && result.unknown === undefined;
    if (!hasPassed)
      broken.push(
        `#${issue.number} (${topic}) was closed, and its check is ${result?.status ?? "without a result"}`,
      );
  }
  if (scenario.peer !== "github" && !isSignal(scenario.fault))
    broken.push(...github.violations.map((text) => `GitHub: ${text}`));
  return broken;
}

function brokenSecrets({ run, place, github }: Evidence): string[] {
  const { login, world } = place;
  const secrets = { "database password": login.password, "console password": world.consolePassword };
  const tokens = { "GitHub token": github.token, "Supabase token": TOKEN };
  const all = { ...secrets, ...tokens };
  const requests = github.requests.map(
    ({ target, body, headers: { authorization: _, ...headers } }) =>
      JSON.stringify({ target, headers }) + body,
  );
  const texts: Record<string, string> = {
    log: run.rawLog
      .split("\n")
      .filter((line) => !line.startsWith("::add-mask::"))
      .join("\n"),
    summary: run.rawSummary,
    outputs: JSON.stringify(run.outputs),
    report: JSON.stringify(run.report ?? null),
    issues: JSON.stringify(github.issues),
    "requests to GitHub": requests.join("\n"),
    "requests to Supabase": world.supabase.requests.join("\n"),
  };
  return Object.entries(texts).flatMap(([name, text]) =>
    secretsIn(text, all).map((secret) => `the ${secret} is in the ${name}`),
  );
}

export function brokenPromisesOfNextRun(run: ActionRun, { target }: Place, github: FakeGitHub): string[] {
  const broken = problemsOf(run).map((problem) => `the next run has a problem: ${problem}`);
  if (run.outputs.conclusion === undefined || run.report === undefined)
    return [...broken, `the next run has no verdict:\n${run.log}`];
  const topics = openTopics(github);
  if (topics.join() !== target.topics.join()) {
    broken.push(`after the next run there are issues of ${topics}, and ${target.topics} are expected`);
  }
  return broken;
}

const SESSIONS = `
  SELECT state, backend_type, client_addr::text AS client, (SELECT count(*)::int FROM pg_locks AS l WHERE l.pid = a.pid) AS locks
  FROM pg_stat_activity AS a
  WHERE usename = $1 AND (client_addr = '127.0.0.2' OR state IS DISTINCT FROM 'idle' OR EXISTS (SELECT FROM pg_locks AS l WHERE l.pid = a.pid))`;
const SESSIONS_END_MS = 12_000;
const SESSIONS_POLL_MS = 100;

/** Of the action's role on the server: what a pooler keeps is idle, and has no lock. */
export async function sessionsLeft(place: Place): Promise<string[]> {
  const { site, login } = place;
  let left: unknown[] = [];
  for (const end = performance.now() + SESSIONS_END_MS; performance.now() < end; ) {
    left = await site.server.query(SESSIONS, [login.role]);
    if (left.length === 0) return settingsLeft(place);
    await new Promise((resolve) => setTimeout(resolve, SESSIONS_POLL_MS));
  }
  return [`sessions are left: ${JSON.stringify(left)}`];
}

const DEFAULTS = {
  search_path: '"$user", public',
  statement_timeout: "0",
  lock_timeout: "0",
  row_security: "on",
  transaction_read_only: "off",
};

/** What the next client of the pooler would find. */
async function settingsLeft({ site, target, login }: Place): Promise<string[]> {
  const client = new pg.Client(urlFor(target.database, login, site.pooler.port));
  client.on("error", () => undefined);
  try {
    await client.connect();
    const names = Object.keys(DEFAULTS).map((name) => `current_setting('${name}') AS ${name}`);
    const { rows } = await client.query(`SELECT ${names.join(", ")}`);
    const changed = Object.entries(DEFAULTS).filter(([name, value]) => rows[0]?.[name] !== value);
    return changed.map(([name]) => `${name} is left as ${rows[0]?.[name]} in the pool`);
  } finally {
    await client.end();
  }
}
