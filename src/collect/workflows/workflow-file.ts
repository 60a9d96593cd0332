import { z } from "zod";
import type { MonitoringWorkflow } from "../../checks/shared/sources/workflows.ts";
import { withinTime } from "../../lib/time-limit.ts";
import {
  combinationsOf,
  escapePattern,
  hasExpression,
  namePattern,
  settleText,
  type Values,
} from "./expressions.ts";

/** The inputs that decide which checks a step of this action runs, and on which database. */
const SELECTING_INPUTS = ["suite", "checks", "config", "target"] as const;
type SelectingInputs = Readonly<Record<(typeof SELECTING_INPUTS)[number], string>>;

/** A step that runs this action, with what its inputs say of the checks. */
export interface ActionStep {
  readonly job: string;
  readonly name: string;
  /** What the job's and the step's names match in a run. */
  readonly jobPattern: RegExp;
  readonly stepPattern: RegExp;
  /** Null where an expression decides; empty texts where the default holds. */
  readonly inputs: SelectingInputs | null;
}

/** Where a job stands: in the workflow itself, or in one that it calls. */
interface Surroundings {
  readonly find: (path: string) => Callable | undefined;
  readonly isOwnRepository: boolean;
  readonly values: Values;
  /** A pattern of what GitHub shows before the job's name: the jobs that called. */
  readonly prefix: string;
  readonly depth: number;
}

/** In milliseconds: a large workflow takes some hundred. */
const LONGEST_READING = 2_000;

/** GitHub's own limit is 10 levels on github.com, 4 on Enterprise Server. */
const DEEPEST_CALL = 4;

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const inputsSchema = z.record(z.string(), scalar.catch("")).catch({}).default({});
const jobSchema = z.object({
  name: scalar.optional(),
  uses: z.string().optional(),
  with: inputsSchema,
  strategy: z.object({ matrix: z.unknown() }).optional().catch(undefined),
  steps: z.array(z.unknown()).catch([]).default([]),
});
const stepSchema = z.object({ name: scalar.optional(), uses: z.string(), with: inputsSchema });

/** The steps of a job that run this action: one for each combination of its matrix that they distinguish. */
function stepsOfJob(id: string, value: unknown, around: Surroundings): ActionStep[] {
  const job = jobSchema.safeParse(value).data;
  if (job === undefined) return [];
  const name = job.name ?? id;
  const matrix = job.strategy?.matrix;
  if (job.uses !== undefined) {
    const uses = job.uses;
    return combinationsOf(matrix, Object.values(job.with)).flatMap((combination) =>
      stepsOfCall(name, uses, job.with, combination, around),
    );
  }
  return job.steps.flatMap((raw) => {
    const step = stepSchema.safeParse(raw).data;
    if (step === undefined || !runsThisAction(step.uses, around)) return [];
    const selecting = SELECTING_INPUTS.map((input) => step.with[input] ?? "");
    return combinationsOf(matrix, selecting).map((combination): ActionStep => {
      const values = { ...around.values, ...combination };
      return {
        job: name,
        name: step.name ?? `Run ${step.uses}`,
        jobPattern: whole(around.prefix + jobPattern(name, combination)),
        // Without a name GitHub shows the reference, which may have been another version's then.
        stepPattern: whole(
          step.name === undefined
            ? `Run ${escapePattern(step.uses.split("@")[0] ?? step.uses)}(?:@.*)?`
            : namePattern(settleText(step.name, values)),
        ),
        inputs: inputsOf(step.with, values),
      };
    });
  });
}

/** The steps of a called workflow: followed in this repository, known of ours, unknown in another. */
function stepsOfCall(
  name: string,
  uses: string,
  given: Values,
  combination: Values,
  around: Surroundings,
): ActionStep[] {
  const pattern = around.prefix + jobPattern(name, combination);
  // `$/` is this repository at the workflow's own commit; `./` of a call is the same.
  const path = /^[.$]\/(\.github\/workflows\/[^@]+)$/.exec(uses)?.[1];
  const called = path === undefined ? ourWorkflow(uses) : calledHere(path, around);
  if (called === undefined) {
    if (path !== undefined || !isOurs(uses)) return [];
    const jobs = whole(`${pattern}(?: \\/ .*)?`);
    return [{ job: name, name: uses, jobPattern: jobs, stepPattern: /pg-preflight/, inputs: null }];
  }
  const values = { ...around.values, ...combination };
  const handed = Object.entries(given).map(([input, text]) => [input, settleText(text, values)] as const);
  const inputs = Object.entries({ ...called.defaults, ...Object.fromEntries(handed) });
  const inside: Surroundings = {
    ...around,
    values: Object.fromEntries(inputs.map(([input, text]) => [`inputs.${input}`, text])),
    prefix: `${pattern} \\/ `,
    depth: around.depth + 1,
  };
  return Object.entries(called.jobs).flatMap(([id, job]) => stepsOfJob(id, job, inside));
}

function calledHere(path: string, { depth, find }: Surroundings): Callable | undefined {
  return depth < DEEPEST_CALL ? find(path) : undefined;
}

/** The values of a matrix stand in the name, or in brackets behind it. */
function jobPattern(name: string, combination: Values): string {
  const settled = namePattern(settleText(name, combination));
  const values = Object.values(combination);
  if (values.length === 0 || settleText(name, combination) !== name) return `${settled}(?: \\(.*\\))?`;
  const each = values.map((value) => `(?=.*${escapePattern(value)})`).join("");
  return `${settled} \\(${each}.*\\)`;
}

function runsThisAction(uses: string, { isOwnRepository }: Surroundings): boolean {
  return isOurs(uses) || (isOwnRepository && uses === "./");
}

/** `pg-preflight/pg-preflight@v1`, a fork of it, a copy in a folder of that name. */
function isOurs(uses: string): boolean {
  return /(?:^|\/)pg-preflight(?:@|$|\/\.github\/workflows\/)/.test(uses);
}

function inputsOf(given: Values, values: Values): SelectingInputs | null {
  const texts = SELECTING_INPUTS.map((name) => [name, settleText(given[name] ?? "", values).trim()] as const);
  if (texts.some(([, text]) => hasExpression(text))) return null;
  return Object.fromEntries(texts) as SelectingInputs;
}

function whole(pattern: string): RegExp {
  return new RegExp(`^${pattern}$`, "s");
}

/** What a workflow file says of this action. */
interface WorkflowFile extends Pick<MonitoringWorkflow, "schedules"> {
  readonly steps: readonly ActionStep[];
}

/** A workflow as a call of it sees it. */
interface Callable {
  readonly jobs: Readonly<Record<string, unknown>>;
  /** The defaults of its inputs, by name. */
  readonly defaults: Readonly<Record<string, string>>;
}

const fileSchema = z.object({ on: z.unknown(), jobs: z.record(z.string(), z.unknown()).catch({}) });
const scheduleSchema = z.object({
  schedule: z.array(z.object({ cron: z.string(), timezone: z.string().optional() })),
});
const callSchema = z.object({
  workflow_call: z.object({
    inputs: z.record(
      z.string(),
      z.object({ default: z.union([z.string(), z.number(), z.boolean()]).optional() }),
    ),
  }),
});

/**
 * Reads what a workflow file says of this action. What is no workflow says nothing.
 *
 * @param texts the workflow files of the repository by path, to follow calls by
 * @param isOwnRepository whether `./` is this action itself
 */
export async function readWorkflowFile(
  path: string,
  texts: ReadonlyMap<string, string>,
  isOwnRepository: boolean,
): Promise<WorkflowFile> {
  // Loaded only when there is a file to read.
  const { parse } = await import("yaml");
  const load = (file: string): z.infer<typeof fileSchema> | undefined => {
    try {
      const options = { maxAliasCount: 100, logLevel: "silent", uniqueKeys: false } as const;
      const read = withinTime(LONGEST_READING, () => parse(texts.get(file) ?? "", options) as unknown);
      return fileSchema.safeParse(read?.result).data;
    } catch {
      return undefined;
    }
  };
  const find = (file: string): Callable | undefined => {
    const workflow = load(file);
    return workflow && { jobs: workflow.jobs, defaults: defaultsOf(workflow.on) };
  };
  const workflow = load(path);
  const schedules = scheduleSchema.safeParse(workflow?.on).data?.schedule ?? [];
  return {
    schedules: schedules.map(({ cron, timezone }) => ({ cron, timezone: timezone ?? null })),
    steps: Object.entries(workflow?.jobs ?? {}).flatMap(([id, job]) =>
      stepsOfJob(id, job, { find, isOwnRepository, values: {}, prefix: "", depth: 1 }),
    ),
  };
}

function defaultsOf(on: unknown): Record<string, string> {
  const inputs = callSchema.safeParse(on).data?.workflow_call.inputs ?? {};
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => [name, String(input.default ?? "")]),
  );
}

/**
 * The workflows of this action's repository that others call (.github/workflows/). A run can't read the files of
 * another repository, but these are ours: what a monitoring check must know of them stands here, and a test
 * compares it with the files.
 */
const SUITES: Readonly<Record<string, string>> = {
  "gate.yml": "${{ inputs.suite }}",
  "incident.yml": "incident",
  "nightly.yml": "health",
  "weekly-index-usage.yml": "index-usage",
};

const JOBS: Readonly<Record<string, string>> = {
  "gate.yml": "Database gate",
  "incident.yml": "Database incident",
  "nightly.yml": "Database health",
  "weekly-index-usage.yml": "Index usage",
};

/** What a call of `owner/pg-preflight/.github/workflows/nightly.yml@v1` runs; undefined when it is none of ours. */
function ourWorkflow(uses: string): Callable | undefined {
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
