import type { DatabaseEvidence } from "../domain/evidence.ts";
import type { CheckResult, Report } from "../domain/report.ts";
import type { Judgement } from "../domain/result.ts";
import type { SelectedCheck, Settings } from "../domain/settings.ts";
import type { Sources } from "../domain/sources.ts";
import { toIso } from "../domain/time.ts";
import { describeWindow, judgeAnswer, resultOf } from "./check.ts";
import { applyGate, type GateRule, stopsStep } from "./gate.ts";
import { Ignores } from "./ignores.ts";

/** What the clock and the build say; a judge has neither. */
export interface Run {
  readonly toolVersion: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly durationMs: number;
}

/** Evidence in, the whole report out. Pure. */
export function judge(settings: Settings, evidence: DatabaseEvidence, sources: Sources, run: Run): Report {
  const ignores = new Ignores(settings.ignore, run.startedAt);
  const asked = { evidence, sources, now: run.startedAt };
  const results = settings.checks.map((selected) => judgeOne(selected, asked, settings, ignores));
  const unreachable = evidence.reached ? undefined : evidence.advice;
  const rule: GateRule = { ...settings, unreachable };
  const gate = applyGate(results, rule);
  const withVerdict = results.filter(({ status }) => status === "pass" || status === "fail");
  return {
    schemaVersion: 1,
    toolVersion: run.toolVersion,
    target: settings.target,
    suite: settings.suite,
    conclusion: gate.conclusion,
    failOn: settings.failOn,
    stepFails: gate.stepFails,
    gate: [...gate.reasons],
    commit: settings.commit,
    runUrl: settings.runUrl,
    startedAt: toIso(run.startedAt),
    durationMs: run.durationMs,
    server: evidence.reached ? describeServer(evidence) : null,
    ...(unreachable === undefined ? {} : { unreachable }),
    notices: [
      ...settings.notices,
      ...(evidence.reached ? evidence.notices : []),
      ...ignores.notices(new Set(withVerdict.map(({ check }) => check))),
    ],
    results: results.map((result) =>
      settings.failOn !== "never" && stopsStep(result, rule) ? { ...result, stops: true } : result,
    ),
    checklist: [],
    ignored: ignores.ignored,
  };
}

interface Asked {
  readonly evidence: DatabaseEvidence;
  readonly sources: Sources;
  readonly now: number;
}

function judgeOne(
  selected: SelectedCheck,
  asked: Asked,
  { replicas }: Settings,
  ignores: Ignores,
): CheckResult {
  const { check, priority } = selected;
  const { evidence } = asked;
  const judgement = judgementOf(selected, asked, replicas);
  const window =
    check.window === undefined || !evidence.reached
      ? undefined
      : describeWindow(evidence.windows[check.window], evidence.server);
  return resultOf(check, ignores.apply(check.id, judgement), { priority, window });
}

function judgementOf(
  { check, priority, enabled, options }: SelectedCheck,
  { evidence, sources, now }: Asked,
  replicas: Settings["replicas"],
): Judgement {
  if (!enabled) return DISABLED;
  if (check.judgeWithoutDatabase !== undefined) {
    return check.judgeWithoutDatabase({ options, priority, sources, now });
  }
  if (!evidence.reached) return evidence.advice === undefined ? NO_SECRET : NOT_REACHED;
  const { server, windows, answers } = evidence;
  return judgeAnswer(check, answers.get(check.id), {
    options,
    priority,
    server,
    windows,
    replicas,
    sources,
    now,
  });
}

const DISABLED: Judgement = {
  skipped: { reason: "disabled", detail: "The configuration disables this check." },
};

const NOT_REACHED: Judgement = {
  unknown: { reason: "unreachable", detail: "The database was not reached." },
};

const NO_SECRET: Judgement = {
  skipped: {
    reason: "no-secret",
    detail:
      "No database-url was given: GitHub hands no secrets to pull requests from forks and to Dependabot.",
  },
};

function describeServer({ server, windows }: DatabaseEvidence & { reached: true }): Report["server"] {
  const at = (since: number | null): string | null => (since === null ? null : toIso(since));
  return {
    version: server.version,
    database: server.database,
    windows: { tables: at(windows.tables.since), statements: at(windows.statements.since) },
  };
}
