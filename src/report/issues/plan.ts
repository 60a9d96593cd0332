import type { RunFacts } from "../../domain/run-facts.ts";
import type { IssuePlan, IssueRules, Tracker } from "../../domain/tracker.ts";

export interface PlanRules extends IssueRules {
  readonly showsNames: boolean;
  /** Enterprise Server knows no duplicates. */
  readonly isEnterpriseServer: boolean;
}

/**
 * What is to be done to the issues so that they say what this run found. Pure; after it was carried out the same
 * question gives an empty plan.
 */
export function planIssues(_facts: RunFacts, _tracker: Tracker, _rules: PlanRules): IssuePlan {
  return { writes: [], notices: [] };
}
