import type { Fix } from "../../../core/finding.ts";
import type { BrokenBudget } from "../budgets.ts";
import type { Measurement } from "../measurement.ts";
import { matchesName } from "../plan/node.ts";
import type { DeclaredQuery } from "../query.ts";
import { day, sentence } from "../text.ts";
import type { Comparable } from "./comparison.ts";
import {
  describeCauses,
  describeChanges,
  describeNotable,
  describeOtherPlan,
  type PlanChanges,
} from "./plan-changes.ts";
import { remedyForChanges, remedyForSamePlan } from "./remedy.ts";

/** What a query costs too much. */
export interface ExcessCosts {
  /** Follows the query's name in a sentence; empty when its time is within the budget. */
  readonly time: readonly string[];
  readonly budgets: readonly BrokenBudget[];
  /** The growth since the baseline, which is part of the first of the budgets; undefined for no regression. */
  readonly growth: string | undefined;
}

/**
 * What the plan does differently than the recorded one, and what most likely helps. It does not repeat what the sentence
 * about the costs says already.
 */
export function explainCosts(
  query: DeclaredQuery,
  measurement: Measurement,
  {
    costs,
    changes,
    comparable,
  }: {
    readonly costs: ExcessCosts;
    readonly changes: PlanChanges;
    readonly comparable: Comparable | undefined;
  },
): { readonly text: string; readonly fix?: Fix } {
  const remaining = withoutRepetition(query, changes, costs);
  const sentences =
    comparable === undefined
      ? oneSentence(describeNotable(remaining))
      : sentencesSince(remaining, costs, comparable);
  const isOneLostIndex =
    sentences.length > 0 && remaining.lostIndexes.length === 1 && describeChanges(remaining).length === 1;
  const isOnlyTime = costs.time.length > 0 && costs.budgets.length === 0;
  const remedy =
    remedyForChanges(changes, isOneLostIndex) ??
    (comparable && remedyForSamePlan(measurement, comparable, isOnlyTime));
  return {
    text: [...sentences, ...(remedy === undefined ? [] : [remedy.sentence])]
      .map((each) => ` ${each}`)
      .join(""),
    ...(remedy?.fix === undefined ? {} : { fix: remedy.fix }),
  };
}

function withoutRepetition(
  query: DeclaredQuery,
  changes: PlanChanges,
  { budgets }: ExcessCosts,
): PlanChanges {
  return {
    ...changes,
    sequential: budgets.some(({ namesSequentialReads }) => namesSequentialReads) ? [] : changes.sequential,
    lostIndexes: changes.lostIndexes.filter(
      (lost) => !query["uses-index"].some((required) => matchesName(required, lost.name)),
    ),
  };
}

function sentencesSince(changes: PlanChanges, { growth }: ExcessCosts, { recordedAt }: Comparable): string[] {
  const otherPlan = describeOtherPlan(changes);
  // The sentence about the growth has the day already.
  const then = growth === undefined ? day(recordedAt) : "then";
  return [
    ...(otherPlan.length === 0 ? [] : [`Since ${then} ${otherPlan.join("; ")}.`]),
    ...oneSentence(describeCauses(changes)),
  ];
}

function oneSentence(parts: readonly string[]): string[] {
  return parts.length === 0 ? [] : [sentence(parts.join("; "))];
}
