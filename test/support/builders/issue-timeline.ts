/** The issues of one target in memory: what a plan does to them, and what people do. */

import type { Report } from "../../../src/core/report.ts";
import { type IssueBody, joinBody, parseBody } from "../../../src/issues/body.ts";
import {
  type IssueOperation,
  type IssuePlan,
  type IssueSnapshot,
  type IssueTopic,
  LABEL,
  type ManagedIssue,
} from "../../../src/issues/issue.ts";
import { type PlanRules, planIssues } from "../../../src/issues/plan/plan.ts";
import { bodyOf } from "../../../src/issues/render/fit.ts";
import type { RunFacts } from "../../../src/issues/run-facts.ts";
import { decodeState, encodeState } from "../../../src/issues/state/codec.ts";
import type { IssueState } from "../../../src/issues/state/schema.ts";
import { failing, onDay } from "./issue-reports.ts";
import type { FactParts } from "./run-facts.ts";
import { runFactsFor } from "./run-facts.ts";

export const RULES: PlanRules = {
  from: "high",
  assignees: [],
  labels: [],
  showsNames: true,
  isEnterpriseServer: false,
};

export interface TimelineIssue extends ManagedIssue {
  readonly assignees: readonly string[];
  readonly comments: readonly string[];
}

/** As GitHub lists an issue of such a body. */
export function anIssue(
  parts: Partial<TimelineIssue> & Pick<TimelineIssue, "number" | "body">,
): TimelineIssue {
  const parsed = parseBody(parts.body);
  if (parsed === undefined) throw new Error("The body has no mark of ours.");
  const decoded = decodeState(parsed.state);
  return {
    id: parts.number * 1_000,
    topic: parsed.topic,
    isOpen: true,
    closedAt: null,
    title: `issue ${parts.number}`,
    labels: [LABEL],
    assignees: [],
    comments: [],
    ...parts,
    before: parsed.before,
    after: parsed.after,
    state: "state" in decoded ? decoded.state : null,
  };
}

/** An issue's body with another block, state or text around it. */
export function bodyWith(body: string, parts: Partial<IssueBody>): string {
  const parsed = parseBody(body);
  if (parsed === undefined) throw new Error("The body has no mark of ours.");
  return joinBody({ ...parsed, ...parts });
}

/** The issues once the plan is carried out at a time. It refuses what GitHub would. */
export function applyPlan(issues: readonly TimelineIssue[], plan: IssuePlan, at: number): TimelineIssue[] {
  const all = new Map(issues.map((issue) => [issue.number, issue]));
  const numbers = new Map<IssueTopic, number>();
  for (const write of plan.writes) {
    const number = write.number ?? Math.max(0, ...all.keys()) + 1;
    const before = all.get(number);
    if (write.number !== null && before === undefined) throw new Error(`There is no issue #${number}.`);
    if ((before === undefined) !== (write.action === "open")) throw new Error("Only a new issue is opened.");
    if (before === undefined) numbers.set(write.topic, number);
    all.set(number, after(before, write, number, numbers, at));
  }
  return [...all.values()];
}

function after(
  before: TimelineIssue | undefined,
  write: IssueOperation,
  number: number,
  numbers: ReadonlyMap<IssueTopic, number>,
  at: number,
): TimelineIssue {
  const body = bodyOf(write, numbers);
  if (body.length > 65_536) throw new Error("body is too long (maximum is 65536 characters)");
  if (before !== undefined && (write.title !== undefined || write.assignees.length > 0)) {
    throw new Error("People name and assign an issue once it is there.");
  }
  const closes = write.action === "close" || write.action === "close-duplicate";
  if (closes !== (write.reason !== undefined))
    throw new Error("A closing has a reason, and nothing else has.");
  const isOpen = !closes && (write.action === "open" || write.action === "reopen" || before?.isOpen === true);
  const closedAt = closes ? at : (before?.closedAt ?? null);
  const labels = (before?.labels ?? []).filter((label) => !write.removeLabels.includes(label));
  return anIssue({
    number,
    body,
    isOpen,
    closedAt: isOpen ? null : closedAt,
    title: write.title ?? before?.title ?? "",
    labels: [...labels, ...write.addLabels],
    assignees: [...(before?.assignees ?? []), ...write.assignees],
    comments: [...(before?.comments ?? []), ...(write.comment === undefined ? [] : [write.comment])],
  });
}

export function snapshotOf(
  issues: readonly ManagedIssue[],
  newerVersionTopics: readonly IssueTopic[] = [],
): IssueSnapshot {
  return { issues: [...issues].sort((a, b) => a.number - b.number), notices: [], newerVersionTopics };
}

/** The issues of one target over time, run after run. */
export class IssueTimeline {
  issues: TimelineIssue[] = [];
  rules: PlanRules = RULES;
  #runs = 0;

  plan(facts: RunFacts): IssuePlan {
    return planIssues(facts, snapshotOf(this.issues), this.rules);
  }

  /** A run of this report, carried out. */
  run(report: Report, parts: FactParts = {}): IssuePlan {
    this.#runs += 1;
    const at = Date.parse(report.startedAt);
    const facts = runFactsFor(report, { run: { id: String(this.#runs), attempt: 1, at }, ...parts });
    const plan = this.plan(facts);
    this.issues = applyPlan(this.issues, plan, facts.run.at);
    return plan;
  }

  /** The only issue of a topic. */
  of(topic: IssueTopic): TimelineIssue {
    const [issue, ...others] = this.issues.filter((each) => each.topic === topic);
    if (issue === undefined || others.length > 0) throw new Error(`${others.length} others of ${topic}`);
    return issue;
  }

  /** A person does something to an issue. */
  edit(number: number, parts: Partial<Omit<TimelineIssue, "number">>): void {
    this.issues = this.issues.map((issue) =>
      issue.number === number ? anIssue({ ...issue, ...parts }) : issue,
    );
  }

  /** What is in the issue's hidden block becomes something else. */
  forge(number: number, parts: Partial<IssueState>): void {
    this.issues = this.issues.map((issue) => {
      if (issue.number !== number || issue.state === null) return issue;
      const state = encodeState({ ...issue.state, ...parts });
      return anIssue({ ...issue, body: bodyWith(issue.body, { state }) });
    });
  }
}

/** `open overview`, `update backups 2`, as a test reads it. */
export function writesOf({ writes }: IssuePlan): string[] {
  return writes.map(
    ({ action, topic, number }) => `${action} ${topic}${number === null ? "" : ` ${number}`}`,
  );
}

/** `backups` rests on what is there; `slow-queries` on counters, so that two runs have to agree. */
export const PLAIN = "backups";
export const SETTLING = "slow-queries";

/** The issue of `backups` is #1, the overview #2. */
export function timelineOf(...keys: string[]): IssueTimeline {
  const timeline = new IssueTimeline();
  timeline.run(onDay(0, [failing(PLAIN, keys)]));
  return timeline;
}
