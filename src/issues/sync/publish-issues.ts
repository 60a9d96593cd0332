import type { Settings } from "../../core/settings.ts";
import type { Clock } from "../../github/transport.ts";
import type { IssueChange, Tracker, TrackerEvidence } from "../issue.ts";
import type { RunFacts } from "../run-facts.ts";

export interface PublishedIssues {
  readonly changes: readonly IssueChange[];
  /** What could not be done, one sentence each, with the permission to add where one is missing. */
  readonly problems: readonly string[];
}

/**
 * Brings the issues in line with what this run found. It never throws: what went wrong is told.
 *
 * @param clock a test's own
 */
export async function publishIssues(
  facts: RunFacts,
  { writes, tracker, showsNames }: TrackerEvidence,
  settings: Settings,
  clock?: Clock,
): Promise<PublishedIssues> {
  const { token, repository } = settings.github;
  const mayWrite = writes && "value" in tracker && !settings.issues.dryRun;
  if (!mayWrite || token === undefined || repository === null) return { changes: [], problems: [] };
  const [{ bringInLine }, { planIssues, rulesOf }] = await Promise.all([
    import("./reconcile.ts"),
    import("../plan/plan.ts"),
  ]);
  const rules = rulesOf(settings, showsNames);
  const plan = (issues: Tracker) => planIssues(facts, issues, rules);
  return bringInLine({ plan, settings, token, repository, ...(clock && { clock }) });
}
