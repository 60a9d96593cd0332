/** Reports of a few checks on a day, for tests of the issues' lives. */
import type { Priority } from "../../../src/core/priority.ts";
import type { CheckResult, Report } from "../../../src/core/report.ts";
import { aFail, aFinding, aPass, aReport } from "./report.ts";

export const DAY = 86_400_000;
export const FIRST_DAY = Date.UTC(2026, 10, 16, 3);

/** The report of the nth day. */
export function onDay(day: number, results: CheckResult[], parts: Partial<Report> = {}): Report {
  return aReport({
    startedAt: new Date(FIRST_DAY + day * DAY).toISOString(),
    results,
    conclusion: results.some(({ status }) => status === "fail") ? "fail" : "pass",
    ...parts,
  });
}

/** A failing check: a finding for each key, `public.a` or `public.a:critical`. */
export function failing(check: string, keys: string[], parts: Partial<CheckResult> = {}): CheckResult {
  const findings = keys.map((text) => {
    const [key = "", priority = "high"] = text.split(":");
    return aFinding({ key, priority: priority as Priority, message: `Trouble with ${key}.` });
  });
  return aFail(findings, { check, title: `Title of ${check}`, ...parts });
}

export function passing(check: string, parts: Partial<CheckResult> = {}): CheckResult {
  return aPass({ check, title: `Title of ${check}`, ...parts });
}

export const TIMED_OUT = { reason: "timeout", detail: "It took 10s." } as const;

export function unknownCheck(check: string): CheckResult {
  return passing(check, { status: "unknown", unknown: TIMED_OUT });
}

export function disabled(check: string): CheckResult {
  return passing(check, { status: "skipped", skipped: { reason: "disabled", detail: "Switched off." } });
}
