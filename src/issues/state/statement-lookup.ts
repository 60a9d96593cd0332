import type { StatementLookup } from "../../checks/slow-queries/slowdown.ts";
import type { DatabaseEvidence } from "../../core/evidence.ts";
import type { IssueEvidence } from "../issue.ts";
import { hashedIds, PLAIN_IDS, statementId } from "./refs.ts";
import { idFinder } from "./rehash.ts";
import type { IssueState, SuiteState } from "./schema.ts";
import { storedStatements } from "./update-statements.ts";

interface Kept {
  readonly state: IssueState;
  readonly suite: string;
  readonly suiteState: SuiteState;
}

/**
 * What our issues hold of statements: this suite's own memory, else the newest of another, so that a suite that keeps
 * none is judged by what the nightly runs know. Undefined where there is none, or nobody can tell whose its hashes are.
 */
export function storedStatementLookup(
  { tracker }: IssueEvidence,
  suite: string,
  evidence: DatabaseEvidence,
): StatementLookup | undefined {
  if (!("value" in tracker) || !evidence.reached) return undefined;
  const { identity, windows } = evidence;
  const newest = tracker.value.issues
    .flatMap(({ state }) => keptIn(state))
    .sort((a, b) => Number(b.suite === suite) - Number(a.suite === suite) || lastRun(b) - lastRun(a))[0];
  if (newest === undefined) return undefined;
  const isHashed = newest.state.idFormat === "hashed";
  if (isHashed && identity.system === null) return undefined;
  const ids = isHashed && identity.system !== null ? hashedIds(identity.system) : PLAIN_IDS;
  const held = storedStatements(
    { window: windows.statements.since, timeline: identity.timeline },
    newest.suiteState,
  );
  const byRef = new Map(held.map((statement) => [statement.ref, statement]));
  const find = idFinder(ids, identity.system, held, statementId);
  return (id) => byRef.get(find(id).storedAs);
}

function keptIn(state: IssueState | null): Kept[] {
  if (state === null) return [];
  return Object.entries(state.suites).flatMap(([suite, suiteState]) =>
    suiteState.statements === undefined ? [] : [{ state, suite, suiteState }],
  );
}

function lastRun({ suiteState }: Kept): number {
  return suiteState.runs[0]?.at ?? 0;
}
