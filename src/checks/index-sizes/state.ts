import { z } from "zod";
import type { CheckState, StateInput } from "../../core/check-state.ts";
import type { IndexInventory, IndexRow } from "../../core/index-usage.ts";
import { count, time } from "../../core/run-stamp.ts";

const storedIndexSchema = z.object({
  ref: z.string(),
  /** The first of our runs that saw it. */
  firstSeen: time,
  /** Its counter at the last run. */
  scans: count,
  /** Since when it has been seen without a scan: see `quietSince`. */
  quietSince: time,
  /** `[time, bytes]` of the runs that saw it, oldest first. */
  sizes: z.array(z.tuple([time, count])),
});

export type StoredIndex = z.infer<typeof storedIndexSchema>;

/** Enough for a line over ten weeks. */
const SIZES_KEPT = 10;

/** The indexes of the last run, the largest first: their scans, their sizes and how long they have had no scan. */
export const indexState: Omit<CheckState<unknown, never, IndexInventory, StoredIndex>, "read"> = {
  entry: storedIndexSchema,
  namespace: "index",
  // An index that is not among them is gone, or too small to be listed: it is new when it comes back.
  update: ({ indexes }, input) => {
    const known = input.lookup(input.previous?.list ?? []);
    return indexes.map((row): StoredIndex => {
      const { ref, entry } = known.find(row.name);
      const { at } = input;
      return {
        ref,
        firstSeen: entry?.firstSeen ?? at,
        scans: row.scans,
        quietSince: quietSince(row, entry, input),
        sizes: [...(entry?.sizes ?? []), [at, row.bytes] as [number, number]].slice(-SIZES_KEPT),
      };
    });
  },
  // A counter that was reset says so itself.
  comparable: ({ list }) => list,
  trim: [
    {
      turn: "before-findings",
      size: (list) => list.reduce((most, { sizes }) => Math.max(most, sizes.length), 0),
      least: 2,
      cut: (list, size) =>
        list.map((index) => ({ ...index, sizes: size === 0 ? [] : index.sizes.slice(-size) })),
    },
    {
      turn: "after-findings",
      size: (list) => list.length,
      least: 0,
      cut: (list, size) => list.slice(0, size),
    },
  ],
};

/**
 * Since when an index has been seen without a scan. Only what was watched from end to end counts: a wrong "unused"
 * takes an index away from a query.
 */
function quietSince(
  { scans }: IndexRow,
  known: StoredIndex | undefined,
  { at, clock, reset }: StateInput<StoredIndex>,
): number {
  // Before the first look the index was not watched. A counter of 0 does not help: a rebuilt index has that too.
  if (known === undefined) return at;
  // What was counted between the last look and the new start is lost, and a 0 speaks for the time since. A counter
  // above 0 moved at an unknown moment of that time.
  if (reset !== null && scans === 0 && (known.scans === 0 || reset.since > lastLook(known))) {
    return Math.max(known.quietSince, reset.since);
  }
  if (reset !== null) return at;
  // It was used since the last run; or it fell, so this index alone was reset or rebuilt at an unknown moment.
  if (scans !== known.scans) return at;
  // Where the server does not say since when it counts, a 0 may be that of a crash an hour ago. A number above 0
  // that stayed the same went through no restart.
  if (scans === 0 && clock.window === null) return at;
  return known.quietSince;
}

function lastLook({ sizes, firstSeen }: StoredIndex): number {
  return sizes.at(-1)?.[0] ?? firstSeen;
}
