import { isAtLeast, PRIORITIES, type Priority } from "../../core/priority.ts";
import type { IssueState, RememberedFinding } from "../state/schema.ts";

/** What changed between what an issue tells of and what stands now. */
export interface Difference {
  readonly appeared: readonly RememberedFinding[];
  readonly resolved: readonly RememberedFinding[];
  /** Resolved ones that the issue's memory had no room to name. */
  readonly resolvedUnnamed: number;
  readonly raised: { readonly from: Priority; readonly to: Priority } | null;
}

/** What nobody can compare: the block is broken, or names its findings in the other form. */
export const NO_DIFFERENCE: Difference = { appeared: [], resolved: [], resolvedUnnamed: 0, raised: null };

/** Memory keeps the most urgent; among those alike the order is the same in every run. */
export function inOrder(findings: readonly RememberedFinding[]): RememberedFinding[] {
  const place = ({ priority }: RememberedFinding): number => PRIORITIES.indexOf(priority);
  const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
  return [...findings].sort((a, b) => place(a) - place(b) || byText(a.ref, b.ref));
}

/** Undefined when the two cannot be compared. */
export function differenceOf(
  state: IssueState | null,
  form: IssueState["form"],
  now: {
    readonly findings: readonly RememberedFinding[];
    readonly priority: Priority | null;
    /** Nothing that is not seen counts as gone where it is false. */
    readonly sawAll: boolean;
  },
): Difference | undefined {
  if (state === null || state.form !== form) return undefined;
  const standing = new Set(now.findings.map(({ ref }) => ref));
  const notHeld = inOrder(notHeldBy(state, now.findings));
  return {
    // The least urgent may be those that were left out.
    appeared: notHeld.slice(0, Math.max(0, notHeld.length - state.leftOut)),
    resolved: state.findings.filter(({ ref }) => !standing.has(ref)),
    resolvedUnnamed: now.sawAll ? leftOutAfter(state, now.findings) : 0,
    raised: raisedFrom(state.priority, now.priority),
  };
}

/** Of those that the issue's memory had no room for, how many are not among these. */
export function leftOutAfter(state: IssueState | null, findings: readonly RememberedFinding[]): number {
  return state === null ? 0 : Math.max(0, state.leftOut - notHeldBy(state, findings).length);
}

function notHeldBy(state: IssueState, findings: readonly RememberedFinding[]): RememberedFinding[] {
  const held = new Set(state.findings.map(({ ref }) => ref));
  return findings.filter(({ ref }) => !held.has(ref));
}

export function isEmpty({ appeared, resolved, resolvedUnnamed, raised }: Difference): boolean {
  return appeared.length === 0 && resolved.length === 0 && resolvedUnnamed === 0 && raised === null;
}

/** Whether each finding that the issue names has the priority that it had. */
export function samePriorities(state: IssueState, now: readonly RememberedFinding[]): boolean {
  const priorities = new Map(now.map(({ ref, priority }) => [ref, priority]));
  return state.findings.every(({ ref, priority }) => priorities.get(ref) === priority);
}

function raisedFrom(from: Priority | null, to: Priority | null): Difference["raised"] {
  if (from === null || to === null || isAtLeast(from, to)) return null;
  return { from, to };
}

/** `2 new findings, 1 resolved, now critical`. */
export function inWords({ appeared, resolved, resolvedUnnamed, raised }: Difference): string {
  const gone = resolved.length + resolvedUnnamed;
  const parts = [
    ...(appeared.length > 0
      ? [`${appeared.length} new ${appeared.length === 1 ? "finding" : "findings"}`]
      : []),
    ...(gone > 0 ? [`${gone} resolved`] : []),
    ...(raised === null ? [] : [`${raised.from} before, ${raised.to} now`]),
  ];
  return parts.length === 0 ? "its text" : parts.join(", ");
}
