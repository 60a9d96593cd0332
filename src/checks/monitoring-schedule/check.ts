import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { type Facts, type Finding, joinUnknowns } from "../../core/finding.ts";
import { toIso } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";
import { WORKFLOWS } from "../shared/sources/workflows.ts";
import { isProblem, type ScheduleStatus, scheduleStatus } from "./evaluate.ts";
import { monitored } from "./monitored.ts";

/**
 * The document asks for index usage weekly and bloat monthly; alerts and connections are sampled daily. Each period has
 * one more day, because GitHub starts scheduled runs late and drops some.
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
  evidence: { monitored },
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
    const monitored = Object.entries(checks).map(([check, period]) => ({
      check,
      period,
      status: scheduleStatus(check, period, workflows.value, now),
    }));
    const findings = monitored
      .filter(({ status }) => isProblem(status.state))
      .map((each): Finding => {
        return { key: each.check, priority, message: each.status.evidence, facts: factsOf(each) };
      });
    const unknown = joinUnknowns(
      monitored
        .filter(({ status }) => status.state === "unsure")
        .map(({ status }) => ({ reason: "error", detail: status.evidence })),
    );
    return {
      ...(findings.length > 0 ? { findings } : {}),
      ...(unknown && { unknown }),
      measurements: monitored
        .filter(({ status }) => !isProblem(status.state))
        .map((each) => ({
          ...factsOf(each),
          state: each.status.state,
          evidence: each.status.evidence,
        })),
    };
  },
});

interface Monitored {
  readonly check: string;
  /** The longest time, in milliseconds, since its last scheduled run. */
  readonly period: number;
  readonly status: ScheduleStatus;
}

function factsOf({ check, period, status: { workflow, lastRanAt } }: Monitored): Facts {
  return {
    check,
    workflow,
    last_run_at: lastRanAt === null ? null : toIso(lastRanAt),
    allowed_age_s: Math.round(period / 1000),
  };
}
