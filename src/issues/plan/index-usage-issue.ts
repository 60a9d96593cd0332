import type { CheckResult, ReportedFinding } from "../../core/report.ts";
import { indexUsageOf } from "../index-usage/evaluate.ts";
import { renderIndexUsage } from "../index-usage/render.ts";
import { INDEX_USAGE, type IssueWrite, type OurIssue } from "../issue.ts";
import type { ChangeView } from "../render/model.ts";
import type { RememberedFinding } from "../state/schema.ts";
import { type PlanContext, shownFindings } from "./context.ts";
import { differenceOf, ignoredOf, ignoredRefs, NO_DIFFERENCE } from "./diff.ts";
import { keptSlots, planKeeper } from "./suite-issue.ts";
import type { Draft } from "./write.ts";

/** What the weekly issue tells of: by ref, with the finding where this run sees it. */
type Told = ReadonlyMap<
  string,
  { readonly remembered: RememberedFinding; readonly finding?: ReportedFinding }
>;

/** The weekly index usage: open while an index check has something to tell. */
export function planIndexUsage(ctx: PlanContext): IssueWrite | undefined {
  const { issue } = ctx.homes.of(INDEX_USAGE);
  const results = ctx.facts.report.results.filter(({ check }) => ctx.facts.indexUsage.has(check));
  const sawAll = results.every(({ unknown, skipped }) => unknown === undefined && skipped === undefined);
  const told = toldNow(ctx, results, issue);
  const findings = [...told.values()].map(({ remembered }) => remembered);
  const difference =
    differenceOf(issue?.state ?? null, ctx.refs.form, { findings, priority: null, sawAll }) ?? NO_DIFFERENCE;
  const isFirst = ctx.previous === undefined;
  const isSeen = results.some(({ status, unknown }) => status === "fail" || unknown !== undefined);
  // An issue that is open stays so until nothing is left; a closed one waits for what two runs agree on.
  const isWanted = findings.length > 0 || (isSeen && (isFirst || issue?.isOpen !== false));
  const refs = new Set(difference.appeared.map(({ ref }) => ref));
  const appeared = [...told.values()].flatMap(({ remembered, finding }) =>
    finding !== undefined && refs.has(remembered.ref) ? [finding] : [],
  );
  const ignored = new Set(
    results.flatMap(({ check }) => [...ignoredRefs(ctx, check)].map((ref) => refIn(check, ref))),
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
  return planKeeper(ctx, {
    title: `Index usage: ${ctx.run.target}`,
    issue,
    standing: {
      isWanted,
      isOver: !isWanted && isEveryIndexFine(results),
      hasNews: difference.appeared.length > 0,
    },
    difference,
    change,
    what: ["finding", "findings"],
    draft: (place) => draftOf(ctx, place, findings, sawAll),
  });
}

function draftOf(
  ctx: PlanContext,
  place: OurIssue | undefined,
  findings: readonly RememberedFinding[],
  sawAll: boolean,
): Draft {
  return {
    home: INDEX_USAGE,
    issue: place,
    closed: null,
    priority: null,
    findings,
    sawAll,
    slots: keptSlots(ctx, INDEX_USAGE),
    text: () =>
      renderIndexUsage({
        run: ctx.run,
        report: ctx.shown,
        usage: indexUsageOf(ctx.facts, ctx.previous, ctx.refs),
        runs: ctx.remembered.slot.runs,
        previous: ctx.homes.of(INDEX_USAGE).previousOf(place),
        showsNames: ctx.rules.showsNames,
      }),
  };
}

/**
 * What stands. A new issue tells of everything that its first run sees, and keeps it until it is seen no more;
 * what is seen later waits for the second run.
 */
function toldNow(ctx: PlanContext, results: readonly CheckResult[], issue: OurIssue | undefined): Told {
  const state = issue?.state?.form === ctx.refs.form ? issue.state : null;
  const held = state === null ? undefined : new Set(state.findings.map(({ ref }) => ref));
  const isClosed = issue !== undefined && !issue.isOpen;
  const told = new Map<string, { remembered: RememberedFinding; finding?: ReportedFinding }>();
  for (const { check } of results) {
    const { standing = [], pending = [] } = ctx.remembered.checks.get(check) ?? {};
    for (const { remembered, finding } of standing) {
      const ref = refIn(check, remembered.ref);
      const named = { ...remembered, ref };
      told.set(ref, finding === undefined ? { remembered: named } : { remembered: named, finding });
    }
    for (const finding of pending) {
      const ref = refIn(check, ctx.refs.of(check, finding.key));
      if (told.has(ref) || (held === undefined ? isClosed : !held.has(ref))) continue;
      const { priority } = finding;
      told.set(ref, {
        remembered: { ref, priority, firstSeen: ctx.facts.run.at, runs: 1, missed: 0 },
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

function nameIn({ ref }: RememberedFinding): string {
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
