import type { Facts } from "../../core/finding.ts";
import { DUE, PRIORITIES, type Priority } from "../../core/priority.ts";
import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import { collapse, documentation, fits, moreRows } from "../html/blocks.ts";
import { type Html, trusted } from "../html/escape.ts";
import { columnsOf, factsTable } from "../html/facts-table.ts";
import { count, html, list, renderText } from "../html/inline-text.ts";
import { PRIORITY_ICONS } from "../icons.ts";
import { FIXES_OF_A_CHECK, type Limits } from "../limits.ts";
import { isRedacted } from "../redact.ts";
import { comesFirst, type FailingCheck, type SummaryModel } from "./failing-check.ts";
import { countFixes, type FixText, fixesOfCheck } from "./fixes.ts";
import { performanceRows, performanceTable, plans } from "./performance.ts";
import { sentencesOf } from "./sentences.ts";

/** Checks of these priorities are always collapsed. */
const CAN_WAIT: readonly Priority[] = ["low", "info"];
/** With more failing checks than this, all are collapsed, so that people see the list first. */
const OPEN_CHECKS = 2;

const PRIORITY_HEADINGS: Record<Priority, string> = {
  critical: "Critical",
  high: "High",
  medium: "Medium",
  low: "Low",
  info: "For information",
};

/** Failing checks by priority, each with its new findings: why it matters, its rows, its fix. */
export function failingChecks({ report, failing }: SummaryModel, limits: Limits): string[] {
  return PRIORITIES.flatMap((priority) => {
    const checks = failing.filter(
      ({ result }) => result.priority === priority && !comesFirst(report, result),
    );
    if (checks.length === 0) return [];
    const due = priority === "info" ? "" : `: ${DUE[priority]}`;
    const heading = `### ${PRIORITY_ICONS[priority]} ${PRIORITY_HEADINGS[priority]}${due}`;
    const isOpen = failing.length <= OPEN_CHECKS && !CAN_WAIT.includes(priority);
    return [heading, ...checks.flatMap((check) => section(check, limits, isOpen))];
  });
}

/** Findings that open issues track, collapsed, since they are not new and do not block. */
export function knownChecks({ report, known, counts }: SummaryModel, limits: Limits): string[] {
  const shown = known.filter(({ result }) => !comesFirst(report, result));
  if (shown.length === 0) return [];
  return [
    html`<h3>📌 Known, in open issues: ${count(counts.known, "finding")}</h3>`,
    ...shown.flatMap((check) => collapse(headingOf(check), bodyOf(check, limits))),
  ];
}

function section(check: FailingCheck, limits: Limits, isOpen: boolean): string[] {
  return isOpen ? openCheck(check, limits) : collapse(headingOf(check), bodyOf(check, limits));
}

export function openCheck(check: FailingCheck, limits: Limits): string[] {
  const { result, findings } = check;
  return [
    html`<h4>${renderText(result.title)}: ${count(findings.length, "finding")}</h4>`,
    ...bodyOf(check, limits),
  ];
}

function headingOf({ result, findings }: FailingCheck): Html {
  return html`<b>${renderText(result.title)}</b>: ${count(findings.length, "finding")}`;
}

function bodyOf({ result, findings, wordings, fixes }: FailingCheck, limits: Limits): string[] {
  return [
    whyItMatters(result),
    ...(findings.some(isRedacted)
      ? byPriorityNote(findings)
      : [
          ...sentencesOf(wordings, limits.sentences),
          ...rows({ result, findings }, limits),
          ...plans(findings, limits),
        ]),
    ...fixOf(fixes, limits),
    ...facts(result, limits),
    ...notes(result),
  ];
}

function byPriorityNote(findings: readonly ReportedFinding[]): string[] {
  const isMixed = findings.some(({ priority }) => priority !== findings[0]?.priority);
  return isMixed ? [html`<p>By priority: ${prioritiesOf(findings)}.</p>`] : [];
}

/** `1 high and 2 low`. */
export function prioritiesOf(findings: readonly ReportedFinding[]): Html {
  return list(
    PRIORITIES.flatMap((priority) => {
      const number = findings.filter((finding) => finding.priority === priority).length;
      return number === 0 ? [] : [count(number, priority, priority)];
    }),
  );
}

export function whyItMatters({ why, check }: Pick<CheckResult, "why" | "check">): string {
  return html`<p>${renderText(why)} <a href="${trusted(documentation(check))}">More, and how to mend it</a></p>`;
}

function notes({ momentary, window }: CheckResult): string[] {
  return [
    ...(window === undefined ? [] : [html`<p><sub>${renderText(window)}</sub></p>`]),
    ...(momentary === true
      ? ["<p><sub>It judges this moment, so on a pull request it stops nothing.</sub></p>"]
      : []),
  ];
}

/** What the check measured besides its findings. */
function facts(result: CheckResult, limits: Limits): string[] {
  if (performanceRows(result).length > 0) return [];
  const kept = (result.measurements ?? []).slice(0, limits.listed);
  return kept.length === 0 ? [] : collapse(html`What was measured`, [factsTable(kept)]);
}

/** The findings as rows: the first visible, the next collapsed, the others counted. */
export function rows(
  { result, findings }: Pick<FailingCheck, "result" | "findings">,
  limits: Limits,
): string[] {
  const queries = performanceRows(result);
  return queries.length > 0 ? performanceTable(queries, limits) : rowsOf(findings, limits);
}

function rowsOf(findings: readonly ReportedFinding[], limits: Limits): string[] {
  const mixed = findings.some((finding) => finding.priority !== findings[0]?.priority);
  const kept = findings.slice(0, limits.shown + limits.collapsed).map(
    (finding): Facts => ({
      ...(mixed ? { priority: finding.priority } : {}),
      ...(Object.keys(finding.facts).length === 0 && findings.length > limits.sentences
        ? { object: finding.key }
        : finding.facts),
    }),
  );
  const columns = columnsOf(kept);
  const cut = findings.length - kept.length;
  if (columns.length === 0 && cut === 0) return [];
  const tableOf = (part: readonly Facts[]): string => factsTable(part, columns);
  return [
    ...(kept.length > 0 && columns.length > 0 ? [tableOf(kept.slice(0, limits.shown))] : []),
    ...moreRows(kept.slice(limits.shown), cut, tableOf),
  ];
}

function fixOf(fixes: readonly FixText[], limits: Limits): string[] {
  const kept = fixes.filter((fix) => fits(fix.text)).slice(0, Math.min(FIXES_OF_A_CHECK, limits.statements));
  if (kept.length === 0) return [];
  const omitted = fixes.filter((fix) => !kept.includes(fix));
  const more = omitted.length > 0 ? [html`<p>${countFixes(omitted)} more under “Fixes to copy”.</p>`] : [];
  return collapse(html`Fix: ${countFixes(fixes)} to review`, [...fixesOfCheck(kept), ...more]);
}
