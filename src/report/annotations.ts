import { byPriority } from "../core/priority.ts";
import type { CheckResult, Report } from "../core/report.ts";
import { blocksStep, countsOf } from "./counts.ts";
import { logLine } from "./html/escape.ts";
import { isRedacted } from "./redact.ts";
import { tallyText } from "./summary/checklist.ts";

/** What GitHub shows above the run's log. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly title: string;
  /** One line that the runner does not read as a command. */
  readonly message: string;
  /** The file that it is shown at, from the repository's root. */
  readonly file?: string;
  /** Line of the file, from 1. */
  readonly line?: number;
}

/** The runner keeps ten of each level for a step and drops the others silently. */
const MOST_OF_A_LEVEL = 10;

/** Maximum number of files of one check, which leaves room for the others. */
const MOST_FILES_OF_A_CHECK = 5;

const LEVELS = ["error", "warning", "notice"] as const;

/**
 * Reasons why the step fails are errors, other failing checks are warnings, unknown checks are notices, and all
 * findings that open issues track are one notice. Beyond ten of a level the last one counts the others.
 *
 * @param warningsToCome number of warnings that are reserved for later problems
 */
export function annotations(report: Report, warningsToCome = 0): Annotation[] {
  const all = [...report.results].sort(byPriority).flatMap((result) => annotationsOf(result, report));
  all.unshift(...incomplete(report));
  all.push(...knownIn(report));
  // A step that fails has an error, also when no single check is the reason.
  if (report.stepFails && !all.some(({ level }) => level === "error")) all.unshift(whyItFails(report));
  return LEVELS.flatMap((level) =>
    atMost(
      level === "warning" ? MOST_OF_A_LEVEL - warningsToCome : MOST_OF_A_LEVEL,
      all.filter((annotation) => annotation.level === level),
    ),
  );
}

/** Maximum number of problems with issues and the comment; the end of the summary lists all. */
export const MOST_PROBLEMS = 3;

export function annotationsOfProblems(problems: readonly string[]): Annotation[] {
  return atMost(
    MOST_PROBLEMS,
    problems.map((problem) => annotation("warning", "Issues", problem)),
  );
}

function annotationsOf(result: CheckResult, report: Report): Annotation[] {
  const mild = result.status === "fail" ? "warning" : "notice";
  const level = blocksStep(result, report) ? "error" : mild;
  if (result.status === "fail") return annotationsOfFindings(level, result);
  // An unreachable database is reported once, not for each check.
  if (
    result.unknown === undefined ||
    (report.unreachable !== undefined && result.unknown.reason === "unreachable")
  )
    return [];
  const what = result.unknown.until === undefined ? "Could not look" : "Pending";
  return [annotation(level, `${what}: ${result.title}`, result.unknown.detail)];
}

/** One annotation for the incomplete items. Failing checks have their own. */
function incomplete(report: Report): Annotation[] {
  const blocking = report.checklist.flatMap((section) => section.items).filter(({ stops }) => stops === true);
  if (!report.stepFails || report.unreachable !== undefined || blocking.length === 0) return [];
  return [
    annotation(
      "error",
      `Checklist: ${tallyText(report)}`,
      `Not complete: ${blocking.map(({ title }) => title).join("; ")}.`,
    ),
  ];
}

/** Findings about a file are shown at that file; of the others only the first. */
function annotationsOfFindings(level: Annotation["level"], result: CheckResult): Annotation[] {
  const findings = (result.findings ?? []).filter(({ known }) => !known);
  if (findings.some(isRedacted)) {
    const number = findings.length === 1 ? "1 finding" : `${findings.length} findings`;
    return [
      annotation(level, result.title, `${number}; names are kept back, because this repository is public.`),
    ];
  }
  const shown = findings.filter(({ file }) => file !== undefined).slice(0, MOST_FILES_OF_A_CHECK);
  const [first, ...others] = findings.filter((finding) => !shown.includes(finding));
  const andMore = others.length > 0 ? ` And ${others.length} more.` : "";
  return [
    ...shown.map(({ message, file }) => annotation(level, result.title, message, file)),
    ...(first === undefined ? [] : [annotation(level, result.title, first.message + andMore)]),
  ];
}

function knownIn(report: Report): Annotation[] {
  const { known } = countsOf(report);
  if (known === 0) return [];
  const findings = known === 1 ? "1 finding is" : `${known} findings are`;
  return [annotation("notice", "Known", `${findings} in open issues already.`)];
}

function whyItFails(report: Report): Annotation {
  const [first = "See the summary.", ...others] =
    report.unreachable === undefined ? report.gate : [report.unreachable];
  const andMore = others.length > 0 ? ` And ${others.length} more.` : "";
  const title = report.unreachable === undefined ? "pg-preflight" : "The database could not be reached";
  return annotation("error", title, first + andMore);
}

function annotation(level: Annotation["level"], title: string, message: string, file?: string): Annotation {
  const text = { title: logLine(title), message: logLine(message) };
  return { level, ...text, ...(file === undefined ? {} : { file }) };
}

function atMost(most: number, annotations: readonly Annotation[]): Annotation[] {
  const omitted = annotations.slice(most - 1);
  const [first] = omitted;
  if (first === undefined || omitted.length === 1) return [...annotations];
  const kept = annotations.slice(0, most - 1);
  return [
    ...kept,
    annotation(
      first.level,
      `And ${omitted.length} more`,
      `${[...new Set(omitted.map(({ title }) => title))].join("; ")}. See the summary.`,
    ),
  ];
}
