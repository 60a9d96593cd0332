import type { IssueOperation, IssueTopic, ManagedIssue } from "../issue.ts";
import { commentOnChanges, commentOnClosing, commentOnReopening } from "../render/comments.ts";
import type { ChangeView } from "../render/model.ts";
import type { IssueState } from "../state/schema.ts";
import type { PlanContext } from "./context.ts";
import { type Difference, inWords, isEmpty } from "./diff.ts";
import { suiteStatesIn } from "./issues-by-topic.ts";
import { type IssueNeeds, nextAction } from "./next-action.ts";
import { type Draft, opening, operationOf, relabelling } from "./write.ts";

/** The checklist and the weekly index usage: they open and close, and keep their suite's memory all the while. */
export interface SuiteIssue {
  readonly title: string;
  readonly issue: ManagedIssue | undefined;
  readonly standing: IssueNeeds;
  readonly difference: Difference;
  readonly change: ChangeView;
  /** What is counted: one, and more. */
  readonly what: readonly [string, string];
  /** @param place the issue that is written; undefined for a new one */
  draft(place: ManagedIssue | undefined): Draft;
}

/** One write a run: the plan asks only when memory does not hold this run yet. */
export function planSuiteIssue(ctx: PlanContext, suiteIssue: SuiteIssue): IssueOperation | undefined {
  const { standing, difference, change } = suiteIssue;
  const step = nextAction(suiteIssue.issue, standing, ctx.facts.run.at);
  switch (step.kind) {
    case "open": {
      const draft = suiteIssue.draft(undefined);
      return operationOf(ctx, draft, {
        action: "open",
        why: `${change.standing} ${suiteIssue.what[change.standing === 1 ? 0 : 1]}`,
        ...opening(ctx, suiteIssue.title, draft.priority),
      });
    }
    case "update": {
      const draft = suiteIssue.draft(step.issue);
      return operationOf(ctx, draft, {
        action: "update",
        why: inWords(difference),
        ...labels(step.issue, draft),
        ...(isEmpty(difference) ? {} : { comment: commentOnChanges(change) }),
      });
    }
    case "close":
      return operationOf(
        ctx,
        { ...suiteIssue.draft(step.issue), closed: "pass" },
        {
          action: "close",
          reason: "completed",
          why: "nothing is left",
          comment: commentOnClosing(change, { kind: "pass" }),
        },
      );
    case "reopen": {
      const draft = suiteIssue.draft(step.issue);
      return operationOf(ctx, draft, {
        action: "reopen",
        why: step.why === "came-back" ? "it came back" : inWords(difference),
        ...labels(step.issue, draft),
        comment: commentOnReopening(change, step.why),
      });
    }
    case "acknowledge":
      return operationOf(
        ctx,
        { ...suiteIssue.draft(step.issue), closed: "pass" },
        { action: "update", why: "its memory" },
      );
    case "leave":
      return step.issue === undefined ? undefined : rest(ctx, suiteIssue, step.issue);
  }
}

/** Memory goes on, and nothing else: what the issue tells of stays as it was. */
function rest(ctx: PlanContext, suiteIssue: SuiteIssue, issue: ManagedIssue): IssueOperation | undefined {
  const { state } = issue;
  const draft = suiteIssue.draft(issue);
  const told =
    state !== null && state.idFormat === ctx.ids.idFormat
      ? { closed: state.closed, priority: state.priority, findings: state.findings }
      : { closed: state === null ? ("pass" as const) : state.closed };
  return operationOf(ctx, { ...draft, ...told }, { action: "update", why: "its memory" });
}

function labels(
  issue: ManagedIssue,
  { priority }: Draft,
): Pick<IssueOperation, "addLabels" | "removeLabels"> {
  return priority === null ? { addLabels: [], removeLabels: [] } : relabelling(issue, priority);
}

/** This suite's new slot beside those of the others. */
export function keptSuiteStates(ctx: PlanContext, topic: IssueTopic): IssueState["suites"] {
  return { ...suiteStatesIn(ctx.topics, topic, ctx.ids), [ctx.facts.report.suite]: ctx.stored.suiteState };
}
