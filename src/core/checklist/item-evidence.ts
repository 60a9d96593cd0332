import { type Facts, type ItemEvidence, latestDue } from "../finding.ts";
import type { CheckResult, ReportedFinding } from "../report.ts";
import { describeFacts } from "./facts-text.ts";

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
  if (unknown?.until !== undefined) return pendingItem(withoutLines(unknown.detail), unknown.until);
  if (unknown !== undefined) {
    return unknownItem(`The check \`${check}\` could not look: ${withoutLines(unknown.detail)}`);
  }
  if (skipped !== undefined) {
    return unknownItem(`The check \`${check}\` was skipped: ${withoutLines(skipped.detail)}`);
  }
  return status === "measured" ? unknownItem(`The check \`${check}\` gives no verdict.`) : undefined;
}

/** What of several keeps an item open: all that is unknown, else all that is pending; undefined when nothing does. */
export function joinedEvidence(all: readonly ItemEvidence[]): ItemEvidence | undefined {
  const unknown = all.filter(({ status }) => status === "unknown");
  const pending = all.filter(({ status }) => status === "pending");
  const text = (some: readonly ItemEvidence[]) =>
    [...new Set(some.map(({ evidence }) => evidence))].join(" ");
  if (unknown.length > 0) return unknownItem(text(unknown));
  const until = latestDue(pending.map((each) => each.until));
  return until === undefined ? undefined : pendingItem(text(pending), until);
}

function pendingItem(evidence: string, until: string): ItemEvidence {
  return { status: "pending", evidence, until };
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
