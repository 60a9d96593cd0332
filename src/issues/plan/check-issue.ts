import { byPriority, isAtLeast, mostUrgent, type Priority } from "../../core/priority.ts";
import type { CheckResult } from "../../core/report.ts";
import { isSameRun } from "../../core/run-stamp.ts";
import type { IssueOperation, IssueSnapshot, ManagedIssue } from "../issue.ts";
import { renderCheckIssue } from "../render/check.ts";
import { commentOnClosing } from "../render/comments.ts";
import type { ChangeView, CheckIssueView } from "../render/model.ts";
import type { CheckChanges } from "../state/update.ts";
import { type PlanContext, shownFindings, shownResult } from "./context.ts";
import { type Difference, differenceOf, ignoredIds, ignoredOf, NO_DIFFERENCE, stableDigest } from "./diff.ts";
import { isSupersededBy, urgencyOf } from "./next-action.ts";
import { planTopicIssue, type TopicFindings } from "./topic-issue.ts";
import { type Draft, operationOf } from "./write.ts";

/** The operation on one check's issue; undefined when it is left as it is. */
function planCheck(ctx: PlanContext, result: CheckResult): IssueOperation | undefined {
  const { issue } = ctx.topics.of(result.check);
  if (issue?.state && isSupersededBy(issue.state.run, ctx.facts.run)) return undefined;
  const changes = ctx.stored.checks.get(result.check);
  if (result.skipped?.reason === "disabled") return closeDisabled(ctx, result, issue);
  if (changes === undefined || (result.status !== "pass" && result.status !== "fail")) return undefined;
  return planTopicIssue(ctx, findingsOf(ctx, result, changes, issue));
}

function findingsOf(
  ctx: PlanContext,
  result: CheckResult,
  changes: CheckChanges,
  issue: ManagedIssue | undefined,
): TopicFindings {
  const { from } = ctx.rules;
  const open = changes.standing.map(({ stored }) => stored);
  const now = {
    findings: open,
    priority: mostUrgent(open.map(({ priority }) => priority)),
    wasFullyChecked: result.unknown === undefined,
  };
  const whole = differenceOf(issue?.state ?? null, ctx.ids.idFormat, now) ?? NO_DIFFERENCE;
  const difference = seenBy(changes, whole);
  const urgent = changes.standing.filter(({ stored }) => isAtLeast(stored.priority, from));
  return {
    title: `Failing on ${ctx.run.target}: ${result.title}`,
    issue,
    needs: {
      // A finding that this run does not see keeps an issue open; it opens none, nor one that another suite closed.
      isWanted: urgent.some(({ finding }) => issue?.isOpen === true || finding !== undefined),
      isOver: urgent.length === 0 && isOver(result, changes, from),
      hasNews:
        difference.raised !== null || difference.appeared.some(({ priority }) => isAtLeast(priority, from)),
    },
    difference,
    change: changeView(ctx, result, changes, difference),
    closing: open.length === 0 ? { kind: "pass" } : { kind: "below", from },
    why: {
      open: open.length === 1 ? "1 finding" : `${open.length} findings`,
      close: open.length === 0 ? "it passes" : `what is left is below ${from}`,
      acknowledge: "it passes since a person closed it",
    },
    storesSuite: false,
    draft: (target) => draftOf(ctx, result, changes, target),
  };
}

/** A finding that this run does not see is no new one, even if the issue has not reported it yet. */
function seenBy({ standing }: CheckChanges, difference: Difference): Difference {
  const seen = new Set(
    standing.filter(({ finding }) => finding !== undefined).map(({ stored }) => stored.ref),
  );
  return { ...difference, appeared: difference.appeared.filter(({ ref }) => seen.has(ref)) };
}

/** A finding seen once is resolved only after the next run, and an unknown check resolves nothing. */
function isOver(
  { status, unknown }: CheckResult,
  { standing, pending }: CheckChanges,
  from: Priority,
): boolean {
  if (unknown !== undefined) return false;
  if (standing.length === 0) return status === "pass" && pending.length === 0;
  return !pending.some((finding) => isAtLeast(finding.priority, from));
}

/** A disabled check does not show that its findings are resolved. */
function closeDisabled(
  ctx: PlanContext,
  result: CheckResult,
  issue: ManagedIssue | undefined,
): IssueOperation | undefined {
  if (issue === undefined || !issue.isOpen || issue.state?.closed === "disabled") return undefined;
  const nothing: CheckChanges = { standing: [], pending: [], appeared: [], resolved: [] };
  const draft: Draft = { ...draftOf(ctx, result, nothing, issue), closed: "disabled" };
  return operationOf(ctx, draft, {
    action: "close",
    reason: "not_planned",
    why: "the check is disabled",
    comment: commentOnClosing(changeView(ctx, result, nothing, NO_DIFFERENCE), { kind: "disabled" }),
  });
}

function draftOf(
  ctx: PlanContext,
  result: CheckResult,
  { standing, pending }: CheckChanges,
  issue: ManagedIssue | undefined,
): Draft {
  const findings = standing.map(({ stored }) => stored);
  const seen = standing.flatMap(({ finding }) => (finding === undefined ? [] : [finding]));
  const { priority, firstSeen, due } = urgencyOf(findings, {
    priority: issue?.state?.priority ?? result.priority,
    at: ctx.facts.run.at,
  });
  const view: CheckIssueView = {
    run: ctx.run,
    result: shownResult(ctx, result, seen),
    priority,
    firstSeen,
    due,
    fading: standing.length - seen.length,
    pending: pending.length,
    previous: ctx.topics.of(result.check).previousOf(issue),
    showsNames: ctx.rules.showsNames,
  };
  const text = { ...renderCheckIssue(view), stable: stableDigest(view, standing) };
  const wasFullyChecked = result.unknown === undefined;
  return {
    topic: result.check,
    issue,
    closed: null,
    priority,
    findings,
    wasFullyChecked,
    suites: {},
    text,
  };
}

function changeView(
  ctx: PlanContext,
  result: CheckResult,
  { standing }: CheckChanges,
  { appeared, resolved, resolvedUnnamed, raised }: Difference,
): ChangeView {
  const ids = new Set(appeared.map(({ ref }) => ref));
  const seen = standing.flatMap(({ finding, stored }) =>
    finding !== undefined && ids.has(stored.ref) ? [finding] : [],
  );
  return {
    run: ctx.run,
    title: result.title,
    appeared: shownFindings(ctx, seen),
    ...ignoredOf(ctx, { resolved, resolvedUnnamed }, ignoredIds(ctx, result.check)),
    remaining: standing.length,
    raised,
    showsNames: ctx.rules.showsNames,
  };
}

/** Maximum number of issues that one run opens; the next runs open the others. */
const MAX_OPENED = 5;

interface CheckPlans {
  readonly writes: IssueOperation[];
  /** Ids of the checks whose issue opens in one of the next runs. */
  readonly waiting: readonly string[];
}

export function planChecks(ctx: PlanContext, tracker: IssueSnapshot): CheckPlans {
  const planned = ctx.facts.report.results
    .filter(({ check }) => !ctx.facts.indexUsage.has(check) && !tracker.newerVersionTopics.includes(check))
    .flatMap((result) => {
      const write = planCheck(ctx, result);
      return write === undefined ? [] : [{ write, priority: result.priority }];
    });
  const changes = planned.filter(({ write }) => write.action !== "open");
  const opens = planned.filter(({ write }) => write.action === "open").sort(byPriority);
  const room = Math.max(0, MAX_OPENED - writtenBy(ctx, tracker));
  return {
    writes: [...opens.slice(0, room), ...changes].map(({ write }) => write),
    waiting: opens.slice(room).map(({ write }) => write.topic),
  };
}

/**
 * The number of checks' issues that this run has already written, when it plans again after its own writes. Which of
 * them it opened is not known, so all count towards the limit.
 */
function writtenBy({ facts }: PlanContext, { issues }: IssueSnapshot): number {
  const checks = new Set(facts.report.results.map(({ check }) => check));
  return issues.filter(
    ({ topic, state }) => checks.has(topic) && state !== null && isSameRun(state.run, facts.run),
  ).length;
}
