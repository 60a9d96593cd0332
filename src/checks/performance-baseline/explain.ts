import type { Fix } from "../../core/finding.ts";
import { fromIso, toDate } from "../../lib/time.ts";
import type { PlanOutline, RecordedQuery } from "./baseline-file.ts";
import type { Measurement } from "./measurement.ts";
import { isNamed } from "./plan/node.ts";
import { planOutline } from "./plan/render.ts";
import {
  type Changes,
  describeChanges,
  describeNotable,
  describeOtherPlan,
  type Remedy,
  remedyFor,
  WITH_ANOTHER_PLAN,
} from "./plan-changes.ts";
import type { DeclaredQuery } from "./query.ts";
import { names, number, rows, sentence } from "./text.ts";

/** What a query costs too much by, each as a sentence has it after its name. */
export interface Costs {
  readonly time: readonly string[];
  readonly budgets: readonly string[];
  /** More than the baseline's blocks; it stands among the budgets. */
  readonly grown: string | undefined;
}

export interface Compared {
  readonly usable: RecordedQuery;
  readonly recordedAt: string;
}

/** What the plan does otherwise since, and what most likely helps. What the costs said already is not said again. */
export function explain(
  query: DeclaredQuery,
  measurement: Measurement,
  {
    costs,
    changes,
    compared,
  }: { readonly costs: Costs; readonly changes: Changes; readonly compared: Compared | undefined },
): { readonly words: string; readonly fix?: Fix } {
  const unsaid = withoutSaid(query, changes, [...costs.time, ...costs.budgets]);
  const told = compared === undefined ? notable(unsaid) : since(unsaid, costs, compared);
  const isOnlyLost =
    told.length > 0 && unsaid.lostIndexes.length === 1 && describeChanges(unsaid).length === 1;
  const remedy = remedyFor(changes, isOnlyLost) ?? ofSamePlan(measurement, costs, compared);
  return {
    words: [...told, ...(remedy === undefined ? [] : [remedy.words])].map((each) => ` ${each}`).join(""),
    ...(remedy?.fix === undefined ? {} : { fix: remedy.fix }),
  };
}

function withoutSaid(query: DeclaredQuery, changes: Changes, costs: readonly string[]): Changes {
  return {
    ...changes,
    sequential: costs.some((cost) => cost.includes(" sequentially")) ? [] : changes.sequential,
    lostIndexes: changes.lostIndexes.filter(
      (lost) => !query["uses-index"].some((wanted) => isNamed(wanted, lost.name)),
    ),
  };
}

function notable(changes: Changes): string[] {
  const words = describeNotable(changes);
  return words.length === 0 ? [] : [sentence(words.join("; "))];
}

function since(changes: Changes, { grown }: Costs, compared: Compared): string[] {
  const otherwise = describeOtherPlan(changes);
  const then = grown === undefined ? dayOf(compared) : "then";
  return [
    ...(otherwise.length === 0 ? [] : [`Since ${then} ${otherwise.join("; ")}.`]),
    ...notable({ ...changes, sequential: [] }),
  ];
}

/** The plan is the recorded one, and costs too much all the same. */
function ofSamePlan(
  measurement: Measurement,
  { time, budgets }: Costs,
  compared: Compared | undefined,
): Remedy | undefined {
  if (
    compared === undefined ||
    !isSamePlan(compared.usable.plan, planOutline(measurement.plan, measurement))
  ) {
    return undefined;
  }
  const { usable: old } = compared;
  if (measurement.blocks > WITH_ANOTHER_PLAN * old.blocks) {
    if (measurement.rowsRead > WITH_ANOTHER_PLAN * old.rowsRead) {
      return {
        words: `It is the recorded plan, and reads ${rows(measurement.rowsRead)} where it read ${number(old.rowsRead)}: its parameters find more.`,
      };
    }
    const tables = names(old.tables.map(({ name }) => name));
    return {
      words: `It is the recorded plan, and reads no more rows than it did: see whether dead rows of ${tables} wait for VACUUM.`,
    };
  }
  if (time.length > 0 && budgets.length === 0) {
    return {
      words: `The plan and its blocks are as recorded on ${dayOf(compared)}: the server is slower, or the budget too tight.`,
    };
  }
  return undefined;
}

function isSamePlan(then: readonly PlanOutline[], now: readonly PlanOutline[]): boolean {
  return (
    then.length === now.length &&
    then.every((line, at) =>
      (["depth", "type", "relation", "index"] as const).every((key) => line[key] === now[at]?.[key]),
    )
  );
}

function dayOf({ recordedAt }: Compared): string {
  return toDate(fromIso(recordedAt) ?? 0);
}
