import { INCIDENT } from "../../config/selection.ts";
import { byPriority, mostUrgent } from "../../core/priority.ts";
import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import { type Counts, countsOf } from "../counts.ts";
import type { ShownReport } from "../redact.ts";
import { type FixBlocks, type FixText, fixBlocks, fixTextsOf } from "./fixes.ts";
import { byWording } from "./sentences.ts";

/** A failing check, prepared for every level of detail. */
export interface FailingCheck {
  readonly result: CheckResult;
  /** The most urgent first. */
  readonly findings: readonly ReportedFinding[];
  /** Findings whose sentences differ in names and numbers only. */
  readonly wordings: readonly (readonly ReportedFinding[])[];
  readonly fixes: readonly FixText[];
}

/** The data of the page, computed once. The levels of detail only cut it. */
export interface SummaryModel {
  readonly report: ShownReport;
  readonly counts: Counts;
  /** Findings that no open issue tracks, by check. The most urgent first. */
  readonly failing: readonly FailingCheck[];
  /** Findings that open issues track, by check. The most urgent first. */
  readonly known: readonly FailingCheck[];
  /** Results that are unknown, at least in part. */
  readonly unknownResults: readonly CheckResult[];
  /** Results that only lack their first proof, which is due at a stated time. */
  readonly pendingResults: readonly CheckResult[];
  readonly fixes: FixBlocks;
}

/** In an incident, a check of this moment is shown before all others. */
export function comesFirst({ suite }: Pick<ShownReport, "suite">, { momentary }: CheckResult): boolean {
  return suite === INCIDENT && momentary === true;
}

export function summaryModel(report: ShownReport): SummaryModel {
  const failed = report.results.filter(({ status }) => status === "fail");
  const byTurn = (a: FailingCheck, b: FailingCheck): number =>
    Number(comesFirst(report, b.result)) - Number(comesFirst(report, a.result)) ||
    byPriority(a.result, b.result);
  const failing = failed.flatMap((result) => partOf(result, false)).sort(byTurn);
  const known = failed.flatMap((result) => partOf(result, true)).sort(byTurn);
  return {
    report,
    counts: countsOf(report),
    failing,
    known,
    // The verdict already says that the database is unreachable.
    unknownResults: report.results.filter((result) =>
      (report.server === null && result.unknown?.reason === "unreachable") || isPending(result)
        ? false
        : result.unknown !== undefined || result.status === "unknown",
    ),
    pendingResults: report.results.filter(isPending),
    fixes: fixBlocks([...failing, ...known].flatMap((check) => check.fixes)),
  };
}

function isPending({ unknown }: CheckResult): boolean {
  return unknown?.until !== undefined;
}

/** A failing check with its new or its known findings only; empty when it has none of them. */
function partOf(whole: CheckResult, isKnown: boolean): FailingCheck[] {
  const all = whole.findings ?? [];
  const findings = all.filter(({ known }) => known === isKnown);
  // A failure without findings is new.
  if (findings.length === 0 && (isKnown || all.length > 0)) return [];
  if (findings.length === all.length) return [failingCheckOf(whole)];
  const priority = mostUrgent(findings.map((finding) => finding.priority));
  return [failingCheckOf({ ...whole, findings, priority })];
}

export function failingCheckOf(result: CheckResult): FailingCheck {
  const findings = [...(result.findings ?? [])].sort(byPriority);
  return { result, findings, wordings: byWording(findings), fixes: fixTextsOf(findings, result.title) };
}
