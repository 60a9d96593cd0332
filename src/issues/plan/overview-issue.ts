import { CHECKLIST, type Home, INDEX_USAGE, type IssueWrite, OVERVIEW } from "../issue.ts";
import type { OverviewView } from "../render/model.ts";
import { renderOverview } from "../render/overview.ts";
import type { PlanContext } from "./context.ts";
import { changesSince, type IssueOf, overviewRows } from "./overview-rows.ts";
import { keptSlots } from "./suite-issue.ts";
import { type Draft, opening, writeOf } from "./write.ts";

/**
 * The overview, which is always there and written once a run, without a comment.
 *
 * @param writes what this plan does to other issues
 * @param waiting ids of the checks whose issue opens in one of the next runs
 */
export function planOverview(
  ctx: PlanContext,
  writes: readonly IssueWrite[],
  waiting: readonly string[],
): IssueWrite | undefined {
  const { issue } = ctx.homes.of(OVERVIEW);
  const draft: Draft = {
    home: OVERVIEW,
    issue,
    closed: null,
    priority: null,
    findings: [],
    sawAll: true,
    slots: keptSlots(ctx, OVERVIEW),
    text: (numbers, leftOut) =>
      renderOverview(viewOf(ctx, issuesAfter(ctx, writes, numbers), waiting, leftOut)),
  };
  const why = tellResults(ctx);
  if (issue === undefined) {
    const { title, addLabels } = opening(
      { ...ctx, rules: { ...ctx.rules, labels: [] } },
      `Database health: ${ctx.run.target}`,
      null,
    );
    return writeOf(ctx, draft, { action: "open", why, ...(title === undefined ? {} : { title }), addLabels });
  }
  const isNews = ctx.previous !== undefined && hasAppeared(ctx);
  return writeOf(ctx, draft, { action: !issue.isOpen && isNews ? "reopen" : "update", why });
}

function hasAppeared({ remembered }: PlanContext): boolean {
  return [...remembered.checks.values()].some(({ appeared }) => appeared.length > 0);
}

function tellResults({ facts }: PlanContext): string {
  const { results } = facts.report;
  const failing = results.filter(({ status }) => status === "fail").length;
  return `${failing} of ${results.length} checks ${failing === 1 ? "fails" : "fail"}`;
}

/** Which issues are open once the plan is carried out. */
function issuesAfter(
  { homes }: PlanContext,
  writes: readonly IssueWrite[],
  numbers: ReadonlyMap<Home, number>,
): IssueOf {
  return (home) => {
    const write = writes.find((each) => each.home === home && each.action !== "close-duplicate");
    if (write?.action === "open") return numbers.get(home) ?? null;
    if (write?.action === "close") return null;
    const { issue } = homes.of(home);
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
    runs: ctx.remembered.slot.runs,
    waiting,
    checklistIssue: issueOf(CHECKLIST),
    indexUsageIssue: issueOf(INDEX_USAGE),
    leftOut,
    showsNames: ctx.rules.showsNames,
  };
}
