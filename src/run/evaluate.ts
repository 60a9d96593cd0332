import { type EvaluatedItem, evaluateChecklist, sectionsOf, totalsOf } from "../checklist/evaluate.ts";
import { attesterStanding } from "../checks/shared/sources/people.ts";
import { REMEMBERED_RUNS } from "../checks/shared/sources/scheduled-runs.ts";
import type { Check, Context } from "../core/check.ts";
import { internalError } from "../core/errors.ts";
import { evaluateAnswer, resultOf } from "../core/evaluate/evaluate-check.ts";
import { Ignores } from "../core/evaluate/ignores.ts";
import { describeStatisticsWindow, nodesOf } from "../core/evaluate/replicas.ts";
import type { DatabaseEvidence } from "../core/evidence.ts";
import type { CheckOutcome } from "../core/finding.ts";
import type { CheckResult, Report } from "../core/report.ts";
import type { RunConfig, SelectedCheck } from "../core/settings.ts";
import type { Sources } from "../core/sources.ts";
import { type IssueEvidence, NO_ISSUES } from "../issues/issue.ts";
import { issueNotices, markTracked, NOTHING_TRACKED, trackedFindings } from "../issues/known-findings.ts";
import { rememberedRuns } from "../issues/state/remembered-runs.ts";
import { storedLookup } from "../issues/state/stored-lookup.ts";
import { toDate, toIso } from "../lib/time.ts";
import { visible } from "../lib/visible.ts";
import { applyGate, blocksStep, type GateRule, itemBlocks } from "./gate.ts";

/** What the clock and the build say; a judge has neither. */
interface RunMoment {
  readonly toolVersion: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
}

/** A defect in one check's notices must not take the report along. */
function noticesOf({ title }: Check, notices: () => readonly string[] | undefined): readonly string[] {
  try {
    return notices() ?? [];
  } catch (error) {
    return [`${title}: ${internalError(error).detail}`];
  }
}

/** Evidence in, the whole report out. Pure. */
export function evaluate(
  settings: RunConfig,
  evidence: DatabaseEvidence,
  sources: Sources,
  run: RunMoment,
  tracking: IssueEvidence = NO_ISSUES,
): Report {
  const ignores = new Ignores(settings.ignore, run.startedAt);
  const asked: Asked = {
    evidence,
    sources: sources.with(REMEMBERED_RUNS, rememberedRuns(tracking)),
    now: run.startedAt,
    storedBy: (check) => storedLookup(check, tracking, settings.suite, evidence),
    isReported: (check, key) => hasRows(evidence, check) && !ignores.covers(check, key),
  };
  const system = evidence.reached ? evidence.identity.system : null;
  const known = settings.knownPass ? trackedFindings(tracking, system) : NOTHING_TRACKED;
  const results = settings.checks.map((selected) =>
    markTracked(evaluateOne(selected, asked, settings, ignores), known),
  );
  const unreachable = evidence.reached ? undefined : evidence.advice;
  const items = evaluateChecklist(settings.checklist, {
    results,
    ignored: ignores.ignored,
    database: evidence,
    today: toDate(run.startedAt),
    standingOf: (attestedBy) => attesterStanding(sources, attestedBy),
  });
  const withoutSecrets = settings.isPullRequest && settings.database === undefined;
  const rule: GateRule = { ...settings, unreachable, withoutSecrets, items };
  const gate = applyGate(results, rule);
  const withVerdict = results.filter(
    ({ status, unknown }) => (status === "pass" || status === "fail") && unknown === undefined,
  );
  return {
    schemaVersion: 1,
    toolVersion: run.toolVersion,
    target: settings.target,
    suite: settings.suite,
    conclusion: gate.conclusion,
    failOn: settings.failOn,
    stepFails: gate.stepFails,
    gate: gate.reasons.map((reason) => visible(reason)),
    commit: settings.commit,
    runUrl: settings.runUrl,
    startedAt: toIso(run.startedAt),
    durationMs: run.durationMs,
    server: evidence.reached ? describeServer(evidence) : null,
    ...(unreachable === undefined ? {} : { unreachable: visible(unreachable) }),
    notices: [
      ...settings.notices,
      ...issueNotices(tracking),
      ...(withoutSecrets ? [describeMissingSecrets(results)] : []),
      ...(evidence.reached ? evidence.notices : []),
      ...settings.checks.flatMap(({ check, enabled, options }) =>
        enabled ? noticesOf(check, () => check.notices?.(options, sources, evidence)) : [],
      ),
      ...ignores.notices(new Set(withVerdict.map(({ check }) => check))),
    ].map((notice) => visible(notice)),
    results: results.map((result) =>
      result.status === "fail" || result.unknown !== undefined
        ? { ...result, stops: settings.failOn !== "never" && blocksStep(result, rule) }
        : result,
    ),
    ...checklistOf(items, (item) => settings.failOn !== "never" && itemBlocks(item, rule)),
    ignored: ignores.ignored,
  };
}

function checklistOf(
  items: readonly EvaluatedItem[],
  blocks: (item: EvaluatedItem) => boolean,
): Pick<Report, "checklist" | "checklistTotals"> {
  if (items.length === 0) return { checklist: [] };
  return {
    checklist: sectionsOf(items.map((each) => (blocks(each) ? stopping(each) : each))),
    checklistTotals: totalsOf(items.map(({ item }) => item)),
  };
}

function stopping(judged: EvaluatedItem): EvaluatedItem {
  return { ...judged, item: { ...judged.item, stops: true } };
}

function describeMissingSecrets(results: readonly CheckResult[]): string {
  const left = results.filter(({ skipped }) => skipped?.reason === "no-secret").length;
  return `This pull request has no secrets, because GitHub gives none to forks and to Dependabot: ${left} of ${results.length} checks were not run and nothing is concluded of them. The next run on the default branch looks at everything.`;
}

interface Asked {
  readonly evidence: DatabaseEvidence;
  readonly sources: Sources;
  readonly now: number;
  /** What earlier runs of a check stored, by the names of its objects. */
  storedBy(check: string): ((name: string) => unknown) | undefined;
  isReported(check: string, key: string): boolean;
}

/** Only a check that is selected and enabled is asked. */
function hasRows(evidence: DatabaseEvidence, check: string): boolean {
  const answer = evidence.reached ? evidence.answers.get(check) : undefined;
  return answer !== undefined && "rows" in answer;
}

function evaluateOne(
  selected: SelectedCheck,
  asked: Asked,
  { replicas }: RunConfig,
  ignores: Ignores,
): CheckResult {
  const { check, priority } = selected;
  const { evidence } = asked;
  const nodes = evidence.reached && check.query !== undefined ? nodesOf(check, evidence) : undefined;
  const outcome = outcomeOf(selected, asked, { replicas, ...(nodes === undefined ? {} : { nodes }) });
  return resultOf(check, ignores.apply(check.id, outcome), {
    priority,
    window:
      check.window && evidence.reached ? describeStatisticsWindow(check.window, evidence, nodes) : undefined,
  });
}

function outcomeOf(
  { check, priority, enabled, options }: SelectedCheck,
  { evidence, sources, now, storedBy, isReported }: Asked,
  declared: Pick<Context<unknown>, "replicas" | "nodes">,
): CheckOutcome {
  if (!enabled) return DISABLED;
  if (check.query === undefined) return check.evaluate([], { options, priority, sources, now });
  if (!evidence.reached) return evidence.advice === undefined ? NO_SECRET : NOT_REACHED;
  const { server, windows, answers } = evidence;
  const stored = storedBy(check.id);
  return evaluateAnswer(check, answers.get(check.id), {
    options,
    priority,
    server,
    windows,
    ...declared,
    sources,
    now,
    isReported,
    ...(stored && { stored }),
  });
}

const DISABLED: CheckOutcome = {
  skipped: { reason: "disabled", detail: "The configuration disables this check." },
};

const NOT_REACHED: CheckOutcome = {
  unknown: { reason: "unreachable", detail: "The database was not reached." },
};

const NO_SECRET: CheckOutcome = {
  skipped: {
    reason: "no-secret",
    detail:
      "No database-url was given: GitHub hands no secrets to pull requests from forks and to Dependabot.",
  },
};

function describeServer({
  server,
  windows,
  leftOut,
}: DatabaseEvidence & { reached: true }): Report["server"] {
  const at = (since: number | null): string | null => (since === null ? null : toIso(since));
  return {
    version: server.version,
    database: server.database,
    windows: { tables: at(windows.tables.since), statements: at(windows.statements.since) },
    ...(leftOut.length > 0 && { leftOutSchemas: [...leftOut] }),
  };
}
