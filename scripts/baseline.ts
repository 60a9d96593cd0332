/**
 * `npm run baseline -- --config path/to/.github/pg-preflight.yml [--target production] [--ssl-ca file]`
 *
 * Measures the declared queries once, shows them, and writes the recorded baseline where the configuration's `file`
 * says. It prompts for nothing, and writes nothing when the run cannot become a baseline. The connection URLs come from
 * the environment: BASELINE_DATABASE_URL, and DATABASE_URL if the checks have another login role.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { type RecordedBaseline, recordedSchema } from "../src/checks/performance-baseline/baseline-file.ts";
import performanceBaseline from "../src/checks/performance-baseline/check.ts";
import { parseConfig } from "../src/config/parse.ts";
import { UserError } from "../src/core/errors.ts";
import type { Facts } from "../src/core/finding.ts";
import type { Report } from "../src/core/report.ts";
import { visible } from "../src/lib/visible.ts";
import { logLine } from "../src/report/html/escape.ts";
import { formatTime } from "../src/report/html/values.ts";
import { changesBetween } from "./baseline/changes.ts";
import { measure } from "./baseline/measure.ts";
import { terminalTable } from "./baseline/table.ts";

const USAGE =
  "npm run baseline -- --config path/to/.github/pg-preflight.yml [--target production] [--ssl-ca file]";

interface Options {
  readonly config: string;
  readonly target: string | undefined;
  readonly ca: string | undefined;
}

interface ExistingFile {
  readonly exists: boolean;
  /** Undefined when there is no file, or when it is not a valid baseline. */
  readonly baseline: RecordedBaseline | undefined;
}

/** @returns whether a baseline was written */
async function record({ config, target, ca }: Options, environment: NodeJS.ProcessEnv): Promise<boolean> {
  const { BASELINE_DATABASE_URL: url, DATABASE_URL: checksUrl } = environment;
  if (!url) {
    throw new UserError([
      "BASELINE_DATABASE_URL is not set: write the address of a login that may read what the application reads.",
    ]);
  }
  const repository = repositoryOf(config);
  const options = await optionsOf(config);
  const file = resolve(repository, options.file);
  const inside = relative(repository, file);
  if (inside.startsWith("..") || isAbsolute(inside)) {
    throw new UserError([`file: ${options.file} is not in the repository, which is ${repository}.`]);
  }
  const before = await readRecorded(file);
  const label = target ?? before.baseline?.target ?? "database";
  log(`Measuring ${countQueries(options.queries.length)} of ${relative(repository, config)} as ${label}`);
  const { report, baseline } = await measure({
    repository,
    config: relative(repository, config),
    target: label,
    ca,
    url,
    databaseUrl: checksUrl || url,
  });
  const result = report.results.find(({ check }) => check === performanceBaseline.id);
  const rows = (result?.measurements ?? []).filter(wasRun);
  if (rows.length > 0) log("", ...terminalTable(rows));
  if (baseline === undefined) {
    log("", `Nothing was recorded${before.exists ? `: ${inside} is as it was` : ""}.`, ...reasonsIn(report));
    const isWorse = result?.status === "fail" && before.baseline !== undefined;
    if (isWorse)
      log(
        `To accept what is worse than the recorded one, delete ${inside} and run this again; a budget stays one.`,
      );
    return false;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, baseline.text);
  log("", `Recorded ${countQueries(baseline.recorded.queries.length)} in ${inside}.`);
  log(...describeReplacement(before, baseline.recorded), "Commit it: later runs are compared with it.");
  return true;
}

/** The folder that the paths in the configuration are relative to. */
function repositoryOf(config: string): string {
  for (let folder = dirname(config); folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
  }
  const folder = dirname(config);
  return basename(folder) === ".github" ? dirname(folder) : folder;
}

/** The options that this command needs; the check's own schema has validated them. */
const optionsSchema = z.object({ file: z.string(), queries: z.array(z.unknown()) });

async function optionsOf(path: string): Promise<z.infer<typeof optionsSchema>> {
  if (!existsSync(path)) throw new UserError([`config: there is no ${path}.`]);
  const { checks } = await parseConfig(await readFile(path, "utf8"), path);
  const options = optionsSchema.parse(checks[performanceBaseline.id]);
  if (options.queries.length === 0) {
    throw new UserError([
      `${path}: no query is declared under checks: performance-baseline: queries; src/checks/performance-baseline/README.md has an example.`,
    ]);
  }
  return options;
}

async function readRecorded(file: string): Promise<ExistingFile> {
  if (!existsSync(file)) return { exists: false, baseline: undefined };
  try {
    return { exists: true, baseline: recordedSchema.parse(JSON.parse(await readFile(file, "utf8"))) };
  } catch {
    return { exists: true, baseline: undefined };
  }
}

function describeReplacement({ exists, baseline: before }: ExistingFile, after: RecordedBaseline): string[] {
  if (!exists) return ["It is the first."];
  if (before === undefined) return ["It replaces a file that was no baseline."];
  const changes = changesBetween(before, after);
  const old = `It replaces the one of ${formatTime(before.recordedAt) ?? before.recordedAt}`;
  if (changes.length === 0) return [`${old}, with the same blocks, indexes and plans.`];
  return [`${old}:`, ...changes.map((change) => `  ${change}`)];
}

/** Whether the query has a time, or the server stopped it. */
function wasRun({ now_ms: now, stopped_after_ms: stopped }: Facts): boolean {
  return typeof now === "number" || typeof stopped === "number";
}

/** All reasons in the report. */
function reasonsIn({ results, ignored }: Report): string[] {
  const reasons = [
    ...results.flatMap(({ findings = [], unknown, skipped }) => [
      ...findings.map(({ message }) => message),
      ...(unknown === undefined ? [] : [unknown.detail]),
      ...(skipped === undefined ? [] : [skipped.detail]),
    ]),
    ...ignored.map(({ key }) => `${key} is over its budget, and the configuration ignores it.`),
  ];
  return reasons.length === 0
    ? ["Not every declared query was measured."]
    : reasons.flatMap((reason) => reason.split("\n")).map((line) => `  ${line}`);
}

function countQueries(number: number): string {
  return number === 1 ? "1 query" : `${number} queries`;
}

/** Names come from a database and a file: no line may contain a command for a terminal or a runner. */
function log(...lines: readonly string[]): void {
  for (const line of lines) console.log(logLine(line));
}

try {
  const { values } = parseArgs({
    options: { config: { type: "string" }, target: { type: "string" }, "ssl-ca": { type: "string" } },
  });
  if (values.config === undefined) throw new UserError([`--config is missing: ${USAGE}`]);
  // npm starts its scripts in the folder of package.json.
  const from = process.env.INIT_CWD ?? process.cwd();
  const options: Options = {
    config: resolve(from, values.config),
    target: values.target,
    ca: values["ssl-ca"] === undefined ? undefined : resolve(from, values["ssl-ca"]),
  };
  if (!(await record(options, process.env))) process.exitCode = 1;
} catch (error) {
  const problems =
    error instanceof UserError ? error.problems : [error instanceof Error ? error.message : ""];
  for (const problem of problems) console.error(visible(problem, 2_000));
  process.exitCode = 1;
}
