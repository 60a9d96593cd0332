import type { DatabaseEvidence } from "../domain/evidence.ts";
import type { CheckResult, Report } from "../domain/report.ts";
import type { Judgement } from "../domain/result.ts";
import type { SelectedCheck, Settings } from "../domain/settings.ts";
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
export function judge(settings: Settings, evidence: DatabaseEvidence, run: Run): Report {
  const ignores = new Ignores(settings.ignore, run.startedAt);
  const results = settings.checks.map((selected) =>
    evidence.reached
      ? judgeOne(selected, evidence, settings, ignores)
      : resultOf(selected.check, notReached(selected), selected),
  );
  const unreachable = evidence.reached ? undefined : evidence.advice;
  const rule: GateRule = { ...settings, unreachable };
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
      result.status === "fail" || result.unknown !== undefined
        ? { ...result, stops: settings.failOn !== "never" && stopsStep(result, rule) }
        : result,
    ),
    checklist: [],
    ignored: ignores.ignored,
  };
}

function judgeOne(
  { check, priority, enabled, options }: SelectedCheck,
  { server, windows, answers }: DatabaseEvidence & { reached: true },
  { replicas }: Settings,
  ignores: Ignores,
): CheckResult {
  const judgement: Judgement = enabled
    ? judgeAnswer(check, answers.get(check.id), { options, priority, server, windows, replicas })
    : DISABLED;
  const window = check.window === undefined ? undefined : describeWindow(windows[check.window], server);
  return resultOf(check, ignores.apply(check.id, judgement), { priority, window });
}

const DISABLED: Judgement = {
  skipped: { reason: "disabled", detail: "The configuration disables this check." },
};

function notReached({ enabled }: SelectedCheck): Judgement {
  return enabled ? { unknown: { reason: "unreachable", detail: "The database was not reached." } } : DISABLED;
}

function describeServer({ server, windows }: DatabaseEvidence & { reached: true }): Report["server"] {
  const at = (since: number | null): string | null => (since === null ? null : toIso(since));
  return {
    version: server.version,
    database: server.database,
    windows: { tables: at(windows.tables.since), statements: at(windows.statements.since) },
  };
}
