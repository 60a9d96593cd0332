/**
 * A workflow that calls one of ours, as GitHub and the runner settle it: inputs with their defaults, the secrets that
 * the caller hands on, the job's permissions, its steps one after another, its outputs. Concurrency is left aside. What
 * is not settled here (another expression, another step) throws, so that no test passes by what it overlooked.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { REPOSITORY } from "../postgres/installation.ts";

type Texts = Readonly<Record<string, string>>;

interface Caller {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Texts;
  readonly jobs: Readonly<Record<string, CallerJob>>;
}

interface CallerJob {
  readonly uses?: string;
  readonly needs?: string;
  readonly if?: string;
  readonly permissions?: Texts;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly secrets?: Texts;
}

interface Called {
  readonly on: {
    readonly workflow_call: {
      readonly inputs: Readonly<Record<string, { readonly default?: unknown; readonly required?: boolean }>>;
      readonly secrets: Readonly<Record<string, { readonly required?: boolean }>>;
      readonly outputs: Readonly<Record<string, { readonly value: string }>>;
    };
  };
  readonly jobs: Readonly<Record<string, CalledJob>>;
}

interface CalledJob {
  readonly name: string;
  readonly "runs-on": string;
  readonly environment: string;
  readonly permissions: Texts;
  readonly outputs: Texts;
  readonly steps: readonly Step[];
}

interface Step {
  readonly id?: string;
  readonly name?: string;
  readonly uses: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

/** A called workflow of one job, ready to run. */
export interface SettledCall {
  /** The job's id in the caller, and in GitHub's list of jobs what stands before the slash. */
  readonly caller: string;
  /** As GitHub lists it: `health / Database health`. */
  readonly job: string;
  readonly runsOn: string;
  /** The job's token can do this and no more: `issues: write`. */
  readonly permissions: readonly string[];
  /** As GitHub lists the step of the action. */
  readonly step: string;
  /** Where the action.yml is that the step runs. */
  readonly folder: string;
  /** Of the step of the action; what is empty the runner hands on as it is. */
  readonly inputs: Texts;
  /** The workflow's outputs, once the action's are there. */
  outputsOf(action: Texts): Texts;
  /** Whether the caller's job `id` starts after the call ended so. */
  starts(id: string, conclusion: "success" | "failure", eventName: string): boolean;
}

const OURS = /^pg-preflight\/pg-preflight\/(\.github\/workflows\/[\w-]+\.yml)@v1$/;
const CHECKOUT = /^actions\/checkout@[0-9a-f]{40}$/;
/** The action of the called workflow's own commit. */
const ACTION = "$/.github/actions/run";
const EXPRESSION = /\$\{\{\s*(.+?)\s*\}\}/g;

/**
 * @param text the caller's file
 * @param secrets the repository's; GitHub gives others as empty texts
 */
export function settleCall(text: string, eventName: string, secrets: Texts): SettledCall {
  const workflow = parse(text) as Caller;
  assert.ok(eventName in workflow.on, `${workflow.name} does not run on ${eventName}`);
  const [id, call, ...others] = Object.entries(workflow.jobs)
    .filter(([, { uses }]) => uses !== undefined)
    .flat() as [string, CallerJob];
  assert.deepEqual(others, [], `${workflow.name} calls one workflow`);
  const path = OURS.exec(call.uses ?? "")?.[1];
  assert.ok(path !== undefined, `${call.uses} is none of ours`);
  const called = parse(readFileSync(join(REPOSITORY, path), "utf8")) as Called;
  const [jobId, job, ...more] = Object.entries(called.jobs).flat() as [string, CalledJob];
  assert.deepEqual(more, [], `${path} has one job`);

  const values: Texts = {
    ...inputsOf(called, call),
    ...secretsOf(called, call, secrets),
  };
  const [checkout, action, ...rest] = job.steps;
  assert.match(checkout?.uses ?? "", CHECKOUT, "the files come first");
  assert.equal(action?.uses, ACTION);
  assert.deepEqual(rest, []);
  assert.equal(
    resolveConfig(job.environment, values),
    "",
    "an environment's own secrets are not settled here",
  );
  mustAllow(call.permissions ?? workflow.permissions ?? {}, job.permissions);
  return {
    caller: id,
    job: `${id} / ${job.name}`,
    runsOn: resolveConfig(job["runs-on"], values),
    permissions: Object.entries(job.permissions).map(([name, level]) => `${name}: ${level}`),
    step: action?.name ?? assert.fail("GitHub lists the step by its name"),
    folder: join(REPOSITORY, ACTION.replace("$/", "")),
    inputs: settleAll(action?.with ?? {}, values),
    outputsOf: (outputs) => {
      const ofJob = settleAll(job.outputs, under(`steps.${action?.id}.outputs`, outputs));
      const { outputs: declared } = called.on.workflow_call;
      const known = under(`jobs.${jobId}.outputs`, ofJob);
      return mapValues(declared, ({ value }) => resolveConfig(value, known));
    },
    starts: (other, conclusion, event) => {
      const waiting = workflow.jobs[other];
      assert.equal(waiting?.needs, id, `${other} waits for ${id}`);
      const wanted = /^github\.event_name == '(\w+)'$/.exec(waiting?.if ?? "")?.[1];
      assert.ok(wanted !== undefined, `${waiting?.if} is another condition`);
      // Without always() in its condition a job waits for the success of what it needs.
      return conclusion === "success" && event === wanted;
    },
  };
}

/** The text with each expression's value; one whose name is not among the values throws. */
export function resolveConfig(text: string, values: Texts): string {
  return text.replace(EXPRESSION, (expression, name: string) => {
    const value = values[name];
    assert.ok(value !== undefined, `${expression} has no value here`);
    return value;
  });
}

function settleAll(texts: Readonly<Record<string, unknown>>, values: Texts): Record<string, string> {
  return mapValues(texts, (text) => resolveConfig(String(text), values));
}

function inputsOf({ on }: Called, call: CallerJob): Texts {
  const { inputs } = on.workflow_call;
  const given = call.with ?? {};
  for (const name of Object.keys(given)) assert.ok(name in inputs, `the input ${name} is not declared`);
  return under(
    "inputs",
    mapValues(inputs, (input, name) => {
      assert.ok(name in given || input.required !== true, `the input ${name} is required`);
      return String(given[name] ?? input.default ?? "");
    }),
  );
}

function secretsOf({ on }: Called, call: CallerJob, stored: Texts): Texts {
  const { secrets } = on.workflow_call;
  const given = call.secrets ?? {};
  for (const name of Object.keys(given)) assert.ok(name in secrets, `the secret ${name} is not declared`);
  const handed = mapValues(given, (text, name) => {
    const from = /^\$\{\{ secrets\.(\w+) \}\}$/.exec(text)?.[1];
    assert.ok(from !== undefined, `${name}: ${text} is no secret`);
    return stored[from] ?? "";
  });
  return under(
    "secrets",
    mapValues(secrets, (_, name) => handed[name] ?? ""),
  );
}

/** GitHub does not start a called job that asks for more than its caller may give. */
function mustAllow(caller: Texts, called: Texts): void {
  for (const [name, level] of Object.entries(called)) {
    const most = caller[name];
    assert.ok(
      most === "write" || most === level,
      `the caller gives ${name}: ${most ?? "none"}, not ${level}`,
    );
  }
}

function under(prefix: string, values: Texts): Texts {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]));
}

function mapValues<T>(
  values: Readonly<Record<string, T>>,
  make: (value: T, name: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, make(value, name)]));
}
