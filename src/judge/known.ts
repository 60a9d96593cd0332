import type { CheckResult } from "../domain/report.ts";
import type { TrackerEvidence } from "../domain/tracker.ts";

/** Whether an open issue of ours holds a finding already. */
export type Known = (check: string, key: string) => boolean;

export const NOTHING_KNOWN: Known = () => false;

/** @param system the server's system identifier, for memory that keeps names back; null when it is not known */
export function knownFindings(_tracking: TrackerEvidence, _system: string | null): Known {
  return NOTHING_KNOWN;
}

export function markKnown(result: CheckResult, known: Known): CheckResult {
  const { check, findings } = result;
  if (findings === undefined) return result;
  return {
    ...result,
    findings: findings.map((finding) => ({ ...finding, known: known(check, finding.key) })),
  };
}

/** What the reader should know of our issues: some were set aside, or they could not be read. */
export function trackerNotices({ tracker }: TrackerEvidence): string[] {
  if ("value" in tracker) return [...tracker.value.notices];
  if ("skipped" in tracker) return [];
  const { detail, fix } = tracker.unknown;
  return [
    `Our issues could not be read, so nothing counts as known and none is written: ${detail}${fix === undefined ? "" : ` Add to the workflow: \`${fix}\``}`,
  ];
}
