import type { Unknown } from "../../core/finding.ts";
import { hasBudget } from "./budgets.ts";
import type { Recorded } from "./compare.ts";
import type { Measurement } from "./measurement.ts";
import { nodesOf } from "./plan/node.ts";
import type { DeclaredQuery } from "./query.ts";
import { judgeTime } from "./timing.ts";

/** Why a query could not be looked at, or not wholly. */
export interface Doubt {
  readonly unknown: Unknown;
  /** Why the recorded baseline does not fit this query; one sentence tells it of all queries. */
  readonly unfit?: string;
}

/** What this measurement cannot tell. */
export function doubtsOf(query: DeclaredQuery, measurement: Measurement): Doubt[] {
  const { "min-rows": least, "max-time": maxTime } = query;
  const doubts: Unknown[] = [];
  if (least === undefined && measurement.rows === 0) {
    doubts.push({
      reason: "error",
      detail:
        "No row came back, which proves nothing: give parameters that find some, or declare min-rows: 0.",
    });
  }
  if (least === undefined && measurement.rows > 0 && foundNothing(measurement)) {
    doubts.push({
      reason: "error",
      detail:
        "No table gave a row, and a count of nothing proves nothing: give parameters that find some, a role and settings that may see some, or declare min-rows.",
    });
  }
  if (maxTime !== undefined && judgeTime(measurement, maxTime) === "unsettled") {
    doubts.push({
      reason: "timeout",
      detail:
        "Slower than max-time, and the run's time was over before a second round could tell whether that was noise (policy.timeout in the configuration).",
    });
  }
  return doubts.map((unknown) => ({ unknown }));
}

/** Row-level security may hide all that is counted, and the count is a row all the same. */
function foundNothing({ plan }: Measurement): boolean {
  const reads = nodesOf(plan).filter(({ relation }) => relation !== undefined);
  return reads.length > 0 && reads.every(({ rows }) => rows === 0);
}

/** A recorded baseline that counts for nothing is never passed over in silence; none at all is no news. */
export function doubtsOfYardstick(query: DeclaredQuery, recorded: Recorded): Doubt[] {
  if ("unusable" in recorded) {
    const { unusable: unknown, isOfQuery, why } = recorded;
    return [{ unknown, ...(isOfQuery === true ? { unfit: why } : {}) }];
  }
  if ("usable" in recorded || hasBudget(query)) return [];
  return [{ unknown: { reason: "error", detail: NO_YARDSTICK } }];
}

const NO_YARDSTICK =
  "Measured, and judged by nothing, for want of a budget and of a recorded baseline: declare max-blocks or max-time, or commit the file of the output baseline-file.";
