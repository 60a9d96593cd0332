import { inWords } from "../../core/window.ts";
import { count, elapsed } from "../../lib/format.ts";
import { HOUR, toIso } from "../../lib/time.ts";
import { readSchedule } from "../shared/pg-cron/schedule.ts";
import type { RememberedRuns } from "../shared/sources/scheduled-runs.ts";
import type { MonitoringStep, MonitoringWorkflow, WorkflowsEvidence } from "../shared/sources/workflows.ts";

/**
 * The schedule of one monitored check. Only `running` rests on a run that happened. `pending`: the first one is not
 * overdue. `unsure`: what is known does not decide it.
 */
export interface ScheduleStatus {
  readonly state: "running" | "pending" | "unsure" | "missing" | "unscheduled" | "disabled" | "overdue";
  readonly evidence: string;
  readonly workflow: string | null;
  readonly lastRanAt: number | null;
  /** Of `pending`: when the first run is due, milliseconds since 1970. */
  readonly until?: number;
}

export function isProblem(state: ScheduleStatus["state"]): boolean {
  return state !== "running" && state !== "pending" && state !== "unsure";
}

/**
 * Whether a check is run by schedule. What the issues remember of this target's runs counts first, GitHub's list of runs
 * second; the text of a workflow tells only what is to come.
 *
 * @param period the longest time in milliseconds since its last scheduled run
 * @param evidence undefined where GitHub did not report its workflows
 * @param now milliseconds since 1970
 */
export function scheduleStatus(
  check: string,
  period: number,
  {
    evidence,
    remembered,
  }: { readonly evidence: WorkflowsEvidence | undefined; readonly remembered: RememberedRuns },
  now: number,
): ScheduleStatus | undefined {
  const reported = evidence === undefined ? undefined : reportedStatus(check, period, evidence, now);
  const { checkedAt } = remembered;
  // No run is to come of a schedule that was removed or disabled, whatever happened before.
  const hasStopped = reported?.state === "disabled" || reported?.state === "unscheduled";
  if (!hasStopped && checkedAt !== null && now - checkedAt <= period) {
    return {
      state: "running",
      evidence: `A scheduled run checked ${check} ${elapsed(now - checkedAt)} ago, as the issues of this target remember.`,
      workflow: reported?.workflow ?? null,
      lastRanAt: checkedAt,
    };
  }
  if (reported === undefined) return undefined;
  if (reported.state === "running" && sawNothing(remembered, reported.lastRanAt ?? now)) {
    return unsure(
      `${reported.workflow ?? "A workflow"} ran ${check} by schedule, and the check could not be carried out: its own result says why.`,
    );
  }
  return withOtherRun(reported, check, remembered, now);
}

/** Whether the run that GitHub lists is one of which the issues remember that it did not carry the check out. */
function sawNothing({ scheduledAt, checkedAt }: RememberedRuns, ranAt: number): boolean {
  return scheduledAt !== null && scheduledAt > (checkedAt ?? 0) && scheduledAt >= ranAt - QUEUE_TIME;
}

/** A run may wait for a runner between the start that GitHub reports and our own. */
const QUEUE_TIME = HOUR;

/** A run by hand is shown and completes nothing. */
function withOtherRun(
  status: ScheduleStatus,
  check: string,
  { other }: RememberedRuns,
  now: number,
): ScheduleStatus {
  if (status.state === "running" || other === null) return status;
  const shown = `A run by ${other.event} checked ${check} ${elapsed(now - other.at)} ago; only scheduled runs count.`;
  return { ...status, evidence: `${status.evidence} ${shown}` };
}

/** The best of all workflows decides, because one good schedule is enough. */
function reportedStatus(
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
  "running",
  "pending",
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
    return { ...status("pending", ""), ...firstRun(check, workflow, createdAt + period, now) };
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

/**
 * When the first run of a new workflow is due. GitHub starts scheduled runs late and drops some, so that it is overdue
 * only at `deadline`.
 */
function firstRun(
  check: string,
  { path, createdAt, schedules }: MonitoringWorkflow,
  deadline: number,
  now: number,
): Pick<ScheduleStatus, "evidence" | "until"> {
  const times = schedules.map(({ cron, timezone }) =>
    readSchedule(cron, timezone ?? "UTC")?.dueAfter(createdAt),
  );
  const known = times.filter((time) => time !== null && time !== undefined);
  const first = Math.min(deadline, ...known);
  const will = `${path} will run ${check} by schedule`;
  return first > now
    ? { until: first, evidence: `${will}: its first run is due at ${atMinute(first)}.` }
    : {
        until: deadline,
        evidence: `${will}: its first run was due at ${atMinute(first)}, and is overdue at ${atMinute(deadline)}.`,
      };
}

/** "2026-11-22 12:00 UTC". */
function atMinute(time: number): string {
  return `${toIso(time).slice(0, 16).replace("T", " ")} UTC`;
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
