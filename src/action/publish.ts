import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CheckResult, Report } from "../core/report.ts";
import type { IssueChange } from "../issues/issue.ts";
import { annotations, annotationsOfProblems, MOST_PROBLEMS } from "../report/annotations.ts";
import { countsOf } from "../report/counts.ts";
import { type LogSection, logSections } from "../report/log.ts";
import { redact } from "../report/redact.ts";
import { renderSummary } from "../report/summary/summary.ts";
import { EMPTY_OUTPUTS } from "./outputs.ts";
import { type GitHubPublication, mayWriteToGitHub, publishToGitHub } from "./publish-to-github.ts";
import { unwritable } from "./unwritable.ts";
import type { WorkflowCommands } from "./workflow-commands.ts";

export interface Publication extends Omit<GitHubPublication, "shown"> {
  /** The whole report. */
  readonly report: Report;
}

interface Published {
  /** Where the JSON report is; empty when it could not be written. */
  readonly reportFile: string;
}

/**
 * Writes the summary, the JSON report, the outputs, the annotations and the log, and then the issues and the pull
 * request's comment, which may fail for reasons that are not ours. Each part is tried whatever became of the others,
 * the summary first; what failed is thrown together at the end.
 *
 * @param onConcluded called when the outputs are written, before anything is written to GitHub
 */
export async function publish(
  { report, facts, tracking, settings }: Publication,
  runner: WorkflowCommands,
  temporaryDirectory: string,
  onConcluded: () => void = () => undefined,
): Promise<Published> {
  const shown = tracking.showsNames ? report : redact(report);
  const failures: unknown[] = [];
  const attempt = async <T>(part: () => T | Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await part();
    } catch (error) {
      failures.push(error);
      return otherwise;
    }
  };
  await attempt(() => runner.summary(renderSummary(shown)), undefined);
  const reportFile = await attempt(() => writeReport(report, temporaryDirectory), "");
  const files: Record<string, string> = { "report-file": reportFile };
  for (const { output, name, text } of facts.files) {
    const path = await attempt(() => {
      const content = text();
      if (content === null) return undefined;
      return writeInto(temporaryDirectory, `${fileName(report.target)}.${name}`, content);
    }, "");
    if (path !== undefined) files[output] = path;
  }
  for (const [name, value] of Object.entries(outputsOf(report, files))) {
    await attempt(() => runner.output(name, value), undefined);
  }
  onConcluded();
  await attempt(() => writeLog(logSections(shown), runner), undefined);
  await attempt(() => {
    const toCome = mayWriteToGitHub({ tracking, settings }) ? MOST_PROBLEMS : 0;
    for (const annotation of annotations(shown, toCome)) runner.annotate(annotation);
  }, undefined);
  const github = await publishToGitHub({ shown, facts, tracking, settings });
  if (github.changes.length > 0) {
    await attempt(
      () => runner.output("issue-changes", JSON.stringify(github.changes.map(changeOf))),
      undefined,
    );
  }
  if (github.summary !== "") await attempt(() => runner.summary(github.summary), undefined);
  await attempt(() => writeLog(github.log, runner), undefined);
  for (const annotation of annotationsOfProblems(github.problems)) {
    await attempt(() => runner.annotate(annotation), undefined);
  }
  if (failures.length > 0) throw new AggregateError(failures, "Not everything could be published.");
  return { reportFile };
}

function writeLog(sections: readonly LogSection[], runner: WorkflowCommands): void {
  for (const { group, lines } of sections) {
    if (group !== null) runner.group(group, lines);
    else for (const line of lines) runner.line(line);
  }
}

function changeOf({ check, number, action }: IssueChange): Omit<IssueChange, "why"> {
  return { check, number, action };
}

/** Two jobs of one workflow differ in their target, so their reports may be uploaded together. */
function writeReport(report: Report, temporaryDirectory: string): string {
  const name = `${fileName(report.target)}-${fileName(report.suite)}.json`;
  return writeInto(temporaryDirectory, name, `${JSON.stringify(report, null, 2)}\n`);
}

function writeInto(temporaryDirectory: string, name: string, text: string): string {
  const directory = join(temporaryDirectory, "pg-preflight");
  const file = join(directory, name);
  try {
    mkdirSync(directory, { recursive: true });
    writeFileSync(file, text, "utf8");
  } catch (error) {
    throw unwritable(`The file ${name}`, "RUNNER_TEMP", error);
  }
  return file;
}

/** Letters, digits, dots, hyphens and underscores, for every file system and upload-artifact. */
function fileName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9._-]+/g, "-").replace(/^[.-]+/, "");
  return name.slice(0, 100) || "report";
}

/**
 * Every output of action.yml. Findings that an open issue holds already are not counted. No issue was changed yet:
 * should the job be cancelled while they are written, a later step's `fromJSON` still reads a list.
 */
export function outputsOf(report: Report, files: Readonly<Record<string, string>>): Record<string, string> {
  const { fresh } = countsOf(report);
  const ids = (wanted: (result: CheckResult) => boolean): string =>
    JSON.stringify(report.results.filter(wanted).map(({ check }) => check));
  return {
    ...EMPTY_OUTPUTS,
    conclusion: report.conclusion,
    ...files,
    "failed-checks": ids(({ status }) => status === "fail"),
    // A check that failed may not have been able to check a part of it.
    "unknown-checks": ids(({ unknown }) => unknown !== undefined),
    "critical-findings": String(fresh.critical),
    "high-findings": String(fresh.high),
    "medium-findings": String(fresh.medium),
    "low-findings": String(fresh.low),
  };
}
