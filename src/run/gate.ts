import type { EvaluatedItem } from "../checklist/evaluate.ts";
import { isAtLeast, type Priority } from "../core/priority.ts";
import type { CheckResult, Report } from "../core/report.ts";
import type { FailOn } from "../core/settings.ts";

interface Gate {
  readonly conclusion: Report["conclusion"];
  readonly stepFails: boolean;
  /** Why the step fails, one sentence each. */
  readonly reasons: readonly string[];
}

export interface GateRule {
  readonly failOn: FailOn;
  readonly unknownFails: boolean;
  readonly isPullRequest: boolean;
  readonly unreachable: string | undefined;
  /** A pull request that GitHub gives no secrets: what needs them is not held against it. */
  readonly withoutSecrets: boolean;
  /** The configuration that counts could not be read: which checks and thresholds it sets is not known. */
  readonly configRefused?: true;
  /** The checklist's items; empty but in suite deploy. */
  readonly items: readonly EvaluatedItem[];
}

/** Whether this result makes the step red, `fail-on: never` aside. */
export function blocksStep(result: CheckResult, rule: GateRule): boolean {
  return (
    countAtLeast(result, thresholdOf(rule), rule.isPullRequest) > 0 ||
    (rule.unknownFails && isUnseen(result, rule)) ||
    (result.status !== "pass" &&
      rule.items.some((item) => itemBlocks(item, rule) && item.item.checks.includes(result.check)))
  );
}

/** Whether this item makes the step red, `fail-on: never` aside: it is not complete, nor pending. */
export function itemBlocks({ item, knownOnly }: EvaluatedItem, rule: GateRule): boolean {
  if (item.status !== "fail" && item.status !== "unknown") return false;
  // Who sends a pull request from a fork can mend what fails, not what nobody shows.
  const isOthers = rule.withoutSecrets && item.status === "unknown";
  return !knownOnly && !isOthers;
}

/**
 * Where an item rests on the check, the item says whether that matters: somebody's word may stand in. What is pending
 * does not block until the time at which it fails.
 */
function isUnseen({ check, unknown }: CheckResult, { items }: GateRule): boolean {
  return (
    unknown !== undefined &&
    unknown.until === undefined &&
    !items.some(({ item }) => item.checks.includes(check))
  );
}

/** What `conclusion` says where `fail-on: never` keeps the step green: the default gate's answer. */
const DEFAULT_THRESHOLD: Priority = "high";

/**
 * The gate's rule. A database that cannot be reached, or of which nothing could be looked at, always fails;
 * everything else yields to `fail-on: never`.
 */
export function applyGate(results: readonly CheckResult[], rule: GateRule): Gate {
  const always = blind(results, rule);
  const threshold = thresholdOf(rule);
  const stopping = results.filter((result) => countAtLeast(result, threshold, rule.isPullRequest) > 0);
  const unseen = results.filter((result) => isUnseen(result, rule));
  const unticked = rule.items.filter((item) => itemBlocks(item, rule));
  const reasons = [
    ...(stopping.length > 0 ? [describeFindings(stopping, threshold, rule)] : []),
    ...(unticked.length > 0 ? [describeItems(unticked)] : []),
    ...(rule.configRefused === true
      ? ["The configuration that counts could not be read, so its rules are not known."]
      : []),
    ...(rule.unknownFails && unseen.length > 0
      ? [`What could not be looked at counts as failed (policy.unknown): ${namesOf(unseen)}.`]
      : []),
  ];
  const isFailure = always.length > 0 || reasons.length > 0;
  return {
    // With other rules this might be a pass as well as a failure.
    conclusion:
      rule.configRefused === true
        ? "unknown"
        : concludes(isFailure, rule.withoutSecrets || unseen.length > 0),
    stepFails: always.length > 0 || (rule.failOn !== "never" && reasons.length > 0),
    reasons: [...always, ...(rule.failOn === "never" ? [] : reasons)],
  };
}

function concludes(isFailure: boolean, isBlindSomewhere: boolean): Gate["conclusion"] {
  if (isFailure) return "fail";
  return isBlindSomewhere ? "unknown" : "pass";
}

function describeFindings(stopping: readonly CheckResult[], threshold: Priority, rule: GateRule): string {
  const count = stopping.reduce(
    (sum, result) => sum + countAtLeast(result, threshold, rule.isPullRequest),
    0,
  );
  const findings = count === 1 ? "1 finding is" : `${count.toLocaleString("en-US")} findings are`;
  return `${findings} ${threshold === "critical" ? "critical" : `${threshold} or worse`}: ${namesOf(stopping)}.`;
}

function describeItems(items: readonly EvaluatedItem[]): string {
  const are =
    items.length === 1 ? "1 item of the checklist is" : `${items.length} items of the checklist are`;
  return `${are} not complete: ${items.map(({ item }) => item.id).join(", ")}.`;
}

function namesOf(results: readonly CheckResult[]): string {
  return results.map(({ check }) => check).join(", ");
}

function thresholdOf({ failOn }: GateRule): Priority {
  return failOn === "never" ? DEFAULT_THRESHOLD : failOn;
}

/** Findings that stop this run: known ones do not, nor do momentary ones on a pull request. */
function countAtLeast(result: CheckResult, threshold: Priority, isPullRequest: boolean): number {
  if (isPullRequest && result.momentary === true) return 0;
  return (result.findings ?? []).filter(({ priority, known }) => !known && isAtLeast(priority, threshold))
    .length;
}

/** Of declared queries one may be unknown, and the others are judged all the same. */
function wasChecked({ status, unknown, measurements = [] }: CheckResult): boolean {
  if (unknown?.until !== undefined) return true;
  if (status === "unknown") return measurements.some(({ verdict }) => verdict === "pass");
  return status !== "skipped";
}

function blind(results: readonly CheckResult[], { unreachable, withoutSecrets }: GateRule): string[] {
  if (withoutSecrets) return [];
  if (unreachable !== undefined) return ["The database was not reached."];
  if (results.some(wasChecked)) return [];
  return ["Nothing could be looked at: every check is unknown or skipped."];
}
