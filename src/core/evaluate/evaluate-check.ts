import { escapeInvisible } from "../../lib/sql-text.ts";
import { toIso } from "../../lib/time.ts";
import { visible, visibleLines } from "../../lib/visible.ts";
import type { Check, Context, QueryCheck } from "../check.ts";
import { errorName } from "../errors.ts";
import type { CheckAnswer } from "../evidence.ts";
import type { CheckOutcome, CodeBlock, Finding, RunbookPart, Status } from "../finding.ts";
import { mostUrgent, type Priority } from "../priority.ts";
import type { CheckResult, ReportedFinding } from "../report.ts";
import type { Window } from "../server.ts";
import { inWords, windowLength } from "../window.ts";
import { explainSqlError } from "./sql-errors.ts";

/** What a check says of its answer. Total: whatever came back becomes a judgement. */
export function evaluateAnswer(
  check: QueryCheck,
  answer: CheckAnswer | undefined,
  context: Context<unknown>,
): CheckOutcome {
  if (answer === undefined) return { unknown: { reason: "error", detail: "The check was not asked." } };
  if ("outcome" in answer) return answer.outcome;
  if ("error" in answer) {
    return { unknown: explainSqlError(answer.error, context.server, check.query.grants?.(context.server)) };
  }
  const rows = answer.rows.map((row) => check.query.row.safeParse(row));
  if (rows.some(({ success }) => !success)) {
    return {
      unknown: { reason: "version", detail: "The server's answer has not the form that the check expects." },
    };
  }
  try {
    return check.evaluate(
      rows.flatMap(({ data }) => (data === undefined ? [] : [data])),
      context,
    );
  } catch (error) {
    // One check's defect must not cost the report of all others.
    return {
      unknown: {
        reason: "error",
        detail: `The check went wrong (${errorName(error)}): a defect of pg-preflight.`,
      },
    };
  }
}

/** Only `pass` is green: an empty judgement of a check that gives verdicts. */
export function statusOf(outcome: CheckOutcome, check: Check): Status {
  if ((outcome.findings ?? []).length > 0) return "fail";
  if (outcome.unknown !== undefined) return "unknown";
  if (outcome.skipped !== undefined) return "skipped";
  return check.measures === true || outcome.unjudged === true ? "measured" : "pass";
}

/**
 * A judgement as the report shows it. Each sentence and each block to copy of every check passes here, and here the
 * names in them are made visible: a check can't forget it. Keys and facts are data and stay as they are.
 */
export function resultOf(
  check: Check,
  outcome: CheckOutcome,
  { priority, window }: { priority: Priority; window?: string | undefined },
): CheckResult {
  const { findings = [], unknown, skipped, measurements = [], itemEvidence, runbook } = outcome;
  const status = statusOf(outcome, check);
  return {
    check: check.id,
    title: check.title,
    why: check.why,
    category: check.category,
    status,
    priority: status === "fail" ? mostUrgent(findings.map((finding) => finding.priority)) : priority,
    ...(check.pointInTime === true ? { momentary: true } : {}),
    ...(window === undefined ? {} : { window: visible(window) }),
    ...(findings.length > 0 ? { findings: findings.map(reported) } : {}),
    ...(unknown === undefined ? {} : { unknown: shown(unknown) }),
    ...(skipped === undefined ? {} : { skipped: shown(skipped) }),
    ...(measurements.length > 0 ? { measurements: measurements.map((facts) => ({ ...facts })) } : {}),
    ...(itemEvidence === undefined ? {} : { itemEvidence: { ...itemEvidence } }),
    ...(runbook === undefined ? {} : { runbook: shownRunbook(runbook) }),
  };
}

function shownRunbook({ refresh, rollback }: RunbookPart): NonNullable<CheckResult["runbook"]> {
  return {
    ...(refresh === undefined ? {} : { refresh: refresh.map(escapeInvisible) }),
    ...(rollback === undefined ? {} : { rollback: visible(rollback) }),
  };
}

/** "since 2026-11-01 03:00 UTC (21 days): the statistics were reset". */
export function describeWindow(window: Window, server: { now: number }): string {
  const length = windowLength(window, server);
  if (window.since === null || length === null) return window.detail;
  return `since ${toIso(window.since).slice(0, 16).replace("T", " ")} UTC (${inWords(length)}): ${window.detail}`;
}

function shown<Reason>({ reason, detail, fix }: { reason: Reason; detail: string; fix?: CodeBlock }) {
  const block = fix === undefined ? {} : { fix: { language: fix.language, text: blockText(fix) } };
  return { reason, detail: visible(detail), ...block };
}

function blockText({ language, text }: CodeBlock): string {
  return language === "sql" ? escapeInvisible(text) : visibleLines(text);
}

function reported({ key, priority, message, facts, fix, plan, file }: Finding): ReportedFinding {
  return {
    key,
    priority,
    message: visible(message),
    facts: { ...facts },
    ...(fix === undefined ? {} : { fix: escapeInvisible(fix.sql) }),
    ...(plan === undefined ? {} : { plan: visibleLines(plan) }),
    ...(file === undefined ? {} : { file }),
    known: false,
  };
}
