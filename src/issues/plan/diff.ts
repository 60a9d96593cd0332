import { isAtLeast, PRIORITIES, type Priority } from "../../core/priority.ts";
import { toDate } from "../../lib/time.ts";
import type { ChangeView, CheckIssueView } from "../render/model.ts";
import type { IssueState, StoredFinding } from "../state/schema.ts";
import type { ConfirmedFinding } from "../state/update.ts";
import type { PlanContext } from "./context.ts";

/** What changed between the findings that an issue reports and those of this run. */
export interface Difference {
  readonly appeared: readonly StoredFinding[];
  readonly resolved: readonly StoredFinding[];
  /** Resolved findings that the state had no room to name. */
  readonly resolvedUnnamed: number;
  readonly raised: { readonly from: Priority; readonly to: Priority } | null;
}

/** For an issue that cannot be compared: its block is broken, or has ids of the other format. */
export const NO_DIFFERENCE: Difference = { appeared: [], resolved: [], resolvedUnnamed: 0, raised: null };

/** The most urgent first, since the state keeps the first ones; the order is the same in every run. */
export function inOrder(findings: readonly StoredFinding[]): StoredFinding[] {
  const place = ({ priority }: StoredFinding): number => PRIORITIES.indexOf(priority);
  const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
  return [...findings].sort((a, b) => place(a) - place(b) || byText(a.ref, b.ref));
}

/** Undefined when the two cannot be compared. */
export function differenceOf(
  state: IssueState | null,
  idFormat: IssueState["idFormat"],
  now: {
    readonly findings: readonly StoredFinding[];
    readonly priority: Priority | null;
    /** When false, a finding that was not seen does not count as resolved. */
    readonly wasFullyChecked: boolean;
  },
): Difference | undefined {
  if (state === null || state.idFormat !== idFormat) return undefined;
  const present = new Set(now.findings.map(({ ref }) => ref));
  const notHeld = inOrder(notHeldBy(state, now.findings));
  return {
    // The least urgent ones may be those that the state left out.
    appeared: notHeld.slice(0, Math.max(0, notHeld.length - state.leftOut)),
    resolved: state.findings.filter(({ ref }) => !present.has(ref)),
    resolvedUnnamed: now.wasFullyChecked ? leftOutAfter(state, now.findings) : 0,
    raised: raisedFrom(state.priority, now.priority),
  };
}

/** How many findings that the state left out are not among these. */
export function leftOutAfter(state: IssueState | null, findings: readonly StoredFinding[]): number {
  return state === null ? 0 : Math.max(0, state.leftOut - notHeldBy(state, findings).length);
}

function notHeldBy(state: IssueState, findings: readonly StoredFinding[]): StoredFinding[] {
  const held = new Set(state.findings.map(({ ref }) => ref));
  return findings.filter(({ ref }) => !held.has(ref));
}

export function isEmpty({ appeared, resolved, resolvedUnnamed, raised }: Difference): boolean {
  return appeared.length === 0 && resolved.length === 0 && resolvedUnnamed === 0 && raised === null;
}

/** Whether every finding that the issue reports has the same priority as before. */
export function samePriorities(state: IssueState, now: readonly StoredFinding[]): boolean {
  const priorities = new Map(now.map(({ ref, priority }) => [ref, priority]));
  return state.findings.every(({ ref, priority }) => priorities.get(ref) === priority);
}

function raisedFrom(from: Priority | null, to: Priority | null): Difference["raised"] {
  if (from === null || to === null || isAtLeast(from, to)) return null;
  return { from, to };
}

/** `2 new findings, 1 resolved, now critical`. */
export function describeDifference({ appeared, resolved, resolvedUnnamed, raised }: Difference): string {
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

/** A number with its unit: `3 hours` and `1 day`, `1.2 GB`, `91 %`. */
const NUMBER = /\d[\d.,]*(?:\s?(?:[A-Za-z]+|%))?/g;

/**
 * The content of a check's issue without numbers that change by themselves. Ages, sizes and counters differ in every
 * run; findings, priorities, fixes and the wording without its numbers do not.
 */
export function stableDigest(view: CheckIssueView, confirmed: readonly ConfirmedFinding[]): string {
  const { run, result, priority, firstSeen, due, previous, showsNames } = view;
  const { title, why, status, unknown, findings = [] } = result;
  return JSON.stringify([
    run.toolVersion,
    [
      title,
      why,
      status,
      priority,
      toDate(firstSeen),
      due === null ? null : toDate(due),
      previous,
      showsNames,
    ],
    unknown === undefined ? null : [wordingOf(unknown.detail), unknown.fix ?? null],
    // Only whether some were not seen: their number depends on how many the state had room for.
    confirmed.some(({ finding }) => finding === undefined),
    confirmed.flatMap(({ stored, finding }) => (finding === undefined ? [] : [stored.ref])).sort(),
    findings
      .map((finding) => JSON.stringify([finding.priority, wordingOf(finding.message), finding.fix ?? null]))
      .sort(),
  ]);
}

function wordingOf(text: string): string {
  return text.replace(NUMBER, "#");
}

/** Ids of the check's findings that the configuration ignores. */
export function ignoredIds({ facts, ids }: PlanContext, check: string): ReadonlySet<string> {
  const ignored = facts.report.ignored.filter((each) => each.check === check);
  return new Set(ignored.map(({ key }) => ids.of(check, key)));
}

/**
 * Separates resolved findings from those that the configuration ignores now.
 *
 * @param ignored ids in the format of the issue's state
 * @param nameOf a finding's own name
 */
export function ignoredOf(
  { ids }: PlanContext,
  { resolved, resolvedUnnamed }: Pick<Difference, "resolved" | "resolvedUnnamed">,
  ignored: ReadonlySet<string>,
  nameOf = ({ ref }: StoredFinding): string => ref,
): Pick<ChangeView, "resolvedNames" | "resolved" | "ignored"> {
  const namesOf = (findings: readonly StoredFinding[]): string[] =>
    ids.idFormat === "plain" ? findings.map(nameOf) : [];
  const ignoredNow = resolved.filter(({ ref }) => ignored.has(ref));
  const gone = resolved.filter(({ ref }) => !ignored.has(ref));
  // Findings without a name count as ignored, as many as there are ignored ones, rather than as resolved.
  const ignoredUnnamed = Math.min(resolvedUnnamed, ignored.size - ignoredNow.length);
  const counts = { resolvedNames: namesOf(gone), resolved: gone.length + resolvedUnnamed - ignoredUnnamed };
  if (ignored.size === 0) return counts;
  return {
    ...counts,
    ignored: { names: namesOf(ignoredNow), count: ignoredNow.length + ignoredUnnamed, all: ignored.size },
  };
}
