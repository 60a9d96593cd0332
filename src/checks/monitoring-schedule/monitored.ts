import {
  type EvidencePart,
  failing,
  type ItemEvidence,
  unknownItem,
  withoutLines,
  withoutVerdict,
} from "../../core/checklist/item-evidence.ts";
import type { CheckResult } from "../../core/report.ts";
import { monitoringOf } from "./status.ts";

/** The scheduled runs of one check; about `any`, one well monitored check is enough. */
export const monitored: EvidencePart = (result, about = "any") => {
  if (about !== "any") return ofCheck(result, about);
  const ids = [
    ...(result.measurements ?? []).map(({ check }) => String(check)),
    ...(result.findings ?? []).map(({ key }) => key),
  ];
  const all = ids.map((id) => ofCheck(result, id));
  return (
    all.find(({ status }) => status === "pass") ??
    all.find(({ status }) => status === "unknown") ??
    all[0] ??
    withoutVerdict(result) ??
    unknownItem("Nothing is known of scheduled runs.")
  );
};

function ofCheck(result: CheckResult, check: string): ItemEvidence {
  const { status, evidence } = monitoringOf(result, check);
  if (status === "pass") return { status, evidence };
  if (status === "fail") {
    return failing(
      (result.findings ?? []).filter(({ key }) => key === check),
      result,
    );
  }
  return (
    (result.skipped === undefined ? undefined : withoutVerdict(result)) ?? unknownItem(withoutLines(evidence))
  );
}
