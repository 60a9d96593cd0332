import type { Home, OurIssue, Tracker } from "../issue.ts";
import type { Refs } from "../state/refs.ts";
import { type IssueState, type Slot, slotOf } from "../state/schema.ts";
import { inForm } from "../state/update.ts";

/** The issues of one home. */
export interface HomeIssues {
  /** Ours: the open one of the lowest number; with none open the one that was closed last, duplicates aside. */
  readonly issue: OurIssue | undefined;
  /** The other open ones. */
  readonly duplicates: readonly OurIssue[];
  /** The issue that told of the same before this one, or before one that is to be opened. */
  previousOf(issue: OurIssue | undefined): number | null;
}

export interface Homes {
  of(home: Home): HomeIssues;
  /** Every home that has an issue. */
  readonly known: readonly Home[];
}

export function homesOf({ issues, untouchable }: Tracker): Homes {
  const byHome = Map.groupBy(
    [...issues].sort((a, b) => a.number - b.number),
    ({ home }) => home,
  );
  return {
    of: (home) => issuesOf(byHome.get(home) ?? []),
    known: [...byHome.keys()].filter((home) => !untouchable.includes(home)),
  };
}

/** @param issues lowest number first */
function issuesOf(issues: readonly OurIssue[]): HomeIssues {
  const [open, ...duplicates] = issues.filter(({ isOpen }) => isOpen);
  const closed = issues
    .filter(({ isOpen, state }) => !isOpen && state?.closed !== "duplicate")
    .sort(byClosing);
  return {
    issue: open ?? closed[0],
    duplicates,
    previousOf: (issue) =>
      closed.find(({ number }) => issue === undefined || number < issue.number)?.number ?? null,
  };
}

/** Last closed first. GitHub tells whole seconds: of two alike the one that we wrote last was closed last. */
function byClosing(a: OurIssue, b: OurIssue): number {
  const writtenAt = ({ state }: OurIssue): number => state?.run.at ?? 0;
  return (b.closedAt ?? 0) - (a.closedAt ?? 0) || writtenAt(b) - writtenAt(a) || b.number - a.number;
}

/** The memory that the issue of a home keeps for its suites, as this run names findings. */
export function slotsIn(homes: Homes, home: Home, refs: Refs): IssueState["slots"] {
  const state = homes.of(home).issue?.state ?? null;
  return state === null ? {} : inForm(state, home, refs).slots;
}

/** One suite's part of it. */
export function slotIn(homes: Homes, home: Home, refs: Refs, suite: string): Slot | undefined {
  const state = homes.of(home).issue?.state ?? null;
  return slotOf(state && inForm(state, home, refs), suite);
}
