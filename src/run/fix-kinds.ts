import { describeFix, type FixDescription } from "../checks/shared/sql/fix-kind.ts";
import type { CheckResult, Report, ReportedFinding } from "../core/report.ts";

/** Gives each fix of a report its kind. The parser is loaded only when there is a fix. */
export async function withFixKinds(report: Report): Promise<Report> {
  const results = await resultsWithFixKinds(report.results);
  return { ...report, results };
}

export async function resultsWithFixKinds(results: readonly CheckResult[]): Promise<CheckResult[]> {
  const fixes = new Set(results.flatMap(({ findings = [] }) => findings.flatMap(({ fix }) => fix ?? [])));
  const described = new Map<string, FixDescription>();
  try {
    for (const fix of fixes) described.set(fix, await describeFix(fix));
  } catch {
    // Without its parser a report is still a report: a fix without a kind is shown as the most careful one.
  }
  return results.map((result) =>
    result.findings === undefined
      ? result
      : { ...result, findings: result.findings.map((finding) => withKind(finding, described)) },
  );
}

function withKind(finding: ReportedFinding, described: ReadonlyMap<string, FixDescription>): ReportedFinding {
  const description = finding.fix === undefined ? undefined : described.get(finding.fix);
  if (description === undefined) return finding;
  const { kind, standsAlone, statements } = description;
  return {
    ...finding,
    fixKind: kind,
    fixStatements: statements,
    ...(kind === "destructive" && { destructive: true }),
    ...(standsAlone && { standsAlone: true }),
  };
}
