import { EMPTY_SLOT, type RememberedFinding, type Slot } from "../../domain/memory.ts";
import type { Refs } from "../../domain/refs.ts";
import type { ReportedFinding } from "../../domain/report.ts";
import type { RunFacts } from "../../domain/run-facts.ts";

/** A finding that two runs agreed on, or that needs no second. */
export interface StandingFinding {
  readonly remembered: RememberedFinding;
  /** Undefined when this run does not see it, and one more must agree that it is gone. */
  readonly finding: ReportedFinding | undefined;
}

/** What became of one check since the last run. */
export interface CheckChanges {
  readonly standing: readonly StandingFinding[];
  /** Seen once; the next run decides. */
  readonly pending: readonly ReportedFinding[];
  /** Those of `standing` that did not stand at the last run. */
  readonly appeared: readonly ReportedFinding[];
  /** What stood at the last run and stands no more. */
  readonly resolved: readonly RememberedFinding[];
}

export interface Remembered {
  /** The slot after this run. */
  readonly slot: Slot;
  /** By check id: every check of this run. */
  readonly checks: ReadonlyMap<string, CheckChanges>;
}

/**
 * What this run leaves behind, and what changed since the last one. A run that the slot holds already changes
 * nothing. Pure.
 */
export function remember(_facts: RunFacts, previous: Slot | undefined, _refs: Refs): Remembered {
  return { slot: previous ?? EMPTY_SLOT, checks: new Map() };
}
