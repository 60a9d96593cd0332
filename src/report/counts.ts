import { markdownTable } from "markdown-table";
import { STATUSES, type Status } from "../core/finding.ts";
import { DUE, isAtLeast, PRIORITIES, type Priority } from "../core/priority.ts";
import type { CheckResult, Report } from "../core/report.ts";
import { ITEM_ICONS, PRIORITY_ICONS, STATUS_ICONS } from "./icons.ts";

export interface Counts {
  /** Every finding that is not ignored. */
  readonly findings: Record<Priority, number>;
  /** Findings that no open issue tracks. */
  readonly fresh: Record<Priority, number>;
  /** Checks with a finding of the priority. */
  readonly checks: Record<Priority, number>;
  /** Checks by status; those that are only pending are counted apart. */
  readonly statuses: Record<Status, number>;
  readonly pending: number;
  readonly total: number;
  readonly known: number;
}

export function countsOf(report: Pick<Report, "results">): Counts {
  const findings = zeros();
  const fresh = zeros();
  const checks = zeros();
  const statuses: Record<Status, number> = { pass: 0, fail: 0, unknown: 0, skipped: 0, measured: 0 };
  let pending = 0;
  for (const result of report.results) {
    if (result.status === "unknown" && result.unknown?.until !== undefined) pending += 1;
    else statuses[result.status] += 1;
    const seen = new Set<Priority>();
    for (const finding of result.findings ?? []) {
      findings[finding.priority] += 1;
      if (!finding.known) fresh[finding.priority] += 1;
      seen.add(finding.priority);
    }
    for (const priority of seen) checks[priority] += 1;
  }
  const total = sum(findings);
  return { findings, fresh, checks, statuses, pending, total, known: total - sum(fresh) };
}

function zeros(): Record<Priority, number> {
  return { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
}

function sum(counts: Record<Priority, number>): number {
  return PRIORITIES.reduce((total, priority) => total + counts[priority], 0);
}

/** Whether this check is one reason why the step fails. */
export function blocksStep(result: CheckResult, report: Report): boolean {
  if (!report.stepFails) return false;
  if (result.stops !== undefined) return result.stops;
  const { failOn } = report;
  if (failOn === "never") return false;
  return (result.findings ?? []).some((finding) => !finding.known && isAtLeast(finding.priority, failOn));
}

export const STATUS_WORDS: Record<Status, string> = {
  pass: "pass",
  fail: "fail",
  unknown: "could not look",
  skipped: "skipped",
  measured: "measured",
};

/** The only Markdown table: it has counts and fixed words only. */
export function overview(counts: Counts): string[] {
  const blocks: string[] = [];
  if (counts.total > 0) {
    const rows = PRIORITIES.filter((priority) => counts.findings[priority] > 0).map((priority) => [
      `${PRIORITY_ICONS[priority]} ${priority}`,
      DUE[priority],
      String(counts.findings[priority]),
      ...(counts.known > 0 ? [String(counts.fresh[priority])] : []),
      String(counts.checks[priority]),
    ]);
    blocks.push(
      markdownTable(
        [["Priority", "Due", "Findings", ...(counts.known > 0 ? ["New"] : []), "Checks"], ...rows],
        {
          align: ["left", "left", "right", "right", "right"],
          stringLength: (text) => text.length,
        },
      ),
    );
  }
  const statuses = STATUSES.filter((status) => counts.statuses[status] > 0);
  if (statuses.length > 0) {
    const parts = statuses.map(
      (status) => `${STATUS_ICONS[status]} ${counts.statuses[status]} ${STATUS_WORDS[status]}`,
    );
    if (counts.pending > 0) parts.push(`${ITEM_ICONS.pending} ${counts.pending} pending`);
    blocks.push(`<p>${parts.join(" · ")}</p>`);
  }
  return blocks;
}
