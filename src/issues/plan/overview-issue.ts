import { CHECKLIST, INDEX_USAGE, type IssueOperation, type IssueTopic, OVERVIEW } from "../issue.ts";
import type { OverviewView } from "../render/model.ts";
import { renderOverview } from "../render/overview.ts";
import type { PlanContext } from "./context.ts";
import { changesSince, type IssueOf, overviewRows } from "./overview-rows.ts";
import { keptSuiteStates } from "./suite-issue.ts";
import { type Draft, opening, operationOf } from "./write.ts";

/**
 * The overview, which is always there and written once a run, without a comment.
 *
 * @param writes what this plan does to other issues
 * @param waiting ids of the checks whose issue opens in one of the next runs
 */
export function planOverview(
  ctx: PlanContext,
  writes: readonly IssueOperation[],
  waiting: readonly string[],
): IssueOperation | undefined {
  const { issue } = ctx.topics.of(OVERVIEW);
  const draft: Draft = {
    topic: OVERVIEW,
    issue,
    closed: null,
    priority: null,
    findings: [],
    wasFullyChecked: true,
    suites: keptSuiteStates(ctx, OVERVIEW),
    text: (numbers, leftOut) =>
      renderOverview(viewOf(ctx, issuesAfter(ctx, writes, numbers), waiting, leftOut)),
  };
  const why = describeResults(ctx);
  if (issue === undefined) {
    const { title, addLabels } = opening(
      { ...ctx, rules: { ...ctx.rules, labels: [] } },
      `Database health: ${ctx.run.target}`,
      null,
    );
    return operationOf(ctx, draft, {
      action: "open",
      why,
      ...(title === undefined ? {} : { title }),
      addLabels,
    });
  }
  const isNews = ctx.previous !== undefined && hasAppeared(ctx);
  return operationOf(ctx, draft, { action: !issue.isOpen && isNews ? "reopen" : "update", why });
}

function hasAppeared({ stored }: PlanContext): boolean {
  return [...stored.checks.values()].some(({ appeared }) => appeared.length > 0);
}

function describeResults({ facts }: PlanContext): string {
  const { results } = facts.report;
  const failing = results.filter(({ status }) => status === "fail").length;
  return `${failing} of ${results.length} checks ${failing === 1 ? "fails" : "fail"}`;
}

/** Which issues are open once the plan is carried out. */
function issuesAfter(
  { topics }: PlanContext,
  writes: readonly IssueOperation[],
  numbers: ReadonlyMap<IssueTopic, number>,
): IssueOf {
  return (topic) => {
    const write = writes.find((each) => each.topic === topic && each.action !== "close-duplicate");
    if (write?.action === "open") return numbers.get(topic) ?? null;
    if (write?.action === "close") return null;
    const { issue } = topics.of(topic);
    return issue?.isOpen === true || write?.action === "reopen" ? (issue?.number ?? null) : null;
  };
}

function viewOf(
  ctx: PlanContext,
  issueOf: IssueOf,
  waiting: readonly string[],
  leftOut: number,
): OverviewView {
  return {
    run: ctx.run,
    report: ctx.shown,
    rows: overviewRows(ctx, issueOf),
    previousRun: ctx.previous?.runs[0]?.at ?? null,
    changes: changesSince(ctx),
    runs: ctx.stored.suiteState.runs,
    waiting,
    checklistIssue: issueOf(CHECKLIST),
    indexUsageIssue: issueOf(INDEX_USAGE),
    leftOut,
    showsNames: ctx.rules.showsNames,
  };
}
