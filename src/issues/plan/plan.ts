import { checkById } from "../../checks/index.ts";
import { redact } from "../../report/redact.ts";
import {
  CHECKLIST,
  INDEX_USAGE,
  type IssueOperation,
  type IssuePlan,
  type IssueSnapshot,
  type IssueTopic,
  OVERVIEW,
} from "../issue.ts";
import type { RunFacts } from "../run-facts.ts";
import { type FindingIds, hashedIds, PLAIN_IDS } from "../state/refs.ts";
import { holdsRun, type IssueState, type SuiteState, suiteStateOf } from "../state/schema.ts";
import { updateState } from "../state/update.ts";
import { planChecks } from "./check-issue.ts";
import { planChecklist } from "./checklist-issue.ts";
import type { PlanContext, PlanRules } from "./context.ts";
import { planIndexUsage } from "./index-usage-issue.ts";
import { type IssuesByTopic, issuesByTopic, suiteStateIn } from "./issues-by-topic.ts";
import { mergeOpenIssues } from "./merge-open-issues.ts";
import { isSupersededBy } from "./next-action.ts";
import { planOverview } from "./overview-issue.ts";
import { closeDuplicates } from "./write.ts";

export { type PlanRules, rulesOf } from "./context.ts";

/**
 * Records a notice for each open issue of a check that this version does not have, or that has no issue of its own
 * any more. Another version may run in the same repository, so none of them is closed.
 */
function noticeStaleIssues(
  { facts, notice }: PlanContext,
  { issues, newerVersionTopics }: IssueSnapshot,
): void {
  const reported = new Set(facts.report.results.map(({ check }) => check));
  for (const { number, topic, isOpen } of issues) {
    if (!isOpen || [OVERVIEW, CHECKLIST, INDEX_USAGE, ...newerVersionTopics].includes(topic)) continue;
    const hasOwnIssue = checkById(topic) !== undefined || reported.has(topic);
    if (hasOwnIssue && !facts.indexUsage.has(topic)) continue;
    notice(
      `Issue #${number} tells of the check ${topic}, and this version of pg-preflight keeps no such issue: close it when you are done with it.`,
    );
  }
}

/** For a run without findings. */
const NO_IDS: FindingIds = { idFormat: "hashed", of: () => "" };

/**
 * The facts of a run that could not connect. Without the system identifier no finding can be hashed, so the run
 * reports only which checks are unknown and since when; the stored findings stay as they are. Undefined when the
 * state has plain names.
 */
function factsWithoutFindings(
  facts: RunFacts,
  suiteTopic: IssueTopic,
  { issues }: IssueSnapshot,
): RunFacts | undefined {
  const { report } = facts;
  if (report.unreachable === undefined || suiteTopic === CHECKLIST) return undefined;
  if (issues.some(({ state }) => state !== null && storesNames(state))) return undefined;
  const results = report.results.filter(({ findings = [] }) => findings.length === 0);
  return { ...facts, report: { ...report, results, ignored: [] }, readings: new Map() };
}

/** Whether the state has plain names, which this run could not hash. */
function storesNames({ idFormat, findings, suites }: IssueState): boolean {
  if (idFormat === "hashed") return false;
  return (
    findings.length > 0 ||
    Object.values(suites).some(
      ({ checks, stored }) =>
        Object.values(stored).some((list) => (list?.list.length ?? 0) > 0) ||
        Object.values(checks).some((check) => check.findings.length > 0),
    )
  );
}

/** Suites with an issue of their own. All others write the overview and the checks' issues. */
const SUITE_TOPICS: Readonly<Record<string, IssueTopic>> = { deploy: CHECKLIST, "index-usage": INDEX_USAGE };

/**
 * The operations after which the issues report what this run found. Pure; after they were applied the plan of the
 * same run is empty.
 */
export function planIssues(run: RunFacts, tracker: IssueSnapshot, rules: PlanRules): IssuePlan {
  const { suite } = run.report;
  const suiteTopic = Object.hasOwn(SUITE_TOPICS, suite) ? (SUITE_TOPICS[suite] ?? OVERVIEW) : OVERVIEW;
  if (tracker.newerVersionTopics.includes(suiteTopic)) {
    return noWrites(
      `A newer version of pg-preflight keeps the memory of suite ${suite}, so no issue is written.`,
    );
  }
  const lacksIds = !rules.showsNames && run.system === null;
  const facts = lacksIds ? factsWithoutFindings(run, suiteTopic, tracker) : run;
  if (facts === undefined) {
    return noWrites(
      "No issue is written: names are kept back here, and without the server's system identifier, which this run did not get, nothing tells one finding from another.",
    );
  }
  const ids = idsFor(facts, rules);
  const topics = issuesByTopic(tracker);
  const notices: string[] = [];
  const ctx = contextOf(facts, rules, ids, topics, suiteTopic, (sentence) => notices.push(sentence));
  const owned = topics.known.filter((topic) => suiteTopicOf(topic) === suiteTopic);
  const isStale = lastRunIsLater(facts, suiteStateOf(topics.of(suiteTopic).issue?.state, suite));
  if (isStale) {
    notices.push(`A later run of suite ${suite} has written its issues already: this one leaves them alone.`);
  }
  const writes = isStale ? [] : planTopics(ctx, suiteTopic, tracker);
  return { writes: withDuplicates(ctx, writes, owned), notices };
}

function idsFor({ system }: RunFacts, { showsNames }: PlanRules): FindingIds {
  if (showsNames) return PLAIN_IDS;
  return system === null ? NO_IDS : hashedIds(system);
}

function noWrites(notice: string): IssuePlan {
  return { writes: [], notices: [notice] };
}

/** The topic whose suites write the issue of this one. */
function suiteTopicOf(topic: IssueTopic): IssueTopic {
  return topic === CHECKLIST || topic === INDEX_USAGE ? topic : OVERVIEW;
}

function lastRunIsLater({ run }: RunFacts, suiteState: SuiteState | undefined): boolean {
  const [newest] = suiteState?.runs ?? [];
  return newest !== undefined && isSupersededBy(newest, run);
}

/** This suite's state before this run. An issue with ids of the other format was not written by this run. */
function writtenBefore(
  { report, run }: RunFacts,
  topics: IssuesByTopic,
  suiteTopic: IssueTopic,
  ids: FindingIds,
): SuiteState | undefined {
  const suiteState = suiteStateIn(topics, suiteTopic, ids, report.suite);
  const [, ...runs] = suiteState?.runs ?? [];
  if (suiteState === undefined || !holdsRun(suiteState, run)) return suiteState;
  return topics.of(suiteTopic).issue?.state?.idFormat === ids.idFormat ? suiteState : { ...suiteState, runs };
}

function contextOf(
  facts: RunFacts,
  rules: PlanRules,
  ids: FindingIds,
  topics: IssuesByTopic,
  suiteTopic: IssueTopic,
  notice: PlanContext["notice"],
): PlanContext {
  const { report, run } = facts;
  const previous = writtenBefore(facts, topics, suiteTopic, ids);
  const merged = suiteTopic === OVERVIEW ? mergeOpenIssues(facts, previous, topics, ids) : previous;
  return {
    facts,
    rules,
    ids,
    topics,
    previous,
    notice,
    stored: updateState(facts, merged, ids),
    shown: rules.showsNames ? report : redact(report),
    run: {
      target: report.target,
      suite: report.suite,
      at: run.at,
      url: report.runUrl,
      toolVersion: report.toolVersion,
    },
  };
}

function planTopics(ctx: PlanContext, suiteTopic: IssueTopic, tracker: IssueSnapshot): IssueOperation[] {
  // The issue that stores the suite's state is written once in a run.
  const isKept = holdsRun(ctx.previous, ctx.facts.run);
  const kept = (plan: () => IssueOperation | undefined): IssueOperation[] =>
    [isKept ? undefined : plan()].filter((write) => write !== undefined);
  if (suiteTopic === CHECKLIST) return kept(() => planChecklist(ctx));
  if (suiteTopic === INDEX_USAGE) return kept(() => planIndexUsage(ctx));
  noticeStaleIssues(ctx, tracker);
  const { writes, waiting } = planChecks(ctx, tracker);
  return [...writes, ...kept(() => planOverview(ctx, writes, waiting))];
}

/** The duplicates of a topic are closed right after its issue was written. */
function withDuplicates(
  ctx: PlanContext,
  writes: readonly IssueOperation[],
  owned: readonly IssueTopic[],
): IssueOperation[] {
  const written = new Set(writes.map(({ topic }) => topic));
  const unwritten = owned.filter((topic) => !written.has(topic));
  return [
    ...unwritten.flatMap((topic) => closeDuplicates(ctx, topic)),
    ...writes.flatMap((write) => [write, ...closeDuplicates(ctx, write.topic)]),
  ];
}
