import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import { indexUsageOf } from "../index-usage/evaluate.ts";
import { renderIndexUsage } from "../index-usage/render.ts";
import { INDEX_USAGE, type IssueOperation, type ManagedIssue } from "../issue.ts";
import type { ChangeView } from "../render/model.ts";
import type { StoredFinding } from "../state/schema.ts";
import { type PlanContext, shownFindings, suiteStatesAfterRun } from "./context.ts";
import { differenceOf, ignoredIds, ignoredOf, NO_DIFFERENCE } from "./diff.ts";
import { planTopicIssue } from "./topic-issue.ts";
import type { Draft } from "./write.ts";

/** A finding that the weekly issue reports. */
interface ReportedIndex {
  readonly stored: StoredFinding;
  /** Undefined when this run did not see it. */
  readonly finding: ReportedFinding | undefined;
}

/** The weekly index-usage issue: open while an index check has findings. */
export function planIndexUsage(ctx: PlanContext): IssueOperation | undefined {
  const { issue } = ctx.topics.of(INDEX_USAGE);
  const results = ctx.facts.report.results.filter(({ check }) => ctx.facts.indexUsage.has(check));
  const wasFullyChecked = results.every(
    ({ unknown, skipped }) => unknown === undefined && skipped === undefined,
  );
  const reported = reportedNow(ctx, results, issue);
  const findings = reported.map(({ stored }) => stored);
  const difference =
    differenceOf(issue?.state ?? null, ctx.ids.idFormat, { findings, priority: null, wasFullyChecked }) ??
    NO_DIFFERENCE;
  const isFirst = ctx.previous === undefined;
  const isSeen = results.some(({ status, unknown }) => status === "fail" || unknown !== undefined);
  // An open issue stays open until nothing is left. A closed one opens for findings that two runs agree on.
  const isWanted = findings.length > 0 || (isSeen && (isFirst || issue?.isOpen !== false));
  const ids = new Set(difference.appeared.map(({ ref }) => ref));
  const appeared = reported.flatMap(({ stored, finding }) =>
    finding !== undefined && ids.has(stored.ref) ? [finding] : [],
  );
  const ignored = new Set(
    results.flatMap(({ check }) => [...ignoredIds(ctx, check)].map((ref) => refIn(check, ref))),
  );
  const change: ChangeView = {
    run: ctx.run,
    title: "Index usage",
    appeared: shownFindings(ctx, appeared),
    ...ignoredOf(ctx, difference, ignored, nameIn),
    remaining: findings.length,
    raised: null,
    showsNames: ctx.rules.showsNames,
  };
  return planTopicIssue(ctx, {
    title: `Index usage: ${ctx.run.target}`,
    issue,
    needs: {
      isWanted,
      isOver: !isWanted && isEveryIndexFine(results),
      hasNews: difference.appeared.length > 0,
    },
    difference,
    change,
    closing: { kind: "pass" },
    why: {
      open: findings.length === 1 ? "1 finding" : `${findings.length} findings`,
      close: "nothing is left",
      acknowledge: "its memory",
    },
    storesSuite: true,
    draft: (target) => draftOf(ctx, target, findings, wasFullyChecked),
  });
}

function draftOf(
  ctx: PlanContext,
  target: ManagedIssue | undefined,
  findings: readonly StoredFinding[],
  wasFullyChecked: boolean,
): Draft {
  return {
    topic: INDEX_USAGE,
    issue: target,
    closed: null,
    priority: null,
    findings,
    wasFullyChecked,
    suites: suiteStatesAfterRun(ctx, INDEX_USAGE),
    text: renderIndexUsage({
      run: ctx.run,
      report: ctx.shown,
      usage: indexUsageOf(ctx.facts, ctx.previous, ctx.ids),
      runs: ctx.stored.suiteState.runs,
      previous: ctx.topics.of(INDEX_USAGE).previousOf(target),
      showsNames: ctx.rules.showsNames,
    }),
  };
}

/**
 * Findings that two runs agree on, and those of this run that the issue reported before. A new issue reports all
 * findings of its first run; what a later run finds waits for the second run.
 */
function reportedNow(
  ctx: PlanContext,
  results: readonly CheckResult[],
  issue: ManagedIssue | undefined,
): ReportedIndex[] {
  const state = issue?.state?.idFormat === ctx.ids.idFormat ? issue.state : undefined;
  const reported = state && new Set(state.findings.map(({ ref }) => ref));
  const isClosed = issue !== undefined && !issue.isOpen;
  const isReported = (ref: string): boolean => (reported === undefined ? !isClosed : reported.has(ref));
  return results.flatMap(({ check }) => reportedOf(ctx, check, isReported));
}

function reportedOf(ctx: PlanContext, check: string, isReported: (ref: string) => boolean): ReportedIndex[] {
  const { standing = [], pending = [] } = ctx.stored.checks.get(check) ?? {};
  const confirmed = standing.map(({ stored, finding }) => ({
    stored: { ...stored, ref: refIn(check, stored.ref) },
    finding,
  }));
  const refs = new Set(confirmed.map(({ stored }) => stored.ref));
  const seenOnce = pending.flatMap((finding): ReportedIndex[] => {
    const ref = refIn(check, ctx.ids.of(check, finding.key));
    if (refs.has(ref) || !isReported(ref)) return [];
    const { priority } = finding;
    return [{ stored: { ref, priority, firstSeen: ctx.facts.run.at, runs: 1, missed: 0 }, finding }];
  });
  return [...confirmed, ...seenOnce];
}

/** One index may be invalid and unused: the issue reports both. */
function refIn(check: string, ref: string): string {
  return `${check} ${ref}`;
}

function nameIn({ ref }: StoredFinding): string {
  return ref.slice(ref.indexOf(" ") + 1);
}

/** A check that is disabled or does not apply is no obstacle; a check with status unknown is. */
function isEveryIndexFine(results: readonly CheckResult[]): boolean {
  const isFine = ({ status, skipped, unknown }: CheckResult): boolean =>
    unknown === undefined &&
    (status === "pass" ||
      status === "measured" ||
      skipped?.reason === "disabled" ||
      skipped?.reason === "not-applicable");
  return results.length > 0 && results.every(isFine);
}
