import type { CheckResult } from "../../core/report.ts";
import { type FailingCheck, failingCheckOf } from "../../report/summary/failing-check.ts";

/** Stands where the findings of a repository that everybody can read would be named. */
export const NAMES_KEPT_BACK =
  "<p>Everybody can read this repository, so findings are counted here and not named. The report file names them (the action's output <code>report-file</code>), and with <code>policy: { public-details: true }</code> in the configuration this issue does too.</p>";

/** In an issue every finding is in an open issue: no column says so, and the next run writes the same. */
export function asInIssue(result: CheckResult): FailingCheck {
  const { findings = [] } = result;
  return failingCheckOf({ ...result, findings: findings.map((finding) => ({ ...finding, known: false })) });
}
