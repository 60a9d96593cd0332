import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import type { CheckOutcome, Facts, Finding } from "../../core/finding.ts";
import { toIso } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";
import { WORKFLOWS } from "../shared/sources/workflows.ts";
import { isProblem, type ScheduleStatus, scheduleStatus } from "./evaluate.ts";

/**
 * The document wants index usage weekly and bloat monthly; alerts and connections are sampled daily. One more day
 * each, for GitHub starts scheduled runs late and drops some.
 */
const DEFAULT_PERIODS = {
  "slow-queries": "2d",
  "connection-usage": "2d",
  "unused-indexes": "8d",
  "table-bloat": "32d",
};

export default defineCheck({
  id: "monitoring-schedule",
  title: "Scheduled workflows run the monitoring",
  why: "Trouble between deploys is found only by checks that run by themselves, and GitHub switches schedules off without asking.",
  category: "monitoring",
  priority: "medium",
  options: z.strictObject({
    checks: z
      .record(z.string(), duration())
      .refine((checks) => Object.keys(checks).length > 0, "name a check, or disable this one: enabled: false")
      .prefault(DEFAULT_PERIODS)
      .describe("The checks to be run by schedule, and how long ago the last such run may be."),
  }),
  sources: () => [WORKFLOWS],
  evaluate(_rows, { options: { checks }, sources, now, priority }) {
    const workflows = sources.get(WORKFLOWS);
    if (!("value" in workflows)) return workflows;
    const standings = Object.entries(checks).map(
      ([check, period]) => [check, period, scheduleStatus(check, period, workflows.value, now)] as const,
    );
    const findings = standings
      .filter(([, , { state }]) => isProblem(state))
      .map(([check, period, standing]): Finding => {
        const facts = factsOf(check, period, standing);
        return { key: check, priority, message: standing.evidence, facts };
      });
    return {
      ...(findings.length > 0 ? { findings } : {}),
      ...unsureOf(
        standings.filter(([, , { state }]) => state === "unsure").map(([, , { evidence }]) => evidence),
      ),
      measurements: standings
        .filter(([, , { state }]) => !isProblem(state))
        .map(([check, period, standing]) => ({
          ...factsOf(check, period, standing),
          state: standing.state,
          evidence: standing.evidence,
        })),
    };
  },
});

function unsureOf(sentences: readonly string[]): Pick<CheckOutcome, "unknown"> {
  if (sentences.length === 0) return {};
  return { unknown: { reason: "error", detail: [...new Set(sentences)].join(" ") } };
}

function factsOf(check: string, period: number, { workflow, lastRanAt }: ScheduleStatus): Facts {
  return {
    check,
    workflow,
    last_run_at: lastRanAt === null ? null : toIso(lastRanAt),
    allowed_age_s: Math.round(period / 1000),
  };
}
