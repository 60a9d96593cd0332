import type { Priority } from "../../core/priority.ts";
import { DAY } from "../../lib/time.ts";
import { type IssueOperation, type IssueTopic, LABEL, type ManagedIssue, priorityLabel } from "../issue.ts";
import { duplicateText } from "../render/comments.ts";
import { bodyFrame, composeBody, contentOf } from "../render/fit.ts";
import type { BodyFrame, IssueText } from "../render/model.ts";
import { issueFooter } from "../render/parts.ts";
import { type IssueState, STATE_VERSION, type StoredFinding } from "../state/schema.ts";
import type { PlanContext } from "./context.ts";
import { differenceOf, inOrder, isEmpty, leftOutAfter, samePriorities } from "./diff.ts";

/** Maximum length of a title that is sent; GitHub accepts 256 characters. */
const TITLE_LENGTH = 240;

/** After this time an issue is rewritten although only its numbers changed. */
const NUMBERS_LAST = 7 * DAY;

/** What an issue stores for the next run. */
export interface StateDraft {
  readonly topic: IssueTopic;
  /** Undefined for a new one. */
  readonly issue: ManagedIssue | undefined;
  readonly closed: IssueState["closed"];
  /** Null when the issue has no priority label. */
  readonly priority: Priority | null;
  readonly findings: readonly StoredFinding[];
  /** False when part of it has status unknown: findings that were left out of the state are then still open. */
  readonly wasFullyChecked: boolean;
  readonly suites: IssueState["suites"];
}

/** What an issue stores and shows. */
export interface Draft extends StateDraft {
  readonly text: IssueText;
}

/** How a draft is written; labels and assignees that are not given stay as they are. */
type WriteOptions = Pick<IssueOperation, "action" | "why"> &
  Partial<Pick<IssueOperation, "title" | "assignees" | "addLabels" | "removeLabels" | "reason" | "comment">>;

/** Undefined, with a notice, when people's text leaves no room. */
export function operationOf(
  ctx: PlanContext,
  draft: Draft,
  options: WriteOptions,
): IssueOperation | undefined {
  const frame = frameOf(ctx, draft);
  return frame && operationWith(draft, options, composeBody(frame, draft.text));
}

/** An operation that changes labels and assignees only where the options say so. */
export function operationWith(
  { topic, issue }: StateDraft,
  options: WriteOptions,
  body: IssueOperation["body"],
): IssueOperation {
  const number = issue?.number ?? null;
  return { topic, number, addLabels: [], removeLabels: [], assignees: [], ...options, body };
}

/** Undefined, with a notice, when people's text leaves no room. */
export function frameOf(ctx: PlanContext, draft: StateDraft): BodyFrame | undefined {
  const { topic, issue } = draft;
  const frame = bodyFrame(
    { target: ctx.run.target, topic, around: issue },
    {
      version: STATE_VERSION,
      run: ctx.facts.run,
      closed: draft.closed,
      idFormat: ctx.ids.idFormat,
      priority: draft.priority,
      findings: inOrder(draft.findings),
      leftOut: draft.wasFullyChecked ? 0 : leftOutAfter(issue?.state ?? null, draft.findings),
      suites: draft.suites,
    },
  );
  if (frame === undefined) {
    ctx.notice(`Issue #${issue?.number} is left alone: the text around our block leaves no room for it.`);
  }
  return frame;
}

/** Title, labels and assignees of a new issue. */
export function opening(
  { rules }: PlanContext,
  title: string,
  priority: Priority | null,
): Pick<IssueOperation, "title" | "addLabels" | "assignees"> {
  const ours = [LABEL, ...(priority === null ? [] : [priorityLabel(priority)])];
  return {
    title: [...title].slice(0, TITLE_LENGTH).join(""),
    addLabels: [...new Set([...ours, ...rules.labels])],
    assignees: rules.assignees,
  };
}

const SAME_LABELS = { addLabels: [], removeLabels: [] } as const;

/** Replaces the priority label of the last run, unless a person has removed it. */
export function relabelling(
  { labels, state }: ManagedIssue,
  priority: Priority | null,
): Pick<IssueOperation, "addLabels" | "removeLabels"> {
  const former = state?.priority ?? null;
  if (priority === null || former === null || former === priority) return SAME_LABELS;
  // GitHub compares labels without regard to case.
  const find = (wanted: string): string | undefined =>
    labels.find((label) => label.toLowerCase() === wanted.toLowerCase());
  const ours = find(priorityLabel(former));
  if (ours === undefined) return SAME_LABELS;
  const label = priorityLabel(priority);
  return { addLabels: find(label) === undefined ? [label] : [], removeLabels: [ours] };
}

/** Whether the issue already shows and stores this. For issues that store no suite and link to no other issue. */
export function isWritten({ ids, facts }: PlanContext, issue: ManagedIssue, draft: Draft): boolean {
  const { state } = issue;
  if (state === null || state.closed !== draft.closed || state.priority !== draft.priority) return false;
  const difference = differenceOf(state, ids.idFormat, draft);
  if (difference === undefined || !isEmpty(difference)) return false;
  if (!samePriorities(state, draft.findings)) return false;
  const content = contentOf(draft.text);
  const isStable = state.content.split(".")[0] === content.split(".")[0];
  return state.content === content || (isStable && facts.run.at - state.run.at < NUMBERS_LAST);
}

/** Closes the other issues of a topic, which runs at the same moment opened: the lowest number is kept. */
export function closeDuplicates(ctx: PlanContext, topic: IssueTopic): IssueOperation[] {
  const { issue, duplicates } = ctx.topics.of(topic);
  return issue === undefined ? [] : duplicates.map((duplicate) => closeOne(ctx, issue, duplicate));
}

function closeOne(ctx: PlanContext, kept: ManagedIssue, duplicate: ManagedIssue): IssueOperation {
  const content = duplicateText(ctx.run, kept.number);
  const draft: Draft = {
    topic: duplicate.topic,
    issue: duplicate,
    closed: "duplicate",
    priority: duplicate.state?.priority ?? null,
    findings: [],
    wasFullyChecked: true,
    suites: {},
    text: { content, footer: issueFooter(ctx.run) },
  };
  const supportsDuplicates = !ctx.rules.isEnterpriseServer;
  const options = {
    action: "close-duplicate",
    reason: supportsDuplicates ? "duplicate" : "not_planned",
    why: `#${kept.number} stays`,
    ...(supportsDuplicates ? { duplicateOf: { number: kept.number, id: kept.id } } : {}),
  } as const;
  // Where people's text leaves no room, the duplicate is closed with its body as it is.
  return operationOf(ctx, draft, options) ?? operationWith(draft, options, duplicate.body);
}
