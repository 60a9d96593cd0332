import type { Slot } from "../domain/memory.ts";
import type { Refs } from "../domain/refs.ts";
import type { RunFacts } from "../domain/run-facts.ts";

/** What the weekly index-usage issue tells. */
export interface IndexUsage {
  /** To be filled by its author. */
  readonly count: number;
}

/** @param previous the slot before this run */
export function indexUsageOf(facts: RunFacts, _previous: Slot | undefined, _refs: Refs): IndexUsage {
  return { count: facts.indexes.length };
}
