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

/** What the weekly issue tells of: by ref, with the finding where this run sees it. */
type Reported = ReadonlyMap<string, { readonly stored: StoredFinding; readonly finding?: ReportedFinding }>;

/** The weekly index usage: open while an index check has something to tell. */
export function planIndexUsage(ctx: PlanContext): IssueOperation | undefined {
  const { issue } = ctx.topics.of(INDEX_USAGE);
  const results = ctx.facts.report.results.filter(({ check }) => ctx.facts.indexUsage.has(check));
  const wasFullyChecked = results.every(
    ({ unknown, skipped }) => unknown === undefined && skipped === undefined,
  );
  const told = reportedNow(ctx, results, issue);
  const findings = [...told.values()].map(({ stored }) => stored);
  const difference =
    differenceOf(issue?.state ?? null, ctx.ids.idFormat, { findings, priority: null, wasFullyChecked }) ??
    NO_DIFFERENCE;
  const isFirst = ctx.previous === undefined;
  const isSeen = results.some(({ status, unknown }) => status === "fail" || unknown !== undefined);
  // An issue that is open stays so until nothing is left; a closed one waits for what two runs agree on.
  const isWanted = findings.length > 0 || (isSeen && (isFirst || issue?.isOpen !== false));
  const ids = new Set(difference.appeared.map(({ ref }) => ref));
  const appeared = [...told.values()].flatMap(({ stored, finding }) =>
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
    standing: findings.length,
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
    draft: (place) => draftOf(ctx, place, findings, wasFullyChecked),
  });
}

function draftOf(
  ctx: PlanContext,
  place: ManagedIssue | undefined,
  findings: readonly StoredFinding[],
  wasFullyChecked: boolean,
): Draft {
  return {
    topic: INDEX_USAGE,
    issue: place,
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
      previous: ctx.topics.of(INDEX_USAGE).previousOf(place),
      showsNames: ctx.rules.showsNames,
    }),
  };
}

/**
 * What stands. A new issue tells of everything that its first run sees, and keeps it until it is seen no more;
 * what is seen later waits for the second run.
 */
function reportedNow(
  ctx: PlanContext,
  results: readonly CheckResult[],
  issue: ManagedIssue | undefined,
): Reported {
  const state = issue?.state?.idFormat === ctx.ids.idFormat ? issue.state : null;
  const held = state === null ? undefined : new Set(state.findings.map(({ ref }) => ref));
  const isClosed = issue !== undefined && !issue.isOpen;
  const told = new Map<string, { stored: StoredFinding; finding?: ReportedFinding }>();
  for (const { check } of results) {
    const { standing = [], pending = [] } = ctx.stored.checks.get(check) ?? {};
    for (const { stored, finding } of standing) {
      const ref = refIn(check, stored.ref);
      const named = { ...stored, ref };
      told.set(ref, finding === undefined ? { stored: named } : { stored: named, finding });
    }
    for (const finding of pending) {
      const ref = refIn(check, ctx.ids.of(check, finding.key));
      if (told.has(ref) || (held === undefined ? isClosed : !held.has(ref))) continue;
      const { priority } = finding;
      told.set(ref, {
        stored: { ref, priority, firstSeen: ctx.facts.run.at, runs: 1, missed: 0 },
        finding,
      });
    }
  }
  return told;
}

/** One index may be invalid and unused: the issue tells of both. */
function refIn(check: string, ref: string): string {
  return `${check} ${ref}`;
}

function nameIn({ ref }: StoredFinding): string {
  return ref.slice(ref.indexOf(" ") + 1);
}

/** A check that nobody asked for is no obstacle; one that could not look is. */
function isEveryIndexFine(results: readonly CheckResult[]): boolean {
  const isFine = ({ status, skipped, unknown }: CheckResult): boolean =>
    unknown === undefined &&
    (status === "pass" ||
      status === "measured" ||
      skipped?.reason === "disabled" ||
      skipped?.reason === "not-applicable");
  return results.length > 0 && results.every(isFine);
}
