import type { Facts, Fix, Unknown } from "../result.ts";
import { brokenBudgets, hasBudget, tellTooSlow, tooFewRows } from "./budgets.ts";
import {
  type Changes,
  changesInWords,
  changesSince,
  peculiaritiesInWords,
  peculiaritiesOf,
  remedyFor,
} from "./changes.ts";
import { type Moment, type Recorded, recordedOf } from "./compare.ts";
import type { Measured, Measurement } from "./evidence.ts";
import { rowOf } from "./facts.ts";
import type { DeclaredQuery } from "./query.ts";
import type { ReadBaseline } from "./recorded.ts";
import { regressionIn } from "./regression.ts";
import { judgeTime } from "./times.ts";
import { treeOf } from "./tree.ts";
import { judgeUnmeasured } from "./unmeasured.ts";
import { sentence } from "./words.ts";

/** What is said of one declared query. */
export interface QueryVerdict {
  readonly query: DeclaredQuery;
  /** What is wrong with it, and what helps; undefined when nothing is. */
  readonly trouble: { readonly message: string; readonly fix?: Fix; readonly plan?: string } | undefined;
  /** Why it could not be looked at, or not wholly. */
  readonly doubts: readonly Unknown[];
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

  const changes =
    "usable" in recorded
      ? changesSince(recorded.usable, measurement, query["max-seq-scan-rows"])
      : peculiaritiesOf(measurement);
  const missing = tooFewRows(query, measurement);
  const costs = [
    ...tooSlow(query, measurement),
    ...brokenBudgets(query, measurement),
    ...("usable" in recorded
      ? regressionIn(recorded, measurement, { maxGrowth: yardsticks.maxGrowth, changes })
      : []),
  ];
  const incomplete = doubtsOf(query, measurement);
  const problems = [...missing, ...costs];
  const yardstick = doubtsOfYardstick(query, recorded);
  const isJudged = hasBudget(query) || "usable" in recorded;
  const trouble = problems.length === 0 ? undefined : tell(query, problems, measurement);
  return {
    query,
    trouble: trouble && {
      ...trouble,
      // A query that returns too little is not made right by an index.
      ...(costs.length === 0 ? {} : explain(trouble.message, changes, recorded)),
    },
    doubts: [...incomplete, ...yardstick],
    row: rowOf(query, {
      verdict: verdictOf(problems.length > 0, isJudged && incomplete.length === 0),
      measured,
      recorded,
      changes: "usable" in recorded ? changesInWords(changes).join("; ") : "",
    }),
    recordable: problems.length === 0 && incomplete.length === 0 ? measurement : undefined,
  };
}

function verdictOf(isBroken: boolean, isJudged: boolean): "pass" | "fail" | "unknown" {
  if (isBroken) return "fail";
  return isJudged ? "pass" : "unknown";
}

function tell({ name }: DeclaredQuery, problems: readonly string[], measurement: Measurement) {
  return {
    message: `${name} ${problems.join("; it ")}.`,
    plan: treeOf(measurement.plan, measurement),
  };
}

/** What the plan does otherwise since, and what most likely helps. */
function explain(message: string, changes: Changes, recorded: Recorded) {
  const isCompared = "usable" in recorded;
  const words = isCompared ? changesInWords(changes) : peculiaritiesInWords(unsaid(message, changes));
  const [first, ...others] = words;
  const said =
    first === undefined
      ? ""
      : ` ${sentence([`${isCompared ? "Since then " : ""}${first}`, ...others].join("; "))}`;
  const remedy = remedyFor(changes);
  return {
    message: `${message}${said}${remedy === undefined ? "" : ` ${remedy.words}`}`,
    ...(remedy?.fix === undefined ? {} : { fix: remedy.fix }),
  };
}

/** A budget may have said it already. */
function unsaid(message: string, changes: Changes): Changes {
  return message.includes(" sequentially") ? { ...changes, sequential: [] } : changes;
}

function tooSlow({ "max-time": maxTime }: DeclaredQuery, measurement: Measurement): string[] {
  if (maxTime === undefined || judgeTime(measurement, maxTime) !== "over") return [];
  return [tellTooSlow(measurement, maxTime)];
}

/** What this measurement cannot tell. */
function doubtsOf(query: DeclaredQuery, measurement: Measurement): Unknown[] {
  const { "min-rows": least, "max-time": maxTime } = query;
  const doubts: Unknown[] = [];
  if (least === undefined && measurement.rows === 0) {
    doubts.push({
      reason: "error",
      detail:
        "It returned no row, which proves nothing: give it parameters that find some, or declare min-rows: 0.",
    });
  }
  if (maxTime !== undefined && judgeTime(measurement, maxTime) === "unsettled") {
    doubts.push({
      reason: "timeout",
      detail:
        "It was slower than max-time, and the run's time was over before a second round could tell whether that was noise (policy.timeout in the configuration).",
    });
  }
  return doubts;
}

/** A recorded baseline that counts for nothing is never passed over in silence; none at all is no news. */
function doubtsOfYardstick(query: DeclaredQuery, recorded: Recorded): Unknown[] {
  if ("unusable" in recorded) return [recorded.unusable];
  if ("usable" in recorded || hasBudget(query)) return [];
  return [
    {
      reason: "error",
      detail:
        "Nothing judges it, for it has neither a budget nor a recorded baseline: declare max-time or max-blocks, or commit the file of the output baseline-file.",
    },
  ];
}

function unmeasured(query: DeclaredQuery, measured: Measured | undefined, recorded: Recorded): QueryVerdict {
  const { problem, doubt } = judgeUnmeasured(query, measured, recorded);
  return {
    query,
    trouble: problem === undefined ? undefined : { message: `${query.name} ${problem}.` },
    doubts: doubt === undefined ? [] : [doubt],
    row: rowOf(query, { verdict: verdictOf(problem !== undefined, false), measured, recorded, changes: "" }),
    recordable: undefined,
  };
}
