import { byPriority } from "../../core/priority.ts";
import type { IssueWrite, Tracker } from "../issue.ts";
import { isSameRun } from "../state/schema.ts";
import { planCheck } from "./check-issue.ts";
import type { PlanContext } from "./context.ts";

/** So that the first night does not flood: the others open in the next runs. */
const OPENED_IN_A_RUN = 5;

export interface CheckPlans {
  readonly writes: IssueWrite[];
  /** Ids of the checks whose issue opens in one of the next runs. */
  readonly waiting: readonly string[];
}

export function planChecks(ctx: PlanContext, tracker: Tracker): CheckPlans {
  const planned = ctx.facts.report.results
    .filter(({ check }) => !ctx.facts.indexUsage.has(check) && !tracker.untouchable.includes(check))
    .flatMap((result) => {
      const write = planCheck(ctx, result);
      return write === undefined ? [] : [{ write, priority: result.priority }];
    });
  const changes = planned.filter(({ write }) => write.action !== "open");
  const opens = planned.filter(({ write }) => write.action === "open").sort(byPriority);
  const room = Math.max(0, OPENED_IN_A_RUN - writtenBy(ctx, tracker));
  return {
    writes: [...opens.slice(0, room), ...changes].map(({ write }) => write),
    waiting: opens.slice(room).map(({ write }) => write.home),
  };
}

/**
 * Issues of checks that this very run has written already, when it looks again after its own writes. Which of them
 * it opened is not told, so none is opened over the limit. What it wrote it wrote: the number never falls.
 */
function writtenBy({ facts }: PlanContext, { issues }: Tracker): number {
  const checks = new Set(facts.report.results.map(({ check }) => check));
  return issues.filter(
    ({ home, state }) => checks.has(home) && state !== null && isSameRun(state.run, facts.run),
  ).length;
}
