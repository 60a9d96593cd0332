import type { IssueOperation, ManagedIssue } from "../issue.ts";
import {
  type ClosingReason,
  commentOnChanges,
  commentOnClosing,
  commentOnReopening,
} from "../render/comments.ts";
import type { ChangeView } from "../render/model.ts";
import type { IssueState } from "../state/schema.ts";
import type { PlanContext } from "./context.ts";
import { type Difference, describeDifference, isEmpty } from "./diff.ts";
import { type IssueNeeds, nextAction } from "./next-action.ts";
import { type Draft, isWritten, opening, operationOf, relabelling } from "./write.ts";

/** What this run found about one topic whose issue opens and closes: a check, the checklist or the index usage. */
export interface TopicFindings {
  readonly title: string;
  readonly issue: ManagedIssue | undefined;
  readonly needs: IssueNeeds;
  readonly difference: Difference;
  readonly change: ChangeView;
  readonly closing: ClosingReason;
  /** Reasons for the log and the dry run. */
  readonly why: { readonly open: string; readonly close: string; readonly acknowledge: string };
  /** The issue stores the state of its suite: every run writes it, also when nothing else changed. */
  readonly storesSuite: boolean;
  /** @param target the issue that is written; undefined for a new one */
  draft(target: ManagedIssue | undefined): Draft;
}

/** The one operation on a topic's issue; undefined when it is left as it is. */
export function planTopicIssue(ctx: PlanContext, topic: TopicFindings): IssueOperation | undefined {
  const { difference, change, why } = topic;
  const step = nextAction(topic.issue, topic.needs, ctx.facts.run.at);
  if (step.kind === "leave" && (step.issue === undefined || !topic.storesSuite)) return undefined;
  const draft = topic.draft(step.kind === "open" ? undefined : step.issue);
  switch (step.kind) {
    case "open":
      return operationOf(ctx, draft, {
        action: "open",
        why: why.open,
        ...opening(ctx, topic.title, draft.priority),
      });
    case "update":
      if (!topic.storesSuite && isWritten(ctx, step.issue, draft)) return undefined;
      return operationOf(ctx, draft, {
        action: "update",
        why: describeDifference(difference),
        ...relabelling(step.issue, draft.priority),
        ...(isEmpty(difference) ? {} : { comment: commentOnChanges(change) }),
      });
    case "close":
      return operationOf(
        ctx,
        { ...draft, closed: "pass" },
        {
          action: "close",
          reason: "completed",
          why: why.close,
          ...relabelling(step.issue, draft.priority),
          comment: commentOnClosing(change, topic.closing),
        },
      );
    case "reopen":
      return operationOf(ctx, draft, {
        action: "reopen",
        why: step.why === "came-back" ? "it came back" : describeDifference(difference),
        ...relabelling(step.issue, draft.priority),
        comment: commentOnReopening(change, step.why),
      });
    case "acknowledge":
      return operationOf(
        ctx,
        // The label stays as it is.
        { ...draft, closed: "pass", priority: step.issue.state?.priority ?? draft.priority },
        { action: "update", why: why.acknowledge },
      );
    case "leave":
      return storeSuite(ctx, draft, step.issue?.state ?? null);
  }
}

/** Writes the new state of the suite alone: what the issue reported stays as it was. */
function storeSuite(ctx: PlanContext, draft: Draft, state: IssueState | null): IssueOperation | undefined {
  const reported =
    state !== null && state.idFormat === ctx.ids.idFormat
      ? { closed: state.closed, priority: state.priority, findings: state.findings }
      : { closed: state === null ? ("pass" as const) : state.closed };
  return operationOf(ctx, { ...draft, ...reported }, { action: "update", why: "its memory" });
}
