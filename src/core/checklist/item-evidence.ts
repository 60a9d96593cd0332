import type { Facts } from "../finding.ts";
import type { CheckResult, ReportedFinding } from "../report.ts";
import { describeFacts } from "./facts-text.ts";

/** What the result of a check, or a part of it, shows for a checklist item. */
export interface ItemEvidence {
  readonly status: "pass" | "fail" | "unknown";
  /** Sentences of any length; they may hold names of the database. */
  readonly evidence: string;
  /** Every finding is tracked in an open issue, and nothing besides is unknown. */
  readonly known?: true;
}

/**
 * A part of a check's result that a checklist item may rest on alone. The check reads it, because it knows what its
 * facts and keys mean.
 *
 * @param about what of the part, in the item's words: a check's id, for a part that is about other checks
 * @param columns the facts of a measured row that show it; without them the row's first ones
 */
export type EvidencePart = (
  result: CheckResult,
  about: string | undefined,
  columns: readonly string[] | undefined,
) => ItemEvidence;

/** Findings that fail an item. */
export function failing(findings: readonly ReportedFinding[], { unknown }: CheckResult): ItemEvidence {
  const [first] = findings;
  const more = findings.length > 1 ? ` And ${findings.length - 1} more.` : "";
  return {
    status: "fail",
    evidence: `${first?.message ?? ""}${more}`,
    ...(unknown === undefined && findings.every(({ known }) => known) ? { known: true } : {}),
  };
}

/** Why a result without findings does not complete an item; undefined when it does. */
export function withoutVerdict({ check, unknown, skipped, status }: CheckResult): ItemEvidence | undefined {
  if (unknown !== undefined) {
    return unknownItem(`The check \`${check}\` could not look: ${withoutLines(unknown.detail)}`);
  }
  if (skipped !== undefined) {
    return unknownItem(`The check \`${check}\` was skipped: ${withoutLines(skipped.detail)}`);
  }
  return status === "measured" ? unknownItem(`The check \`${check}\` gives no verdict.`) : undefined;
}

export function unknownItem(evidence: string): ItemEvidence {
  return { status: "unknown", evidence };
}

/** A detail whose lines to copy are shown elsewhere. */
export function withoutLines(detail: string): string {
  return detail.replace(/:$/, ".");
}

/** A check's good state with the facts that show it. */
export function passing(
  title: string,
  measurements: readonly Facts[],
  columns: readonly string[] | undefined,
): ItemEvidence {
  return { status: "pass", evidence: describeFacts(title, measurements, columns) };
}
