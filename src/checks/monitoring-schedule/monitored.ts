import {
  type EvidencePart,
  failing,
  unknownItem,
  withoutVerdict,
} from "../../core/checklist/item-evidence.ts";
import type { ItemEvidence } from "../../core/finding.ts";
import type { CheckResult } from "../../core/report.ts";

/**
 * The document asks for index usage weekly and bloat monthly; alerts and connections are sampled daily. Each period has
 * one more day, because GitHub starts scheduled runs late and drops some.
 */
export const DEFAULT_PERIODS = {
  "slow-queries": "2d",
  "connection-usage": "2d",
  "unused-indexes": "8d",
  "table-bloat": "32d",
};

/** The scheduled runs of one check; about `any`, one well monitored check is enough. */
export const monitored: EvidencePart = (result, about = "any") => {
  if (about !== "any") return ofCheck(result, about);
  const all = listed(result).map((id) => ofCheck(result, id));
  const best = (["pass", "pending", "unknown"] as const)
    .map((wanted) => all.find(({ status }) => status === wanted))
    .find((found) => found !== undefined);
  return best ?? all[0] ?? withoutVerdict(result) ?? unknownItem("Nothing is known of scheduled runs.");
};

/** The checks that the configuration has monitored, as far as this result tells. */
function listed({ itemEvidence = {}, findings = [] }: CheckResult): string[] {
  return [...new Set([...Object.keys(itemEvidence), ...findings.map(({ key }) => key)])];
}

function ofCheck(result: CheckResult, check: string): ItemEvidence {
  const findings = (result.findings ?? []).filter(({ key }) => key === check);
  if (findings.length > 0) return failing(findings, result);
  const { itemEvidence = {} } = result;
  const own = Object.hasOwn(itemEvidence, check) ? itemEvidence[check] : undefined;
  if (own !== undefined) return own;
  const others = listed(result);
  if (others.length === 0)
    return withoutVerdict(result) ?? unknownItem("Nothing is known of scheduled runs.");
  const period = Object.entries(DEFAULT_PERIODS).find(([id]) => id === check)?.[1] ?? "8d";
  return unknownItem(
    `The configuration of \`monitoring-schedule\` lists only ${others.join(", ")}: add \`${check}: ${period}\` to its \`checks\`.`,
  );
}
