import type { IssueTopic } from "../issue.ts";
import { type FindingIds, hashedIds, mayBeHashed, storedId } from "./refs.ts";
import { type IssueState, type StoredFinding, type SuiteState, storedIn } from "./schema.ts";
import { statefulChecks } from "./stateful-checks.ts";

/**
 * A repository becomes public, or `public-details` is switched: memory then names findings in the other form.
 * Names become hashes wherever they stand, since everybody may read them from now on. A hash can't become a name
 * again: it stays, and is recognised when its finding is seen.
 *
 * @param home whose issue holds the state: the check that its own findings are of
 */
export function inIdFormat(state: IssueState, topic: IssueTopic, ids: FindingIds): IssueState {
  if (state.idFormat === ids.idFormat) return state;
  return {
    ...state,
    idFormat: ids.idFormat,
    findings: changeIds(state.findings, ids, topic),
    suites: Object.fromEntries(
      Object.entries(state.suites).map(([suite, suiteState]) => [
        suite,
        suiteStateInFormat(suiteState, state.idFormat, ids),
      ]),
    ),
  };
}

/** The same for one suite's slot. */
export function suiteStateInFormat(
  suiteState: SuiteState,
  idFormat: IssueState["idFormat"],
  ids: FindingIds,
): SuiteState {
  if (idFormat === ids.idFormat) return suiteState;
  return {
    ...suiteState,
    checks: Object.fromEntries(
      Object.entries(suiteState.checks).map(([check, state]) => [
        check,
        { ...state, findings: changeIds(state.findings, ids, check) },
      ]),
    ),
    stored: Object.fromEntries(
      statefulChecks.flatMap(({ id, state }) => {
        const stored = storedIn(suiteState, id);
        if (stored === undefined) return [];
        const list = stored.list.map((entry) => ({
          ...entry,
          ref: storedId(ids, state.namespace, entry.ref),
        }));
        return [[id, { ...stored, list }] as const];
      }),
    ),
  };
}

/** A plain ref of a hash is that hash. */
function changeIds(findings: readonly StoredFinding[], ids: FindingIds, check: string): StoredFinding[] {
  return findings.map((finding) => ({ ...finding, ref: ids.of(check, finding.ref) }));
}

/** How memory is to name a thing, and under which name it holds it already. */
export type FindId = (name: string) => {
  readonly ref: string;
  readonly storedAs: string;
  /** Its other name, which may be held beside that one where only a part of our writes got through. */
  readonly twin?: string;
};

/**
 * @param ofName the ref of a name in the form that is written now
 * @param held what memory holds, in either form
 */
export function idFinder(
  ids: FindingIds,
  system: string | null,
  held: readonly { readonly ref: string }[],
  ofName: (ids: FindingIds, name: string) => string,
): FindId {
  const known = new Set(held.map(({ ref }) => ref));
  // Most memory holds no hash, and then none is worked out.
  const former =
    ids.idFormat === "plain" && system !== null && held.some(({ ref }) => mayBeHashed(ref))
      ? hashedIds(system)
      : undefined;
  return (name) => {
    const ref = ofName(ids, name);
    if (former === undefined) return { ref, storedAs: ref };
    const other = ofName(former, name);
    if (known.has(ref)) return { ref, storedAs: ref, twin: other };
    return { ref, storedAs: known.has(other) ? other : ref };
  };
}
