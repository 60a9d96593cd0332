import type { EntryLookup, ResetReason, StatisticsClock, StoredEntry } from "../../core/check-state.ts";
import type { RunFacts } from "../run-facts.ts";
import { type FindingIds, storedId } from "./refs.ts";
import { idFinder } from "./rehash.ts";
import { type SuiteState, storedIn } from "./schema.ts";
import { statefulChecks } from "./stateful-checks.ts";
import { statisticsReset } from "./update-windows.ts";

/** What the checks of this run store. A check that was not asked, or got no answer, leaves what it stored before. */
export function storedAfter(
  facts: RunFacts,
  previous: SuiteState | undefined,
  ids: FindingIds,
): Pick<SuiteState, "stored"> {
  const reset = statisticsReset(facts, previous);
  return {
    stored: Object.fromEntries(
      statefulChecks.flatMap((check) => {
        const stored = storedByCheck(check, facts, previous, ids, reset);
        return stored === undefined ? [] : [[check.id, stored] as const];
      }),
    ),
  };
}

function storedByCheck(
  { id, window, state }: (typeof statefulChecks)[number],
  facts: RunFacts,
  previous: SuiteState | undefined,
  ids: FindingIds,
  reset: ResetReason | null,
) {
  const before = storedIn(previous, id);
  const reading = facts.readings.get(id);
  if (reading === undefined) return before;
  const clock: StatisticsClock = { window: facts.windows?.[window].since ?? null, timeline: facts.timeline };
  const list = state.update(reading, {
    at: facts.run.at,
    clock,
    reset,
    previous: before,
    lookup: (entries) => lookup(entries, state.namespace, facts.system, ids),
  });
  return {
    window: clock.window,
    timeline: clock.timeline ?? before?.timeline ?? null,
    list: [...list],
    leftOut: 0,
  };
}

/** Entries by the names of their objects, whichever way they are stored. */
export function lookup<Entry extends StoredEntry>(
  entries: readonly Entry[],
  namespace: string,
  system: string | null,
  ids: FindingIds,
): EntryLookup<Entry> {
  const byRef = new Map(entries.map((entry) => [entry.ref, entry]));
  const findId = idFinder(ids, system, entries, (format, name) => storedId(format, namespace, name));
  return {
    find(name) {
      const { ref, storedAs, twin = storedAs } = findId(name);
      const entry = byRef.get(storedAs);
      byRef.delete(storedAs);
      byRef.delete(twin);
      return { ref, entry };
    },
    rest: () => [...byRef.values()],
  };
}
