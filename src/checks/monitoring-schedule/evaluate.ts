import { inWords } from "../../core/window.ts";
import { count, elapsed } from "../../lib/format.ts";
import type { MonitoringStep, MonitoringWorkflow, WorkflowsEvidence } from "../shared/sources/workflows.ts";
import { MONITORED_STATES } from "./status.ts";

/** The schedule of one monitored check. `unsure`: what GitHub reported does not decide it. */
export interface ScheduleStatus {
  readonly state:
    | (typeof MONITORED_STATES)[number]
    | "unsure"
    | "missing"
    | "unscheduled"
    | "disabled"
    | "overdue";
  readonly evidence: string;
  readonly workflow: string | null;
  readonly lastRanAt: number | null;
}

export function isProblem(state: ScheduleStatus["state"]): boolean {
  return state !== "unsure" && !(MONITORED_STATES as readonly string[]).includes(state);
}

/**
 * Whether a check is run by schedule. The best of all workflows decides, because one good schedule is enough.
 *
 * @param period the longest time in milliseconds since its last scheduled run
 * @param now milliseconds since 1970
 */
export function scheduleStatus(
  check: string,
  period: number,
  evidence: WorkflowsEvidence,
  now: number,
): ScheduleStatus {
  const { workflows, unread, target } = evidence;
  const steps = workflows.flatMap((workflow) =>
    workflow.steps.filter(({ checks }) => checks?.includes(check)).map((step) => ({ workflow, step })),
  );
  const running = steps
    .filter(({ step }) => step.target === target)
    .map(({ workflow, step }) => evaluateStep(check, period, workflow, step, now));
  const best = ORDER.map((state) => running.find((status) => status.state === state)).find(
    (status) => status !== undefined,
  );
  if (best !== undefined && !isProblem(best.state)) return best;
  const unclear = workflows.find(
    ({ schedules, steps }) => schedules.length > 0 && steps.some(({ checks }) => checks === null),
  );
  if (unclear !== undefined) {
    return unsure(
      `${unclear.path} decides by an expression or in another repository which checks it runs: write suite or checks as plain text.`,
      unclear,
    );
  }
  if (best !== undefined) return best;
  if (unread > 0) {
    return unsure(
      `${count(unread, "workflow file")} of the repository could not be read: there are too many.`,
    );
  }
  return {
    state: "missing",
    evidence: missing(
      check,
      evidence,
      steps.map(({ step }) => step.target),
    ),
    workflow: null,
    lastRanAt: null,
  };
}

function missing(
  check: string,
  { defaultBranch, target }: WorkflowsEvidence,
  others: readonly (string | null)[],
): string {
  const [other] = others;
  return other === undefined || other === null
    ? `No workflow on ${defaultBranch} runs ${check}: add it to a workflow with on: schedule.`
    : `No workflow on ${defaultBranch} runs ${check} for target ${target}, only for ${other}.`;
}

/** From the best to the worst. */
const ORDER: readonly ScheduleStatus["state"][] = [
  ...MONITORED_STATES,
  "unsure",
  "overdue",
  "disabled",
  "unscheduled",
];

function evaluateStep(
  check: string,
  period: number,
  workflow: MonitoringWorkflow,
  { lastRanAt }: MonitoringStep,
  now: number,
): ScheduleStatus {
  const { path, state, createdAt, schedules, runs } = workflow;
  const status = (stepState: ScheduleStatus["state"], evidence: string): ScheduleStatus => ({
    state: stepState,
    evidence,
    workflow: path,
    lastRanAt,
  });
  if (schedules.length === 0) {
    return status(
      "unscheduled",
      `${path} runs ${check}, but not by schedule: add on: schedule with a cron line.`,
    );
  }
  if (state !== "active")
    return status("disabled", `${path} runs ${check}, but ${DISABLED[state] ?? OTHERWISE_DISABLED}`);
  if (lastRanAt !== null && now - lastRanAt <= period) {
    return status("running", `${path} ran ${check} by schedule ${elapsed(now - lastRanAt)} ago.`);
  }
  if (now - createdAt <= period) {
    return status("waiting", `${path} is new and will run ${check}: its first run is not overdue yet.`);
  }
  if (lastRanAt !== null) {
    return status(
      "overdue",
      `${path} last ran ${check} by schedule ${elapsed(now - lastRanAt)} ago; ${inWords(period)} are allowed.`,
    );
  }
  if (runs.hasOlder && now - (runs.since ?? now) < period) {
    return unsure(
      `${path} has not run ${check} in its last ${count(runs.looked, "scheduled run")}; older ones were not looked at.`,
      workflow,
    );
  }
  return status(
    "overdue",
    runs.looked === 0
      ? `${path} should run ${check}, but GitHub has no scheduled run of it on the default branch.`
      : `${path} did not run ${check} in its last ${count(runs.looked, "scheduled run")}: the step was skipped, cancelled, or not there.`,
  );
}

const DISABLED: Readonly<Record<string, string>> = {
  disabled_inactivity:
    "GitHub disabled it: schedules of public repositories stop after 60 days without activity. Enable it again on the Actions page.",
  disabled_manually: "somebody disabled it. Enable it again on the Actions page.",
  disabled_fork: "GitHub disables schedules in forks. Enable it on the Actions page of the fork.",
};
const OTHERWISE_DISABLED = "GitHub says that it is not active. Enable it again on the Actions page.";

function unsure(evidence: string, workflow?: MonitoringWorkflow): ScheduleStatus {
  return { state: "unsure", evidence, workflow: workflow?.path ?? null, lastRanAt: null };
}
