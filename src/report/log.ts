import type { CheckResult, Report } from "../core/report.ts";
import { countsOf } from "./counts.ts";
import { logLine } from "./html/escape.ts";
import { isRedacted } from "./redact.ts";
import { incompleteLines, tallyText } from "./summary/checklist.ts";

/** Lines of the log, collapsed if they have a group. The runner reads none of them as a command. */
export interface LogSection {
  readonly group: string | null;
  readonly lines: readonly string[];
}

/** Maximum number of sentences under a failing check; the summary has all. */
const SENTENCES = 3;

/** One line for each check: failing and unknown ones visible, the others collapsed. */
export function logSections(report: Report): LogSection[] {
  const of = (...statuses: CheckResult["status"][]): CheckResult[] =>
    report.results.filter((result) => statuses.includes(result.status));
  const unreachable = report.unreachable !== undefined;
  const unknownResults = of("unknown").filter(
    ({ unknown }) => !unreachable || unknown?.reason !== "unreachable",
  );
  const sections: LogSection[] = [
    { group: null, lines: [verdictLine(report), ...report.notices.map((notice) => `i ${notice}`)] },
    { group: null, lines: unreachable ? [] : incompleteLines(report) },
    { group: null, lines: of("fail").flatMap(failLines) },
    {
      group: null,
      lines: unknownResults.map(
        ({ title, unknown }) =>
          `${unknown?.until === undefined ? `? ${title}: could not look` : `… ${title}: pending`}: ${unknown?.detail ?? ""}`,
      ),
    },
    group("passed", "✓", of("pass")),
    group("measured", "·", of("measured")),
    group("skipped", "-", of("skipped")),
    { group: null, lines: report.stepFails ? report.gate.map((reason) => `This step fails: ${reason}`) : [] },
  ];
  return sections
    .filter(({ lines }) => lines.length > 0)
    .map((section) => ({ ...section, lines: section.lines.map(logLine) }));
}

function verdictLine(report: Report): string {
  if (report.unreachable !== undefined)
    return `✗ ${report.target} could not be reached. ${report.unreachable}`;
  const { statuses, pending, total, known } = countsOf(report);
  const checklist = report.checklist.length === 0 ? "" : ` Checklist: ${tallyText(report)}.`;
  const found = findingsInLog(total, known);
  return `${report.target}: ${report.conclusion}.${checklist} Checks: ${statuses.pass} pass, ${statuses.fail} fail (${found}), ${statuses.unknown} could not look, ${pending > 0 ? `${pending} pending, ` : ""}${statuses.skipped} skipped.`;
}

function failLines({ title, priority, findings = [], unknown }: CheckResult): string[] {
  const fresh = findings.filter(({ known }) => !known);
  const shown = fresh.some(isRedacted) ? [] : fresh.slice(0, SENTENCES);
  const omitted = fresh.length - shown.length;
  return [
    `✗ ${title}: ${findingsInLog(findings.length, findings.length - fresh.length)} (${priority})`,
    ...shown.map(({ message }) => `    ${message}`),
    ...(shown.length > 0 && omitted > 0 ? [`    and ${omitted} more`] : []),
    ...(unknown === undefined ? [] : [`    and could not see everything: ${unknown.detail}`]),
  ];
}

function findingsInLog(total: number, known: number): string {
  const fresh = total - known;
  if (known === 0) return `${total} ${total === 1 ? "finding" : "findings"}`;
  return `${fresh} new ${fresh === 1 ? "finding" : "findings"}, ${known} known`;
}

function group(name: string, sign: string, results: readonly CheckResult[]): LogSection {
  const lines = results.map(
    ({ title, skipped }) => `${sign} ${title}${skipped === undefined ? "" : `: ${skipped.reason}`}`,
  );
  return { group: `${results.length} ${name}`, lines };
}
