import { checkById } from "../../checks/index.ts";
import { withoutNames } from "../../report/redact.ts";
import {
  CHECKLIST,
  type Home,
  INDEX_USAGE,
  type IssuePlan,
  type IssueWrite,
  OVERVIEW,
  type Tracker,
} from "../issue.ts";
import type { RunFacts } from "../run-facts.ts";
import { hashedRefs, PLAIN_REFS, type Refs } from "../state/refs.ts";
import { holdsRun, type IssueState, type Slot, slotOf } from "../state/schema.ts";
import { remember } from "../state/update.ts";
import { planChecks } from "./check-issue.ts";
import { planChecklist } from "./checklist-issue.ts";
import type { PlanContext, PlanRules } from "./context.ts";
import { planIndexUsage } from "./index-usage-issue.ts";
import { type Homes, homesOf, slotIn } from "./issues-by-topic.ts";
import { withTold } from "./merge-open-issues.ts";
import { isOvertakenBy } from "./next-action.ts";
import { planOverview } from "./overview-issue.ts";
import { closeDuplicates } from "./write.ts";

/**
 * Open issues of checks that this version does not have, or gives no issue of their own. Another version may be at
 * work in the same repository, so none of them is closed; but nobody is to wait for it for ever.
 */
export function tellOrphans({ facts, notice }: PlanContext, { issues, untouchable }: Tracker): void {
  const looked = new Set(facts.report.results.map(({ check }) => check));
  for (const { number, home, isOpen } of issues) {
    if (!isOpen || [OVERVIEW, CHECKLIST, INDEX_USAGE, ...untouchable].includes(home)) continue;
    const isFollowed = checkById(home) !== undefined || looked.has(home);
    if (isFollowed && !facts.indexUsage.has(home)) continue;
    notice(
      `Issue #${number} tells of the check ${home}, and this version of pg-preflight keeps no such issue: close it when you are done with it.`,
    );
  }
}

/** For a run that has nothing to name. */
export const NO_REFS: Refs = { form: "hashed", of: () => "" };

/**
 * A database out of reach tells no system identifier, and without it no finding can be hashed. That nothing could
 * be looked at, and since when, is said all the same: memory stays as it is, and what names something waits.
 * Undefined where that can't be done.
 */
export function withoutFindings(facts: RunFacts, keeper: Home, { issues }: Tracker): RunFacts | undefined {
  const { report } = facts;
  if (report.unreachable === undefined || keeper === CHECKLIST) return undefined;
  if (issues.some(({ state }) => state !== null && isNamed(state))) return undefined;
  const results = report.results.filter(({ findings = [] }) => findings.length === 0);
  return { ...facts, report: { ...report, results, ignored: [] }, indexes: [] };
}

/** Names that would have to become hashes. */
function isNamed({ form, findings, slots }: IssueState): boolean {
  if (form === "hashed") return false;
  return (
    findings.length > 0 ||
    Object.values(slots).some(
      ({ checks, indexes, statements }) =>
        indexes.length > 0 ||
        (statements?.list.length ?? 0) > 0 ||
        Object.values(checks).some((check) => check.findings.length > 0),
    )
  );
}

export { type PlanRules, rulesOf } from "./context.ts";

/** The suites that have an issue of their own; every other writes the overview and the checks' issues. */
const SUITE_HOMES: Readonly<Record<string, Home>> = { deploy: CHECKLIST, "index-usage": INDEX_USAGE };

/**
 * What is to be done to the issues so that they say what this run found. Pure; after it was carried out the same
 * question gives an empty plan.
 */
export function planIssues(run: RunFacts, tracker: Tracker, rules: PlanRules): IssuePlan {
  const { suite } = run.report;
  const keeper = Object.hasOwn(SUITE_HOMES, suite) ? (SUITE_HOMES[suite] ?? OVERVIEW) : OVERVIEW;
  if (tracker.untouchable.includes(keeper)) {
    return nothing(
      `A newer version of pg-preflight keeps the memory of suite ${suite}, so no issue is written.`,
    );
  }
  const isNameless = !rules.showsNames && run.system === null;
  const facts = isNameless ? withoutFindings(run, keeper, tracker) : run;
  if (facts === undefined) {
    return nothing(
      "No issue is written: names are kept back here, and without the server's system identifier, which this run did not get, nothing tells one finding from another.",
    );
  }
  const refs = refsFor(facts, rules);
  const homes = homesOf(tracker);
  const notices: string[] = [];
  const ctx = contextOf(facts, rules, refs, homes, keeper, (sentence) => notices.push(sentence));
  const owned = homes.known.filter((home) => keeperOf(home) === keeper);
  const isStale = lastRunIsLater(facts, slotOf(homes.of(keeper).issue?.state, suite));
  if (isStale) {
    notices.push(`A later run of suite ${suite} has written its issues already: this one leaves them alone.`);
  }
  const writes = isStale ? [] : planHomes(ctx, keeper, tracker);
  return { writes: withDuplicates(ctx, writes, owned), notices };
}

function refsFor({ system }: RunFacts, { showsNames }: PlanRules): Refs {
  if (showsNames) return PLAIN_REFS;
  return system === null ? NO_REFS : hashedRefs(system);
}

function nothing(notice: string): IssuePlan {
  return { writes: [], notices: [notice] };
}

/** The issue whose suites write this home. */
function keeperOf(home: Home): Home {
  return home === CHECKLIST || home === INDEX_USAGE ? home : OVERVIEW;
}

function lastRunIsLater({ run }: RunFacts, slot: Slot | undefined): boolean {
  const [newest] = slot?.runs ?? [];
  return newest !== undefined && isOvertakenBy(newest, run);
}

/** A run names all findings in one form: what names them in the other is no writing of this one. */
function writtenBefore({ report, run }: RunFacts, homes: Homes, keeper: Home, refs: Refs): Slot | undefined {
  const slot = slotIn(homes, keeper, refs, report.suite);
  const [, ...runs] = slot?.runs ?? [];
  if (slot === undefined || !holdsRun(slot, run)) return slot;
  return homes.of(keeper).issue?.state?.form === refs.form ? slot : { ...slot, runs };
}

function contextOf(
  facts: RunFacts,
  rules: PlanRules,
  refs: Refs,
  homes: Homes,
  keeper: Home,
  notice: PlanContext["notice"],
): PlanContext {
  const { report, run } = facts;
  const previous = writtenBefore(facts, homes, keeper, refs);
  const told = keeper === OVERVIEW ? withTold(facts, previous, homes, refs) : previous;
  return {
    facts,
    rules,
    refs,
    homes,
    previous,
    notice,
    remembered: remember(facts, told, refs),
    shown: rules.showsNames ? report : withoutNames(report),
    run: {
      target: report.target,
      suite: report.suite,
      at: run.at,
      url: report.runUrl,
      toolVersion: report.toolVersion,
    },
  };
}

function planHomes(ctx: PlanContext, keeper: Home, tracker: Tracker): IssueWrite[] {
  // The issue that keeps a suite's memory is written once a run.
  const isKept = holdsRun(ctx.previous, ctx.facts.run);
  const kept = (plan: () => IssueWrite | undefined): IssueWrite[] =>
    [isKept ? undefined : plan()].filter((write) => write !== undefined);
  if (keeper === CHECKLIST) return kept(() => planChecklist(ctx));
  if (keeper === INDEX_USAGE) return kept(() => planIndexUsage(ctx));
  tellOrphans(ctx, tracker);
  const { writes, waiting } = planChecks(ctx, tracker);
  return [...writes, ...kept(() => planOverview(ctx, writes, waiting))];
}

/** Each home's duplicates are closed right after the issue that stays was written. */
function withDuplicates(
  ctx: PlanContext,
  writes: readonly IssueWrite[],
  owned: readonly Home[],
): IssueWrite[] {
  const written = new Set(writes.map(({ home }) => home));
  const unwritten = owned.filter((home) => !written.has(home));
  return [
    ...unwritten.flatMap((home) => closeDuplicates(ctx, home)),
    ...writes.flatMap((write) => [write, ...closeDuplicates(ctx, write.home)]),
  ];
}
