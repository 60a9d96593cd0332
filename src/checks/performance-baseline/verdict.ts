import type { Facts, Fix } from "../../core/finding.ts";
import type { ReadBaseline } from "./baseline-file.ts";
import { brokenBudgets, hasBudget, tellTooSlow, tooFewRows } from "./budgets.ts";
import { type Moment, type Recorded, recordedOf } from "./compare.ts";
import { type Doubt, doubtsOf, doubtsOfYardstick } from "./doubts.ts";
import { type Costs, explain } from "./explain.ts";
import type { Measured, Measurement } from "./measurement.ts";
import { treeOf } from "./plan/render.ts";
import { changesInWords, changesSince, peculiaritiesOf } from "./plan-changes.ts";
import type { DeclaredQuery } from "./query.ts";
import { regressionIn } from "./regression.ts";
import { rowOf, type Verdict } from "./row.ts";
import { called } from "./text.ts";
import { judgeTime } from "./timing.ts";
import { judgeUnmeasured } from "./unmeasured.ts";

/** What is said of one declared query. */
export interface QueryVerdict {
  readonly query: DeclaredQuery;
  /** What is wrong with it, and what helps; undefined when nothing is. */
  readonly trouble: { readonly message: string; readonly fix?: Fix; readonly plan?: string } | undefined;
  /** Why it could not be looked at, or not wholly. */
  readonly doubts: readonly Doubt[];
  readonly row: Facts;
  /** What may be recorded of it: it was measured whole, returned rows and kept its budgets. */
  readonly recordable: Measurement | undefined;
}

export interface Yardsticks extends Moment {
  readonly baseline: ReadBaseline;
  readonly maxGrowth: number;
}

/** @param measured undefined in a run that measured nothing, and then nothing is concluded */
export function judgeQuery(
  query: DeclaredQuery,
  measured: Measured | undefined,
  yardsticks: Yardsticks,
): QueryVerdict {
  const measurement = measured !== undefined && "measurement" in measured ? measured.measurement : undefined;
  const recorded = recordedOf(yardsticks.baseline, query, measurement, yardsticks);
  if (measurement === undefined) return unmeasured(query, measured, recorded);

  const compared = "usable" in recorded ? recorded : undefined;
  const changes =
    compared === undefined
      ? peculiaritiesOf(measurement)
      : changesSince(compared.usable, measurement, query["max-seq-scan-rows"]);
  const costs = costsOf(query, measurement, {
    grown: compared && regressionIn(compared, measurement, { maxGrowth: yardsticks.maxGrowth, changes }),
  });
  const problems = [...tooFewRows(query, measurement), ...costs.time, ...costs.budgets];
  const isCostly = costs.time.length + costs.budgets.length > 0;
  const why = isCostly ? explain(query, measurement, { costs, changes, compared }) : undefined;
  const incomplete = doubtsOf(query, measurement);
  return {
    query,
    trouble:
      problems.length === 0
        ? undefined
        : {
            message: `${called(query.name)} ${problems.join("; it ")}.${why?.words ?? ""}`,
            plan: treeOf(measurement.plan, measurement),
            ...(why?.fix === undefined ? {} : { fix: why.fix }),
          },
    doubts: [...incomplete, ...doubtsOfYardstick(query, recorded)],
    row: rowOf(query, {
      verdict: problems.length > 0 ? "fail" : kept(query, { isWhole: incomplete.length === 0, recorded }),
      measured,
      recorded,
      changes: compared === undefined ? "" : changesInWords(changes).join("; "),
    }),
    recordable: problems.length === 0 && incomplete.length === 0 ? measurement : undefined,
  };
}

/** Of a query of which nothing is wrong in sight. */
function kept(
  query: DeclaredQuery,
  { isWhole, recorded }: { readonly isWhole: boolean; readonly recorded: Recorded },
): Verdict {
  if (!isWhole) return "unknown";
  if (hasBudget(query) || "usable" in recorded) return "pass";
  return "missing" in recorded ? "measured" : "unknown";
}

function costsOf(query: DeclaredQuery, measurement: Measurement, { grown }: Pick<Costs, "grown">): Costs {
  const maxTime = query["max-time"];
  const isTooSlow = maxTime !== undefined && judgeTime(measurement, maxTime) === "over";
  return {
    time: isTooSlow ? [tellTooSlow(measurement, maxTime)] : [],
    budgets: brokenBudgets(query, measurement, grown),
    grown,
  };
}

function unmeasured(query: DeclaredQuery, measured: Measured | undefined, recorded: Recorded): QueryVerdict {
  const { problem, doubt } = judgeUnmeasured(query, measured, recorded);
  return {
    query,
    trouble: problem === undefined ? undefined : { message: `${called(query.name)} ${problem}.` },
    doubts: doubt === undefined ? [] : [{ unknown: doubt }],
    row: rowOf(query, {
      verdict: problem === undefined ? "unknown" : "fail",
      measured,
      recorded,
      changes: "",
    }),
    recordable: undefined,
  };
}
