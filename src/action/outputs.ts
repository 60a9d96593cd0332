/** Every output of a run that could not start, so that a later step's `fromJSON` still reads them. */
export const EMPTY_OUTPUTS: Readonly<Record<string, string>> = {
  conclusion: "fail",
  "report-file": "",
  "baseline-file": "",
  "failed-checks": "[]",
  "unknown-checks": "[]",
  "issue-changes": "[]",
  "critical-findings": "0",
  "high-findings": "0",
  "medium-findings": "0",
  "low-findings": "0",
};
