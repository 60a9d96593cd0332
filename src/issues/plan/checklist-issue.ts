import { mostUrgent, type Priority } from "../../core/priority.ts";
import type { ReportedItem } from "../../core/report.ts";
import { CHECKLIST, type IssueOperation, type ManagedIssue } from "../issue.ts";
import { renderChecklistIssue } from "../render/checklist.ts";
import type { ChangeView } from "../render/model.ts";
import type { StoredFinding } from "../state/schema.ts";
import { type PlanContext, suiteStatesAfterRun } from "./context.ts";
import { differenceOf, NO_DIFFERENCE } from "./diff.ts";
import { urgencyOf } from "./next-action.ts";
import { planTopicIssue } from "./topic-issue.ts";
import type { Draft } from "./write.ts";

/** The deployment checklist: open while an item is incomplete. */
export function planChecklist(ctx: PlanContext): IssueOperation | undefined {
  const { issue } = ctx.topics.of(CHECKLIST);
  const items = ctx.facts.report.checklist.flatMap((section) => section.items);
  const incomplete = items.filter(({ status }) => status === "fail" || status === "unknown");
  const isPending = items.some(({ status }) => status === "pending");
  const findings = incomplete.map((item) => stored(ctx, item, issue));
  const priority = mostUrgent(findings.map((finding) => finding.priority));
  const difference =
    differenceOf(issue?.state ?? null, ctx.ids.idFormat, { findings, priority, wasFullyChecked: true }) ??
    NO_DIFFERENCE;
  const titles = new Map(
    ctx.shown.checklist.flatMap((section) =>
      section.items.map((item) => [refOf(ctx, item.id), item.title] as const),
    ),
  );
  const titleOf = ({ ref }: StoredFinding): string => titles.get(ref) ?? "";
  const dropped = new Set(items.filter(({ status }) => status === "dropped").map(({ id }) => refOf(ctx, id)));
  // A dropped item is not complete, so the comment names it as dropped.
  const resolvedName = (finding: StoredFinding): string =>
    dropped.has(finding.ref) ? `${titleOf(finding)} (dropped from the checklist)` : titleOf(finding);
  const change: ChangeView = {
    run: ctx.run,
    title: "Deployment checklist",
    appeared: difference.appeared.map((finding) => ({
      key: titleOf(finding),
      priority: finding.priority,
      message: titleOf(finding),
      facts: {},
      known: false,
    })),
    resolvedNames: difference.resolved.filter(({ ref }) => titles.has(ref)).map(resolvedName),
    resolved: difference.resolved.length + difference.resolvedUnnamed,
    remaining: findings.length,
    raised: difference.raised,
    showsNames: ctx.rules.showsNames,
    of: "items",
  };
  return planTopicIssue(ctx, {
    title: `Deployment checklist: ${ctx.run.target}`,
    issue,
    needs: {
      isWanted: findings.length > 0,
      // What is pending keeps an issue open, and opens none.
      isOver: items.length > 0 && findings.length === 0 && !isPending,
      hasNews: difference.appeared.length > 0 || difference.raised !== null,
    },
    difference,
    change,
    closing: { kind: "pass" },
    why: {
      open: findings.length === 1 ? "1 box without a tick" : `${findings.length} boxes without a tick`,
      close: "nothing is left",
      acknowledge: "its memory",
    },
    storesSuite: true,
    draft: (target) => draftOf(ctx, target, findings, issue),
  });
}

function draftOf(
  ctx: PlanContext,
  target: ManagedIssue | undefined,
  findings: readonly StoredFinding[],
  issue: ManagedIssue | undefined,
): Draft {
  const { priority, firstSeen, due } = urgencyOf(findings, {
    priority: issue?.state?.priority ?? "info",
    at: ctx.facts.run.at,
  });
  return {
    topic: CHECKLIST,
    issue: target,
    closed: null,
    priority,
    findings,
    wasFullyChecked: true,
    suites: suiteStatesAfterRun(ctx, CHECKLIST),
    text: renderChecklistIssue({
      run: ctx.run,
      report: ctx.shown,
      priority,
      firstSeen,
      due,
      previous: ctx.topics.of(CHECKLIST).previousOf(target),
      showsNames: ctx.rules.showsNames,
    }),
  };
}

function refOf({ ids }: PlanContext, id: string): string {
  return ids.of(CHECKLIST, id);
}

/** An incomplete item is stored as a finding, since the first run that found it incomplete. */
function stored(ctx: PlanContext, item: ReportedItem, issue: ManagedIssue | undefined): StoredFinding {
  const ref = refOf(ctx, item.id);
  const state = issue?.state?.idFormat === ctx.ids.idFormat ? issue.state : undefined;
  const firstSeen = state?.findings.find((finding) => finding.ref === ref)?.firstSeen ?? ctx.facts.run.at;
  return { ref, priority: priorityOf(ctx, item), firstSeen, runs: 2, missed: 0 };
}

/** The priority of the most urgent check that keeps the item incomplete. */
function priorityOf({ facts }: PlanContext, { checks, status }: ReportedItem): Priority {
  const reasons = facts.report.results.filter(
    (result) => checks.includes(result.check) && (result.status === "fail" || result.unknown !== undefined),
  );
  const priorities = reasons.map((result) => result.priority);
  // An item that fails blocks a deploy; one without evidence waits for the team's attestation.
  const least: Priority = status === "fail" ? "high" : "medium";
  return mostUrgent([...priorities, ...(status === "fail" || priorities.length === 0 ? [least] : [])]);
}
