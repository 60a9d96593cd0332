/** Runs the action from its source, with performance-baseline alone. */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  type RecordedBaseline,
  recordedSchema,
} from "../../src/checks/performance-baseline/baseline-file.ts";
import performanceBaseline from "../../src/checks/performance-baseline/check.ts";
import { UserError } from "../../src/core/errors.ts";
import { type Report, reportSchema } from "../../src/core/report.ts";

const ACTION = resolve(import.meta.dirname, "../../src/action/index.ts");
/** The variables of a GitHub runner, if this command runs on one: the action must not take them for its own. */
const RUNNER_VARIABLE = /^(?:GITHUB|INPUT|RUNNER|ACTIONS)_/;

export interface MeasureOptions {
  readonly repository: string;
  /** From the repository's root. */
  readonly config: string;
  readonly target: string;
  readonly ca: string | undefined;
  /** Secrets. */
  readonly url: string;
  readonly databaseUrl: string;
}

interface MeasuredRun {
  readonly report: Report;
  /** Undefined when the run cannot become a baseline. */
  readonly baseline: { readonly text: string; readonly recorded: RecordedBaseline } | undefined;
}

/** @throws UserError with the action's own problems when it wrote no report */
export async function measure(options: MeasureOptions): Promise<MeasuredRun> {
  const folder = await mkdtemp(join(tmpdir(), "pg-preflight-baseline-"));
  try {
    const outputs = join(folder, "outputs");
    const summary = join(folder, "summary.md");
    await Promise.all([writeFile(outputs, ""), writeFile(summary, "")]);
    const log = await run({
      ...withoutRunnerVariables(process.env),
      RUNNER_TEMP: folder,
      GITHUB_OUTPUT: outputs,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_WORKSPACE: options.repository,
      "INPUT_DATABASE-URL": options.databaseUrl,
      "INPUT_BASELINE-DATABASE-URL": options.url,
      "INPUT_SSL-CA": options.ca ?? "",
      INPUT_CONFIG: options.config,
      INPUT_TARGET: options.target,
      INPUT_CHECKS: performanceBaseline.id,
      "INPUT_FAIL-ON": "never",
      "INPUT_WRITE-ISSUES": "never",
    });
    const values = outputsIn(await readFile(outputs, "utf8"));
    const reportFile = values.get("report-file") ?? "";
    if (reportFile === "") throw new UserError(problemsIn(log, options));
    const report = reportSchema.parse(JSON.parse(await readFile(reportFile, "utf8")));
    const baselineFile = values.get("baseline-file") ?? "";
    if (baselineFile === "") return { report, baseline: undefined };
    const text = await readFile(baselineFile, "utf8");
    return { report, baseline: { text, recorded: recordedSchema.parse(JSON.parse(text)) } };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function withoutRunnerVariables(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !RUNNER_VARIABLE.test(name)));
}

/** Returns the log. */
function run(environment: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [ACTION], {
      env: environment,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", fail);
    child.on("close", () => done(Buffer.concat(chunks).toString("utf8")));
  });
}

function outputsIn(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/^(\S+)<<(\S+)\r?\n(.*)\r?\n\2\r?$/gm)].map(([, name = "", , value = ""]) => [
      name,
      value,
    ]),
  );
}

/** The error annotations, in the form that the action writes outside a runner; a problem of one URL appears once. */
function problemsIn(log: string, { url, databaseUrl }: MeasureOptions): string[] {
  const problems = [...log.matchAll(/^error: (?:[^:]+: )?(.*)$/gm)]
    .map(([, problem = ""]) => problem)
    .filter((problem) => url !== databaseUrl || !problem.startsWith("database-url: "));
  return problems.length === 0 ? ["The action wrote no report.", ...log.trimEnd().split("\n")] : problems;
}
