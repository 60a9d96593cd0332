import {
  type EvidencePart,
  failing,
  unknownItem,
  withoutLines,
  withoutVerdict,
} from "../../core/checklist/item-evidence.ts";
import { called, names } from "./text.ts";

/** Every declared query needs a recorded baseline that still counts; that a query is within budget is not enough. */
export const recorded: EvidencePart = (result) => {
  const { findings = [], measurements = [], skipped, unknown } = result;
  if (findings.length > 0) return failing(findings, result);
  const isMeasured = skipped === undefined;
  if (measurements.length === 0 || (isMeasured && unknown !== undefined)) {
    return withoutVerdict(result) ?? unknownItem("No query was measured.");
  }
  const without = measurements.filter((row) => typeof row.recorded_at !== "string");
  const [first] = without;
  if (first !== undefined) {
    const sameReason = without.filter(({ baseline }) => baseline === first.baseline);
    const whose =
      sameReason.length === measurements.length
        ? "No"
        : `${names(sameReason.map(({ query }) => called(String(query))))}: no`;
    const others = without.length - sameReason.length;
    const more = others > 0 ? ` And ${others} more.` : "";
    return unknownItem(`${whose} recorded baseline counts, for ${String(first.baseline)}${more}`);
  }
  const days = [...new Set(measurements.map((row) => String(row.recorded_at).slice(0, 10)))].sort();
  const queries = measurements.length === 1 ? "1 query has" : `${measurements.length} queries have`;
  const now = isMeasured ? "kept now" : `not measured now: ${withoutLines(skipped.detail)}`;
  return {
    status: "pass",
    evidence: `${queries} a baseline, recorded on ${days.join(", ")}, ${now.replace(/\.?$/, ".")}`,
  };
};
