import { byPriority } from "../domain/priority.ts";
import type { CheckResult, Report, ReportedFinding } from "../domain/report.ts";
import { type Counts, countsOf } from "./counts.ts";
import { type FixBlocks, type FixText, fixBlocks, fixTextsOf } from "./fixes.ts";
import { byWording } from "./sentences.ts";

/** A failing check, ready to be shown at any length. */
export interface FailingCheck {
  readonly result: CheckResult;
  /** The most urgent first. */
  readonly findings: readonly ReportedFinding[];
  /** Findings whose sentences differ in names and numbers only. */
  readonly wordings: readonly (readonly ReportedFinding[])[];
  readonly fixes: readonly FixText[];
}

/** What the page needs of a report, worked out once; the levels of detail only cut it. */
export interface Digest {
  readonly report: Report;
  readonly counts: Counts;
  /** The most urgent first. */
  readonly failing: readonly FailingCheck[];
  /** Results that could not look, or not at everything. */
  readonly blind: readonly CheckResult[];
  readonly fixes: FixBlocks;
}

export function digestOf(report: Report): Digest {
  const failing = report.results
    .filter((result) => result.status === "fail")
    .sort(byPriority)
    .map((result): FailingCheck => {
      const findings = [...(result.findings ?? [])].sort(byPriority);
      return { result, findings, wordings: byWording(findings), fixes: fixTextsOf(findings, result.title) };
    });
  return {
    report,
    counts: countsOf(report),
    failing,
    // A database out of reach is the verdict already.
    blind: report.results.filter((result) =>
      report.server === null && result.unknown?.reason === "unreachable"
        ? false
        : result.unknown !== undefined || result.status === "unknown",
    ),
    fixes: fixBlocks(failing.flatMap((check) => check.fixes)),
  };
}
