import { CHECKLIST, INDEX_USAGE, type IssueOperation, OVERVIEW } from "../issue.ts";
import type { OverviewView } from "../render/model.ts";
import type { IssueState } from "../state/schema.ts";
import { type PlanContext, suiteStatesAfterRun } from "./context.ts";
import { changesSince, type IssueOf, overviewRows } from "./overview-rows.ts";
import { frameOf, opening, operationWith, type StateDraft } from "./write.ts";

/**
 * The overview, which is always open and written once in each run, without a comment.
 *
 * @param writes the plan's operations on other issues
 * @param waiting ids of the checks whose issue opens in one of the next runs
 */
export function planOverview(
  ctx: PlanContext,
  writes: readonly IssueOperation[],
  waiting: readonly string[],
): IssueOperation | undefined {
  const { issue } = ctx.topics.of(OVERVIEW);
  const draft: StateDraft = {
    topic: OVERVIEW,
    issue,
    closed: null,
    priority: null,
    findings: [],
    wasFullyChecked: true,
    suites: suiteStatesAfterRun(ctx, OVERVIEW),
  };
  const frame = frameOf(ctx, draft);
  if (frame === undefined) return undefined;
  const body = { frame, view: viewOf(ctx, issuesAfter(ctx, writes), waiting, leftOutOf(frame.state)) };
  const why = describeResults(ctx);
  if (issue === undefined) {
    const { title, addLabels } = opening(
      { ...ctx, rules: { ...ctx.rules, labels: [] } },
      `Database health: ${ctx.run.target}`,
      null,
    );
    const titled = title === undefined ? {} : { title };
    return operationWith(draft, { action: "open", why, ...titled, addLabels }, body);
  }
  const isNews = ctx.previous !== undefined && hasAppeared(ctx);
  return operationWith(draft, { action: !issue.isOpen && isNews ? "reopen" : "update", why }, body);
}

function hasAppeared({ stored }: PlanContext): boolean {
  return [...stored.checks.values()].some(({ appeared }) => appeared.length > 0);
}

function describeResults({ facts }: PlanContext): string {
  const { results, unreachable } = facts.report;
  if (unreachable !== undefined) return "the database was not reached, so nothing was checked";
  if (!results.some(({ status }) => ["pass", "fail", "measured"].includes(status))) {
    return "nothing could be checked";
  }
  const failing = results.filter(({ status }) => status === "fail").length;
  return `${failing} of ${results.length} checks ${failing === 1 ? "fails" : "fail"}`;
}

/** Findings of all suites that the state has no room for. */
function leftOutOf({ suites }: IssueState): number {
  return Object.values(suites)
    .flatMap(({ checks }) => Object.values(checks))
    .reduce((sum, check) => sum + check.leftOut, 0);
}

/** Which issues are open after the plan was applied. Those that it opens have no number yet. */
function issuesAfter({ topics }: PlanContext, writes: readonly IssueOperation[]): IssueOf {
  return (topic) => {
    const write = writes.find((each) => each.topic === topic && each.action !== "close-duplicate");
    if (write?.action === "open" || write?.action === "close") return null;
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
