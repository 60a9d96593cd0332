import type { StatisticsClock } from "../../core/check-state.ts";
import type { DatabaseEvidence } from "../../core/evidence.ts";
import type { IssueEvidence } from "../issue.ts";
import { hashedIds, PLAIN_IDS } from "./refs.ts";
import { type IssueState, type SuiteState, storedIn } from "./schema.ts";
import { statefulChecks } from "./stateful-checks.ts";
import { lookup } from "./update-stored.ts";

interface Kept {
  readonly state: IssueState;
  readonly suite: string;
  readonly suiteState: SuiteState;
}

/**
 * What a check stored of an object, by its name: this suite's own state, else the newest of another suite, so that a suite
 * that stores nothing is evaluated by what the nightly runs know. Undefined where there is none, or where the hashes may
 * be another server's.
 */
export function storedLookup(
  checkId: string,
  { tracker }: IssueEvidence,
  suite: string,
  evidence: DatabaseEvidence,
): ((name: string) => unknown) | undefined {
  const check = statefulChecks.find(({ id }) => id === checkId);
  if (check === undefined || !("value" in tracker) || !evidence.reached) return undefined;
  const { identity, windows } = evidence;
  const newest = tracker.value.issues
    .flatMap(({ state }) => keptIn(state, checkId))
    .sort((a, b) => Number(b.suite === suite) - Number(a.suite === suite) || lastRun(b) - lastRun(a))[0];
  const stored = storedIn(newest?.suiteState, checkId);
  if (newest === undefined || stored === undefined) return undefined;
  const isHashed = newest.state.idFormat === "hashed";
  if (isHashed && identity.system === null) return undefined;
  const ids = isHashed && identity.system !== null ? hashedIds(identity.system) : PLAIN_IDS;
  const clock: StatisticsClock = {
    window: windows[check.window].since,
    timeline: identity.timeline,
  };
  const entries = check.state.comparable(stored, clock);
  return (name) => lookup(entries, check.state.namespace, identity.system, ids).find(name).entry;
}

function keptIn(state: IssueState | null, check: string): Kept[] {
  if (state === null) return [];
  return Object.entries(state.suites).flatMap(([suite, suiteState]) =>
    storedIn(suiteState, check) === undefined ? [] : [{ state, suite, suiteState }],
  );
}

function lastRun({ suiteState }: Kept): number {
  return suiteState.runs[0]?.at ?? 0;
}
