import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { withoutLines } from "../../core/checklist/item-evidence.ts";
import {
  type Facts,
  type Finding,
  type ItemEvidence,
  joinUnknowns,
  type Unknown,
} from "../../core/finding.ts";
import type { Source } from "../../core/sources.ts";
import { toIso } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";
import { NO_RUNS, REMEMBERED_RUNS, type RememberedRuns } from "../shared/sources/scheduled-runs.ts";
import { WORKFLOWS, type WorkflowsEvidence } from "../shared/sources/workflows.ts";
import { isProblem, type ScheduleStatus, scheduleStatus } from "./evaluate.ts";
import { DEFAULT_PERIODS, monitored } from "./monitored.ts";

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
    const evidence = "value" in workflows ? workflows.value : undefined;
    const runs = sources.get(REMEMBERED_RUNS);
    const remembered = "value" in runs ? runs.value : new Map<string, RememberedRuns>();
    const statuses = Object.entries(checks).map(([check, period]) => ({
      check,
      period,
      status: scheduleStatus(check, period, { evidence, remembered: remembered.get(check) ?? NO_RUNS }, now),
    }));
    const monitored = statuses.flatMap(({ status, ...each }) =>
      status === undefined ? [] : [{ ...each, status }],
    );
    // GitHub did not report its workflows, and no run is remembered.
    if (!("value" in workflows) && monitored.length === 0) return workflows;
    const open = statuses.flatMap(({ check, status }) => {
      const unknown = unknownOf(status, workflows);
      return unknown === undefined ? [] : [[check, unknown] as const];
    });
    const findings = monitored
      .filter(({ status }) => isProblem(status.state))
      .map((each): Finding => {
        return { key: each.check, priority, message: each.status.evidence, facts: factsOf(each) };
      });
    const unknown = joinUnknowns(open.map(([, each]) => each));
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
      itemEvidence: Object.fromEntries([
        ...monitored
          .filter(({ status }) => status.state === "running")
          .map(({ check, status }) => [check, { status: "pass", evidence: status.evidence }] as const),
        ...open.map(([check, { detail, until }]) => [check, openEvidence(detail, until)] as const),
      ]),
    };
  },
});

/** Why the schedule of one check is not proven; undefined when it is, or when it is a finding. */
function unknownOf(
  status: ScheduleStatus | undefined,
  workflows: Source<WorkflowsEvidence>,
): Unknown | undefined {
  if (status === undefined) {
    if ("unknown" in workflows) return workflows.unknown;
    return { reason: "error", detail: "skipped" in workflows ? workflows.skipped.detail : "" };
  }
  const { state, evidence, until } = status;
  if (state === "unsure") return { reason: "error", detail: evidence };
  return state === "pending" && until !== undefined
    ? { reason: "window", detail: evidence, until: toIso(until) }
    : undefined;
}

function openEvidence(detail: string, until: string | undefined): ItemEvidence {
  const evidence = withoutLines(detail);
  return until === undefined ? { status: "unknown", evidence } : { status: "pending", evidence, until };
}

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
