import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  aDuplicate,
  aForeignKey,
  anIndex,
  anInvalid,
  anUnused,
  DAY,
  lastOf,
  MB,
  START,
  WEEK,
  type Week,
  weeks,
} from "../../../test/support/builders/index-weeks.ts";
import { aFail, aPass } from "../../../test/support/builders/report.ts";
import { dropIndex } from "../../checks/shared/drop-index.ts";
import { toIso } from "../../lib/time.ts";
import { hashedIds } from "../state/refs.ts";
import { indexUsageOf } from "./evaluate.ts";

const NAME = "public.idle";

/** An unused index, seen every week. */
const idle: Week = { indexes: [anIndex(NAME)], findings: { "unused-indexes": [anUnused(NAME)] } };

function repeated(week: Week, times: number): Week[] {
  return Array.from({ length: times }, () => week);
}

const unusedOf = (lives: readonly Week[], refs = undefined as Parameters<typeof weeks>[1]) =>
  lastOf(weeks(lives, refs)).usage.unused[0];

describe("when an unused index may go", () => {
  it("waits for observed-for of silence that our own runs saw, to the day", () => {
    const advices = weeks(repeated(idle, 7)).map(({ usage }) => usage.unused[0]?.advice);
    const until = START + 30 * DAY;
    assert.deepEqual(advices, [
      ...repeated({}, 5).map(() => ({ kind: "watch", until })),
      { kind: "safe", since: START },
      { kind: "safe", since: START },
    ]);
  });

  it("is safe from the very millisecond on", () => {
    const before = weeks(repeated(idle, 2));
    const last = lastOf(before);
    const at = (time: number) =>
      indexUsageOf({ ...last.facts, run: { id: "9", attempt: 1, at: time } }, before.at(0)?.suiteState, {
        idFormat: "plain",
        of: (_, key) => key,
      }).unused[0]?.advice?.kind;
    assert.equal(at(START + 30 * DAY - 1), "watch");
    assert.equal(at(START + 30 * DAY), "safe");
  });

  it("takes the server's word for its last scan, once two runs have seen the finding", () => {
    const since = toIso(START - 101 * DAY);
    const scanned: Week = {
      indexes: [anIndex(NAME, { scans: 7 })],
      findings: { "unused-indexes": [anUnused(NAME, { scans: 7, unused_since_at: since })] },
    };
    const [first, second] = weeks(repeated(scanned, 2)).map(({ usage }) => usage.unused[0]);
    assert.deepEqual(first?.advice, { kind: "wait", for: "second-run" });
    assert.equal(first?.seenOnce, true);
    assert.deepEqual(second?.advice, { kind: "safe", since: Date.parse(since) });
    assert.equal(second?.seenOnce, false);
  });

  it("starts to watch anew when the index was made anew, whatever its name", () => {
    const used: Week = { indexes: [anIndex(NAME, { scans: 50 })] };
    const row = unusedOf([...repeated(used, 6), idle, idle]);
    assert.deepEqual(row?.advice, { kind: "watch", until: START + 6 * WEEK + 30 * DAY });
  });

  it("says of an index that memory saw come that it is unused since then at the earliest", () => {
    const other: Week = { indexes: [anIndex("public.other")] };
    assert.equal(unusedOf([other, other, idle, idle])?.unusedSince, START + 2 * WEEK);
    assert.equal(unusedOf([idle, idle])?.unusedSince, START - 90 * DAY);
  });

  it("watches one among the smaller ones by its finding", () => {
    const small: Week = { ...idle, indexes: [anIndex("public.other")] };
    assert.deepEqual(unusedOf(repeated(small, 6))?.advice, { kind: "safe", since: START });
    assert.deepEqual(unusedOf(repeated(small, 6))?.sinceLastRun, { unknown: "not-stored" });
  });

  it("lets none go while a part could not be looked at", () => {
    const blind = aFail([anUnused(NAME)], {
      check: "unused-indexes",
      unknown: { reason: "unreachable", detail: "The replica reports did not answer." },
    });
    const row = unusedOf([...repeated(idle, 6), { indexes: [anIndex(NAME)], results: [blind] }]);
    assert.deepEqual(row?.advice, { kind: "wait", for: "full-check" });
  });

  it("knows its indexes by their hashes too", () => {
    assert.deepEqual(unusedOf(repeated(idle, 6), hashedIds("7400000000000000001"))?.advice, {
      kind: "safe",
      since: START,
    });
  });
});

describe("scans since the last run", () => {
  const withScans = (scans: number, facts: Week["facts"] = {}): Week => ({
    ...idle,
    indexes: [anIndex(NAME, { scans })],
    facts,
  });
  const since = (lives: Week[]) => unusedOf(lives)?.sinceLastRun;

  it("are the difference of two counters", () => {
    assert.deepEqual(since([withScans(3), withScans(10)]), { scans: 7 });
    assert.deepEqual(since([withScans(3), withScans(3)]), { scans: 0 });
  });

  it("are not told where the counters do not tell, and why", () => {
    assert.deepEqual(since([withScans(3)]), { unknown: "first-run" });
    assert.deepEqual(since([withScans(3), withScans(2)]), { unknown: "went-down" });
    assert.deepEqual(since([{ indexes: [anIndex("public.other")] }, idle]), { unknown: "not-stored" });
    const reset = { tablesWindow: { since: START + 2 * DAY, detail: "the statistics were reset" } };
    const told = lastOf(weeks([withScans(3), withScans(30, reset)])).usage;
    assert.deepEqual(told.unused[0]?.sinceLastRun, { unknown: "statistics-reset" });
    assert.deepEqual(told.reset, { since: START + 2 * DAY, why: "the statistics were reset" });
    assert.notEqual(lastOf(weeks([withScans(3), withScans(30, { timeline: "00000002" })])).usage.reset, null);
    assert.equal(lastOf(weeks([withScans(3), withScans(30)])).usage.reset, null);
  });
});

describe("hardly used indexes", () => {
  const length = 90 * DAY;
  const hardly = (parts: Parameters<typeof anIndex>[1], week: Week = {}) => {
    const { rarelyUsed } = lastOf(weeks([{ indexes: [anIndex("public.rare", parts)], ...week }])).usage;
    return "indexes" in rarelyUsed ? rarelyUsed.indexes.length : rarelyUsed.unknown;
  };

  it("have less than one scan a day", () => {
    assert.equal(hardly({ scans: length / DAY - 1, tableWrites: 1e9 }), 1);
    assert.equal(hardly({ scans: length / DAY, tableWrites: 1e9 }), 0);
    assert.equal(hardly({ scans: 0, tableWrites: 1e9 }), 0, "that one is unused");
  });

  it("cost more than 1,000 writes a scan, and 10,000 at least", () => {
    assert.equal(hardly({ scans: 20, tableWrites: 20_001 }), 1);
    assert.equal(hardly({ scans: 20, tableWrites: 20_000 }), 0);
    assert.equal(hardly({ scans: 1, tableWrites: 10_000 }), 1);
    assert.equal(hardly({ scans: 1, tableWrites: 9_999 }), 0);
  });

  it("enforce no rule, are no finding already, and are not ignored", () => {
    const rare = { scans: 1, tableWrites: 1e6 };
    assert.equal(hardly({ ...rare, isUnique: true }), 0);
    assert.equal(hardly({ ...rare, bytes: 96 * 1024 - 1 }), 0);
    const found = { "unused-indexes": [anUnused("public.rare", { scans: 1 })] };
    assert.equal(hardly(rare, { findings: found }), 0);
    const [told] = weeks([{ indexes: [anIndex("public.rare", rare)] }]);
    assert.ok(told);
    const ignored = [{ check: "unused-indexes", key: "public.rare", reason: "yearly", expires: null }];
    const facts = { ...told.facts, report: { ...told.facts.report, ignored } };
    assert.deepEqual(indexUsageOf(facts, undefined, { idFormat: "plain", of: (_, key) => key }).rarelyUsed, {
      indexes: [],
    });
  });

  it("are not told by counters that are too young, or that tell not everything", () => {
    const rare = { scans: 1, tableWrites: 1e6 };
    const young = (days: number): Week => ({
      facts: { tablesWindow: { since: START - days * DAY, detail: "reset" } },
    });
    assert.equal(hardly(rare, young(29)), "window");
    assert.equal(hardly(rare, young(30)), 1);
    assert.equal(hardly(rare, { facts: { tablesWindow: { since: null, detail: "" } } }), "window");
    const blind = aPass({
      check: "unused-indexes",
      status: "unknown",
      unknown: { reason: "window", detail: "a standby is connected" },
    });
    assert.equal(hardly(rare, { results: [blind] }), "unused-unknown");
    assert.equal(hardly(rare, { facts: { indexes: [] } }), "not-checked");
  });
});

describe("growing indexes", () => {
  const sized = (bytes: number): Week => ({ indexes: [anIndex("public.large", { bytes, scans: 5_000 })] });
  const grown = (...sizes: number[]) =>
    lastOf(weeks(sizes.map(sized))).usage.growing.map(({ from }) => from.bytes);

  it("grew by a fifth and by 8 MB, since the oldest remembered size", () => {
    assert.deepEqual(grown(100 * MB, 119.9 * MB), []);
    assert.deepEqual(grown(100 * MB, 110 * MB, 120 * MB), [100 * MB]);
    assert.deepEqual(grown(8 * MB, 16 * MB - 1), []);
    assert.deepEqual(grown(8 * MB, 16 * MB), [8 * MB]);
    assert.deepEqual(grown(0, 8 * MB), [0]);
    assert.deepEqual(grown(100 * MB), [], "there is nothing to compare with");
  });

  it("grew in the last eight weeks", () => {
    assert.deepEqual(grown(100 * MB, ...repeated({}, 8).map(() => 130 * MB)), [100 * MB]);
    assert.deepEqual(grown(100 * MB, ...repeated({}, 9).map(() => 130 * MB)), []);
  });
});

describe("the whole of index usage", () => {
  it("tells each index once, and counts what dropping gives back", () => {
    const both = anUnused("public.twice");
    const week: Week = {
      indexes: [
        anIndex("public.twice", { bytes: 20 * MB }),
        anIndex("public.kept", { bytes: 20 * MB, scans: 100_000 }),
        anIndex(NAME, { bytes: 20 * MB }),
        anIndex("public.broken", { bytes: 5 * MB }),
      ],
      findings: {
        "unused-indexes": [both, anUnused(NAME)],
        "duplicate-indexes": [aDuplicate("public.twice", "public.kept")],
        "invalid-indexes": [anInvalid("public.broken")],
        "foreign-key-indexes": [aForeignKey("public.lines")],
      },
      facts: { smallerIndexes: { count: 3, bytes: 5 } },
    };
    const { usage } = lastOf(weeks([week]));
    assert.deepEqual(
      [usage.unused, usage.duplicates, usage.invalid, usage.foreignKeys].map((rows) =>
        rows.map(({ name }) => name),
      ),
      [[NAME], ["public.twice"], ["public.broken"], ["public.lines (customer_id)"]],
    );
    assert.deepEqual(usage.totals, { count: 7, bytes: 65 * MB + 5 });
    assert.deepEqual(usage.reclaim, {
      all: { count: 3, bytes: 45 * MB },
      now: { count: 2, bytes: 25 * MB },
    });
    assert.equal(usage.invalid[0]?.bytes, 5 * MB, "from the inventory");
  });

  it("undoes a DROP the way it was done", () => {
    const definition = (partitioned: boolean, create: string) => {
      const { sql: fix } = dropIndex({ name: NAME, partitioned });
      const standsAlone = !partitioned;
      const finding = { ...anUnused(NAME, { definition: create }), fix, standsAlone };
      return lastOf(weeks([{ findings: { "unused-indexes": [finding] } }])).usage.unused[0]?.undo;
    };
    const whole = "CREATE INDEX idle ON public.t USING btree (a)";
    assert.equal(definition(false, whole), "CREATE INDEX CONCURRENTLY idle ON public.t USING btree (a)");
    assert.equal(definition(true, whole), whole, "a partitioned one");
    assert.equal(
      definition(false, "CREATE UNIQUE INDEX idle ON t (a)"),
      "CREATE UNIQUE INDEX CONCURRENTLY idle ON t (a)",
    );
  });

  it("knows of no index when none was looked at", () => {
    const { usage } = lastOf(
      weeks([
        {
          results: [
            aPass({
              check: "index-sizes",
              status: "unknown",
              unknown: { reason: "unreachable", detail: "The database was not reached." },
            }),
          ],
        },
      ]),
    );
    assert.equal(usage.totals, null);
  });
});
