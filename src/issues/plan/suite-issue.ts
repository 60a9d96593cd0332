import type { Home, IssueWrite, OurIssue } from "../issue.ts";
import { commentOnChanges, commentOnClosing, commentOnReopening } from "../render/comments.ts";
import type { ChangeView } from "../render/model.ts";
import type { IssueState } from "../state/schema.ts";
import type { PlanContext } from "./context.ts";
import { type Difference, inWords, isEmpty } from "./diff.ts";
import { slotsIn } from "./issues-by-topic.ts";
import { nextStep, type Standing } from "./next-action.ts";
import { type Draft, opening, relabelling, writeOf } from "./write.ts";

/** The checklist and the weekly index usage: they open and close, and keep their suite's memory all the while. */
export interface Keeper {
  readonly title: string;
  readonly issue: OurIssue | undefined;
  readonly standing: Standing;
  readonly difference: Difference;
  readonly change: ChangeView;
  /** What is counted: one, and more. */
  readonly what: readonly [string, string];
  /** @param place the issue that is written; undefined for a new one */
  draft(place: OurIssue | undefined): Draft;
}

/** One write a run: the plan asks only when memory does not hold this run yet. */
export function planKeeper(ctx: PlanContext, keeper: Keeper): IssueWrite | undefined {
  const { standing, difference, change } = keeper;
  const step = nextStep(keeper.issue, standing, ctx.facts.run.at);
  switch (step.kind) {
    case "open": {
      const draft = keeper.draft(undefined);
      return writeOf(ctx, draft, {
        action: "open",
        why: `${change.standing} ${keeper.what[change.standing === 1 ? 0 : 1]}`,
        ...opening(ctx, keeper.title, draft.priority),
      });
    }
    case "update": {
      const draft = keeper.draft(step.issue);
      return writeOf(ctx, draft, {
        action: "update",
        why: inWords(difference),
        ...labels(step.issue, draft),
        ...(isEmpty(difference) ? {} : { comment: commentOnChanges(change) }),
      });
    }
    case "close":
      return writeOf(
        ctx,
        { ...keeper.draft(step.issue), closed: "pass" },
        {
          action: "close",
          reason: "completed",
          why: "nothing is left",
          comment: commentOnClosing(change, { kind: "pass" }),
        },
      );
    case "reopen": {
      const draft = keeper.draft(step.issue);
      return writeOf(ctx, draft, {
        action: "reopen",
        why: step.why === "came-back" ? "it came back" : inWords(difference),
        ...labels(step.issue, draft),
        comment: commentOnReopening(change, step.why),
      });
    }
    case "settle":
      return writeOf(
        ctx,
        { ...keeper.draft(step.issue), closed: "pass" },
        { action: "update", why: "its memory" },
      );
    case "rest":
      return step.issue === undefined ? undefined : rest(ctx, keeper, step.issue);
  }
}

/** Memory goes on, and nothing else: what the issue tells of stays as it was. */
function rest(ctx: PlanContext, keeper: Keeper, issue: OurIssue): IssueWrite | undefined {
  const { state } = issue;
  const draft = keeper.draft(issue);
  const told =
    state !== null && state.form === ctx.refs.form
      ? { closed: state.closed, priority: state.priority, findings: state.findings }
      : { closed: state === null ? ("pass" as const) : state.closed };
  return writeOf(ctx, { ...draft, ...told }, { action: "update", why: "its memory" });
}

function labels(issue: OurIssue, { priority }: Draft): Pick<IssueWrite, "addLabels" | "removeLabels"> {
  return priority === null ? { addLabels: [], removeLabels: [] } : relabelling(issue, priority);
}

/** This suite's new slot beside those of the others. */
export function keptSlots(ctx: PlanContext, home: Home): IssueState["slots"] {
  return { ...slotsIn(ctx.homes, home, ctx.refs), [ctx.facts.report.suite]: ctx.remembered.slot };
}
