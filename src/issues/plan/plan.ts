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
import { holdsRun, type Slot, slotOf } from "../state/schema.ts";
import { remember } from "../state/update.ts";
import { planChecklist } from "./checklist-issue.ts";
import { planChecks } from "./checks.ts";
import type { PlanContext, PlanRules } from "./context.ts";
import { closeDuplicates } from "./duplicates.ts";
import { planIndexUsage } from "./index-usage-issue.ts";
import { type Homes, homesOf, slotIn } from "./issues-by-topic.ts";
import { isOvertakenBy } from "./later.ts";
import { withTold } from "./merge-open-issues.ts";
import { NO_REFS, withoutFindings } from "./nameless.ts";
import { tellOrphans } from "./orphans.ts";
import { planOverview } from "./overview-issue.ts";

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
