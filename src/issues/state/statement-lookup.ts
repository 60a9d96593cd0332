import type { StatementMemory } from "../../checks/slow-queries/slowdown.ts";
import type { DatabaseEvidence } from "../../core/evidence.ts";
import type { TrackerEvidence } from "../issue.ts";
import { hashedRefs, PLAIN_REFS, refOfStatement } from "./refs.ts";
import { refFinder } from "./rehash.ts";
import type { IssueState, Slot } from "./schema.ts";
import { heldOn } from "./update-statements.ts";

interface Kept {
  readonly state: IssueState;
  readonly suite: string;
  readonly slot: Slot;
}

/**
 * What our issues hold of statements: this suite's own memory, else the newest of another, so that a suite that keeps
 * none is judged by what the nightly runs know. Undefined where there is none, or nobody can tell whose its hashes are.
 */
export function statementMemory(
  { tracker }: TrackerEvidence,
  suite: string,
  evidence: DatabaseEvidence,
): StatementMemory | undefined {
  if (!("value" in tracker) || !evidence.reached) return undefined;
  const { identity, windows } = evidence;
  const newest = tracker.value.issues
    .flatMap(({ state }) => keptIn(state))
    .sort((a, b) => Number(b.suite === suite) - Number(a.suite === suite) || lastRun(b) - lastRun(a))[0];
  if (newest === undefined) return undefined;
  const isHashed = newest.state.form === "hashed";
  if (isHashed && identity.system === null) return undefined;
  const refs = isHashed && identity.system !== null ? hashedRefs(identity.system) : PLAIN_REFS;
  const held = heldOn({ window: windows.statements.since, timeline: identity.timeline }, newest.slot);
  const byRef = new Map(held.map((statement) => [statement.ref, statement]));
  const find = refFinder(refs, identity.system, held, refOfStatement);
  return (id) => byRef.get(find(id).heldAs);
}

function keptIn(state: IssueState | null): Kept[] {
  if (state === null) return [];
  return Object.entries(state.slots).flatMap(([suite, slot]) =>
    slot.statements === undefined ? [] : [{ state, suite, slot }],
  );
}

function lastRun({ slot }: Kept): number {
  return slot.runs[0]?.at ?? 0;
}
