import type { IndexRow, RunFacts } from "../run-facts.ts";
import { type FindingIds, indexId } from "./refs.ts";
import { idFinder } from "./rehash.ts";
import type { StoredIndex, SuiteState } from "./schema.ts";
import { type ResetReason, statisticsReset } from "./update-windows.ts";

/** Enough for a line over ten weeks. */
const SIZES_KEPT = 10;

/** A run that did not ask for indexes, or did not reach the database, leaves what is known of them. */
export function indexesAfter(
  facts: RunFacts,
  previous: SuiteState | undefined,
  ids: FindingIds,
): Pick<SuiteState, "indexes" | "indexesLeftOut"> {
  const before = previous?.indexes ?? [];
  if (facts.indexes.length === 0) return { indexes: before, indexesLeftOut: previous?.indexesLeftOut ?? 0 };
  const anew = statisticsReset(facts, previous);
  const held = new Map(before.map((index) => [index.ref, index]));
  const find = idFinder(ids, facts.system, before, indexId);
  const indexes = facts.indexes.map((row): StoredIndex => {
    const { ref, storedAs } = find(row.name);
    const known = held.get(storedAs);
    const { at } = facts.run;
    return {
      ref,
      firstSeen: known?.firstSeen ?? at,
      scans: row.scans,
      quietSince: quietSince(row, known, facts, anew),
      sizes: [...(known?.sizes ?? []), [at, row.bytes] as [number, number]].slice(-SIZES_KEPT),
    };
  });
  // An index that is not among them is gone, or too small to be listed: it is new when it comes back.
  return { indexes, indexesLeftOut: 0 };
}

/**
 * Since when an index has been seen to rest. Only what was watched from end to end counts: a wrong "unused"
 * takes an index away from somebody.
 */
function quietSince(
  { scans }: IndexRow,
  known: StoredIndex | undefined,
  { run, tablesWindow }: RunFacts,
  anew: ResetReason | null,
): number {
  // Before the first look nobody watched. A counter of 0 does not help: an index that was rebuilt has that too.
  if (known === undefined) return run.at;
  // What was counted between the last look and the new start is lost, and a 0 speaks for the time since. A counter
  // above 0 moved in that time, nobody knows when.
  if (anew !== null && scans === 0 && (known.scans === 0 || anew.since > lastLook(known))) {
    return Math.max(known.quietSince, anew.since);
  }
  if (anew !== null) return run.at;
  // It was used since the last run; or it fell, so this index alone was reset or rebuilt. Nobody knows when.
  if (scans !== known.scans) return run.at;
  // Where nothing tells since when the server counts, a 0 may be that of a crash an hour ago. A number above 0
  // that stayed the same went through no restart.
  if (scans === 0 && (tablesWindow?.since ?? null) === null) return run.at;
  return known.quietSince;
}

function lastLook({ sizes, firstSeen }: StoredIndex): number {
  return sizes.at(-1)?.[0] ?? firstSeen;
}
