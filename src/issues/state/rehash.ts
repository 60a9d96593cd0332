import type { Home } from "../issue.ts";
import { hashedRefs, mayBeHashed, type Refs, refOfIndex, refOfStatement } from "./refs.ts";
import type { IssueState, RememberedFinding, Slot } from "./schema.ts";

/**
 * A repository becomes public, or `public-details` is switched: memory then names findings in the other form.
 * Names become hashes wherever they stand, since everybody may read them from now on. A hash can't become a name
 * again: it stays, and is recognised when its finding is seen.
 *
 * @param home whose issue holds the state: the check that its own findings are of
 */
export function inForm(state: IssueState, home: Home, refs: Refs): IssueState {
  if (state.form === refs.form) return state;
  return {
    ...state,
    form: refs.form,
    findings: changeRefs(state.findings, refs, home),
    slots: Object.fromEntries(
      Object.entries(state.slots).map(([suite, slot]) => [suite, slotInForm(slot, state.form, refs)]),
    ),
  };
}

/** The same for one suite's slot. */
export function slotInForm(slot: Slot, form: IssueState["form"], refs: Refs): Slot {
  if (form === refs.form) return slot;
  return {
    ...slot,
    checks: Object.fromEntries(
      Object.entries(slot.checks).map(([check, memory]) => [
        check,
        { ...memory, findings: changeRefs(memory.findings, refs, check) },
      ]),
    ),
    indexes: slot.indexes.map((index) => ({ ...index, ref: refOfIndex(refs, index.ref) })),
    ...(slot.statements && {
      statements: {
        ...slot.statements,
        list: slot.statements.list.map((held) => ({ ...held, ref: refOfStatement(refs, held.ref) })),
      },
    }),
  };
}

/** A plain ref of a hash is that hash. */
function changeRefs(findings: readonly RememberedFinding[], refs: Refs, check: string): RememberedFinding[] {
  return findings.map((finding) => ({ ...finding, ref: refs.of(check, finding.ref) }));
}

/** How memory is to name a thing, and under which name it holds it already. */
export type FindRef = (name: string) => {
  readonly ref: string;
  readonly heldAs: string;
  /** Its other name, which may be held beside that one where only a part of our writes got through. */
  readonly twin?: string;
};

/**
 * @param ofName the ref of a name in the form that is written now
 * @param held what memory holds, in either form
 */
export function refFinder(
  refs: Refs,
  system: string | null,
  held: readonly { readonly ref: string }[],
  ofName: (refs: Refs, name: string) => string,
): FindRef {
  const known = new Set(held.map(({ ref }) => ref));
  // Most memory holds no hash, and then none is worked out.
  const former =
    refs.form === "plain" && system !== null && held.some(({ ref }) => mayBeHashed(ref))
      ? hashedRefs(system)
      : undefined;
  return (name) => {
    const ref = ofName(refs, name);
    if (former === undefined) return { ref, heldAs: ref };
    const other = ofName(former, name);
    if (known.has(ref)) return { ref, heldAs: ref, twin: other };
    return { ref, heldAs: known.has(other) ? other : ref };
  };
}
