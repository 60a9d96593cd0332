import type { Priority } from "../../core/priority.ts";
import { DAY } from "../../lib/time.ts";
import { type IssueOperation, type IssueTopic, LABEL, type ManagedIssue, priorityLabel } from "../issue.ts";
import { duplicateText } from "../render/comments.ts";
import { composeBody, contentOf, fitInto, type Place, roomIn } from "../render/fit.ts";
import type { IssueText } from "../render/model.ts";
import { issueFooter } from "../render/parts.ts";
import { type IssueState, STATE_VERSION, type StoredFinding } from "../state/schema.ts";
import type { PlanContext } from "./context.ts";
import { differenceOf, inOrder, isEmpty, leftOutAfter, samePriorities } from "./diff.ts";

/** GitHub takes 256 characters of a title. */
const TITLE_LENGTH = 240;

/** Numbers that move by themselves are brought up to date so often. */
const NUMBERS_LAST = 7 * DAY;

/** What a home's issue is to say and to remember. */
export interface Draft {
  readonly topic: IssueTopic;
  /** Undefined for a new one. */
  readonly issue: ManagedIssue | undefined;
  readonly closed: IssueState["closed"];
  /** Null: it has no label that says how urgent it is. */
  readonly priority: Priority | null;
  readonly findings: readonly StoredFinding[];
  /** False where this run was blind to some: what memory had no room for stands all the same. */
  readonly wasFullyChecked: boolean;
  readonly suites: IssueState["suites"];
  /** @param leftOut findings of the slots that memory had no room for */
  text(numbers: ReadonlyMap<IssueTopic, number>, leftOut: number): IssueText;
}

/** How the draft is written; what is left out stays as it is. */
export type WriteOptions = Pick<IssueOperation, "action" | "why"> &
  Partial<Pick<IssueOperation, "title" | "assignees" | "addLabels" | "removeLabels" | "reason" | "comment">>;

/** Undefined, with a notice, when people's text leaves no room. */
export function operationOf(
  ctx: PlanContext,
  draft: Draft,
  manner: WriteOptions,
): IssueOperation | undefined {
  const { topic, issue } = draft;
  const place: Place = { target: ctx.run.target, topic, around: issue };
  const room = roomIn(place);
  if (room === undefined) {
    ctx.notice(`Issue #${issue?.number} is left alone: the text around our block leaves no room for it.`);
    return undefined;
  }
  const state = fitInto(room, {
    version: STATE_VERSION,
    run: ctx.facts.run,
    closed: draft.closed,
    idFormat: ctx.ids.idFormat,
    priority: draft.priority,
    findings: inOrder(draft.findings),
    leftOut: draft.wasFullyChecked ? 0 : leftOutAfter(issue?.state ?? null, draft.findings),
    suites: draft.suites,
  });
  const leftOut = Object.values(state.suites)
    .flatMap(({ checks }) => Object.values(checks))
    .reduce((sum, check) => sum + check.leftOut, 0);
  return {
    topic,
    number: issue?.number ?? null,
    addLabels: [],
    removeLabels: [],
    assignees: [],
    ...manner,
    body: (numbers) => composeBody(place, draft.text(numbers, leftOut), state, room),
  };
}

/** What a new issue gets beside its text. */
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

/** Our label gives way to another only where it is still there: people relabel. */
export function relabelling(
  { labels, state }: ManagedIssue,
  priority: Priority,
): Pick<IssueOperation, "addLabels" | "removeLabels"> {
  const former = state?.priority;
  if (former === undefined || former === null || former === priority)
    return { addLabels: [], removeLabels: [] };
  // GitHub's labels are the same in capitals.
  const find = (wanted: string): string | undefined =>
    labels.find((label) => label.toLowerCase() === wanted.toLowerCase());
  const ours = find(priorityLabel(former));
  if (ours === undefined) return { addLabels: [], removeLabels: [] };
  const label = priorityLabel(priority);
  return { addLabels: find(label) === undefined ? [label] : [], removeLabels: [ours] };
}

/** The issue says all this already. Never true where numbers of other issues or memory are written. */
export function isWritten({ ids, facts }: PlanContext, issue: ManagedIssue, draft: Draft): boolean {
  const { state } = issue;
  if (state === null || state.closed !== draft.closed || state.priority !== draft.priority) return false;
  const difference = differenceOf(state, ids.idFormat, draft);
  if (difference === undefined || !isEmpty(difference)) return false;
  if (!samePriorities(state, draft.findings)) return false;
  const content = contentOf(draft.text(new Map(), 0));
  const isSameGist = state.content.split(".")[0] === content.split(".")[0];
  return state.content === content || (isSameGist && facts.run.at - state.run.at < NUMBERS_LAST);
}

/** Two runs that started at the same moment opened one each: the lowest number stays. */
export function closeDuplicates(ctx: PlanContext, topic: IssueTopic): IssueOperation[] {
  const { issue, duplicates } = ctx.topics.of(topic);
  return issue === undefined ? [] : duplicates.map((duplicate) => closeOne(ctx, issue, duplicate));
}

function closeOne(ctx: PlanContext, stays: ManagedIssue, duplicate: ManagedIssue): IssueOperation {
  const content = duplicateText(ctx.run, stays.number);
  const draft: Draft = {
    topic: duplicate.topic,
    issue: duplicate,
    closed: "duplicate",
    priority: duplicate.state?.priority ?? null,
    findings: [],
    wasFullyChecked: true,
    suites: {},
    text: () => ({ content, footer: issueFooter(ctx.run) }),
  };
  const knows = !ctx.rules.isEnterpriseServer;
  const manner = {
    action: "close-duplicate",
    reason: knows ? "duplicate" : "not_planned",
    why: `#${stays.number} stays`,
    ...(knows ? { duplicateOf: { number: stays.number, id: stays.id } } : {}),
  } as const;
  const write = operationOf(ctx, draft, manner);
  // People's text fills it: it is closed as it is.
  const { topic, number, body } = duplicate;
  return (
    write ?? { topic, number, body: () => body, addLabels: [], removeLabels: [], assignees: [], ...manner }
  );
}
