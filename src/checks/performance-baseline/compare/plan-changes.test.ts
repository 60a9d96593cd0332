import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { aNode, aQuery, DOCUMENTS, fast, INDEX, slow } from "../../../../test/support/builders/measured.ts";
import { type RecordedQuery, recordOf } from "../baseline-file.ts";
import type { Measurement } from "../measurement.ts";
import { changesSince, describeChanges } from "./plan-changes.ts";
import { describeRegression, growthOfTables } from "./regression.ts";
import { remedyForChanges } from "./remedy.ts";

function recordedQuery(measurement: Measurement): RecordedQuery {
  const recorded = recordOf(aQuery(), measurement);
  if (recorded === undefined) throw new Error("nothing was recorded");
  return recorded;
}

/** The same plan with so many blocks, of a table with so many rows. */
const reading = (blocks: number, rows: number | null = 2_000_000) =>
  fast({
    blocks,
    plan: aNode({ relation: DOCUMENTS, index: INDEX, blocks }),
    tables: [{ name: DOCUMENTS, rows, bytes: 1, partitions: [] }],
  });

/** Another plan: the sequential scan of a table with so many rows. */
const scanning = (blocks: number, rows: number) => ({
  ...reading(blocks, rows),
  plan: aNode({ type: "Seq Scan", relation: DOCUMENTS, blocks, rows }),
  indexes: [],
});

function regresses(then: Measurement, now: Measurement, maxGrowth = 2): boolean {
  const record = recordedQuery(then);
  const changes = changesSince(record, now);
  return (
    describeRegression({ record, recordedAt: "2026-11-15T12:00:00Z" }, now, { maxGrowth, changes }) !==
    undefined
  );
}

describe("a regression of blocks", () => {
  it("is more than max-growth times as many, and the floor", () => {
    assert.equal(regresses(reading(1_000), reading(2_100)), false);
    assert.equal(regresses(reading(1_000), reading(2_101)), true);
    assert.equal(regresses(reading(1_000), reading(3_101), 3), true);
    assert.equal(regresses(reading(1_000), reading(3_100), 3), false);
  });

  it("is not what an index-only scan reads in its table until the next VACUUM, which is reported", () => {
    const only = (blocks: number, heapFetches: number, rowsRead = 9_000): Measurement => ({
      ...reading(blocks),
      rowsRead,
      plan: aNode({ type: "Index Only Scan", relation: DOCUMENTS, index: INDEX, blocks, heapFetches }),
    });
    const vacuumed = only(45, 0);
    assert.equal(regresses(vacuumed, only(8_945, 8_900)), false);
    assert.equal(regresses(vacuumed, only(8_945, 8_700)), true, "by 200 blocks more than the rows explain");
    assert.equal(regresses(vacuumed, only(90_000, 89_900, 90_000)), true, "it reads ten times the rows");
    const other = {
      ...only(8_945, 8_900),
      plan: aNode({ ...only(8_945, 8_900).plan, index: "public.other_idx" }),
    };
    assert.equal(regresses(vacuumed, other), true, "by another index");
    const changes = changesSince(recordedQuery(vacuumed), only(8_945, 8_900));
    assert.match(
      describeChanges(changes).join(),
      /8,900 rows of an index-only scan were looked up in public\.documents/,
    );
    assert.deepEqual(remedyForChanges(changes)?.fix, {
      sql: `VACUUM (ANALYZE) ${DOCUMENTS};`,
    });
    assert.deepEqual(
      describeChanges(changesSince(recordedQuery(vacuumed), only(120, 75))),
      [],
      "too few to report",
    );
    assert.deepEqual(
      describeChanges(changesSince(recordedQuery(only(5_000, 4_900)), only(8_945, 8_900))),
      [],
      "as ever",
    );
    // Recorded on a bad day, it does not hide what is worse on a good one.
    assert.equal(regresses(only(8_945, 8_900), only(19_000, 0)), true);
  });

  it("is none among few blocks", () => {
    assert.equal(regresses(reading(3), reading(7)), false);
    assert.equal(regresses(reading(0), reading(100)), false);
    assert.equal(regresses(reading(0), reading(101)), true);
  });

  it("is not what the growth of the table explains", () => {
    assert.equal(regresses(reading(1_000), reading(6_100, 6_000_000)), false);
    assert.equal(regresses(reading(1_000), reading(6_101, 6_000_000)), true);
    // A table that shrank excuses nothing, and asks for nothing.
    assert.equal(regresses(reading(1_000), reading(2_100, 500_000)), false);
    assert.equal(regresses(reading(1_000), reading(2_101, 500_000)), true);
  });

  it("is not excused by the growth of a table that takes little part in it", () => {
    const two = (blocks: number, users: number): Measurement => ({
      ...fast(),
      blocks,
      plan: aNode({
        type: "Nested Loop",
        blocks,
        children: [
          aNode({ relation: DOCUMENTS, index: INDEX, blocks: blocks - 10 }),
          aNode({ relation: "public.users", index: "public.users_pkey", blocks: 10 }),
        ],
      }),
      tables: [
        { name: DOCUMENTS, rows: 2_000_000, bytes: 1, partitions: [] },
        { name: "public.users", rows: users, bytes: 1, partitions: [] },
      ],
    });
    const then = two(1_000, 100);
    const factor = growthOfTables(recordedQuery(then), two(1_000, 900));
    assert.ok(factor > 1 && factor < 1.1, String(factor));
    assert.equal(regresses(then, two(4_000, 900)), true);
  });

  it("is a fifth more when the plan lost an index or now reads a large table sequentially", () => {
    assert.equal(regresses(reading(1_000), scanning(1_300, 10_001)), false);
    assert.equal(regresses(reading(1_000), scanning(1_301, 10_001)), true);
    const byAnother = (blocks: number): Measurement => ({
      ...reading(blocks),
      plan: aNode({ relation: DOCUMENTS, index: "public.documents_created_idx", blocks }),
    });
    assert.equal(regresses(reading(1_000), byAnother(1_300)), false);
    assert.equal(regresses(reading(1_000), byAnother(1_301)), true);
    // A table that is read sequentially beside the index, and is small: no other plan.
    const beside = (rows: number): Measurement => ({
      ...reading(1_301),
      plan: aNode({
        blocks: 1_301,
        relation: DOCUMENTS,
        index: INDEX,
        children: [aNode({ type: "Seq Scan", relation: "public.kinds", rows, blocks: 1 })],
      }),
    });
    assert.equal(regresses(reading(1_000), beside(10_000)), false);
    assert.equal(regresses(reading(1_000), beside(10_001)), true);
  });

  it("says how many times, and since when", () => {
    const record = recordedQuery(reading(1_000));
    const now = reading(2_500);
    const changes = changesSince(record, now);
    const regression = (maxGrowth: number) =>
      describeRegression({ record, recordedAt: "2026-11-15T12:00:00Z" }, now, { maxGrowth, changes });
    assert.equal(regression(2), "read 1,000 on 2026-11-15 (2.5 times as many), where max-growth is 2");
  });
});

describe("what changed since", () => {
  const words = (then: Measurement, now: Measurement, large?: number) =>
    describeChanges(changesSince(recordedQuery(then), now, large));

  it("is nothing for the same plan", () => assert.deepEqual(words(fast(), fast()), []));

  it("is an index that is no longer used, and a large table that is read sequentially", () => {
    assert.deepEqual(words(fast(), slow()), [
      "the index public.documents_list_idx is no longer used",
      "public.documents (2,000,000 rows) is now read sequentially",
    ]);
    assert.deepEqual(words(slow(), slow()), []);
    assert.deepEqual(words(fast(), slow(), 2_000_000), [
      "the index public.documents_list_idx is no longer used",
    ]);
  });

  it("is not that a partition came or went", () => {
    const months = (...names: string[]): Measurement => ({
      ...fast(),
      plan: aNode({
        type: "Append",
        children: names.map((name) => aNode({ relation: `public.${name}`, index: `public.${name}_idx` })),
      }),
      tables: [
        { name: "public.events", rows: 9, bytes: 1, partitions: names.map((name) => `public.${name}`) },
      ],
      indexes: names.map((name) => ({
        name: `public.${name}_idx`,
        root: "public.events_idx",
        table: `public.${name}`,
        definition: "CREATE INDEX x ON public.x USING btree (a)",
      })),
    });
    assert.deepEqual(words(months("m1", "m2"), months("m2", "m3", "m4")), []);
    const changes = changesSince(recordedQuery(months("m1", "m2")), slow());
    assert.deepEqual(
      changes.lostIndexes.map(({ name, table, definition }) => [name, table, definition]),
      [["public.events_idx", "public.events", null]],
    );
    assert.equal(remedyForChanges(changes)?.fix, undefined);
    assert.match(
      remedyForChanges(changes)?.sentence ?? "",
      /events_idx is gone, create it again, as the migration/,
    );
  });

  it("is a misestimate, when it was none before", () => {
    const estimating = (
      expectedRows: number,
      rows: number,
      over: Partial<Parameters<typeof aNode>[0]> = {},
    ) => fast({ plan: aNode({ relation: DOCUMENTS, index: INDEX, expectedRows, rows, ...over }) });
    const good = estimating(900, 1_000);
    assert.deepEqual(words(good, estimating(12, 150_000)), [
      "the planner expected 12 rows of public.documents and 150,000 came, wrong by a factor of 12,500",
    ]);
    assert.deepEqual(words(good, estimating(100, 1_000)).length, 1);
    assert.deepEqual(words(good, estimating(101, 1_000)), []);
    assert.deepEqual(words(good, estimating(9, 999)), [], "few rows are no matter");
    assert.deepEqual(words(estimating(10, 150_000), estimating(12, 150_000)), [], "it was as wrong before");
    assert.deepEqual(words(good, estimating(150_000, 12)).length, 1);
    assert.deepEqual(words(good, estimating(150_000, 12, { loops: 0 })), []);
    assert.deepEqual(remedyForChanges(changesSince(recordedQuery(good), estimating(12, 150_000)))?.fix, {
      sql: "ANALYZE public.documents;",
    });
  });

  it("is no misestimate where something above asked for no more", () => {
    const scan = aNode({ relation: DOCUMENTS, index: INDEX, expectedRows: 150_000, rows: 20 });
    const under = (...types: [string, string?][]) =>
      types.reduceRight(
        (child, [type, strategy]) =>
          aNode({ type, children: [child], ...(strategy === undefined ? {} : { strategy }) }),
        scan,
      );
    const before = fast({ plan: aNode({ relation: DOCUMENTS, index: INDEX }) });
    const changes = (plan: ReturnType<typeof aNode>) =>
      words(before, fast({ plan })).filter((word) => word.startsWith("the planner")).length;
    assert.equal(changes(under(["Limit"])), 0);
    assert.equal(changes(under(["Limit"], ["Gather"])), 0);
    assert.equal(changes(under(["Nested Loop", "Semi"])), 0);
    assert.equal(changes(under(["Merge Join"])), 0);
    assert.equal(changes({ ...scan, label: "SubPlan 1" }), 0);
    assert.equal(changes(under(["Limit"], ["Aggregate", "Sorted"])), 0);
    assert.equal(changes(under(["Limit"], ["Sort"])), 1);
    assert.equal(changes(under(["Limit"], ["Aggregate", "Hashed"])), 1);
    assert.equal(changes(under(["Nested Loop"])), 1);
    for (const type of ["BitmapAnd", "BitmapOr", "Bitmap Index Scan"]) {
      assert.equal(
        changes(aNode({ type, expectedRows: 150_000, rows: 0 })),
        0,
        "the server counts no rows of it",
      );
    }
  });
});

describe("the remedy", () => {
  const remedy = (definition: string | null) => {
    const lost = { name: INDEX, table: DOCUMENTS, definition };
    return remedyForChanges({
      lostIndexes: [lost],
      sequential: [],
      misestimate: undefined,
      unvacuumed: undefined,
    });
  };

  it("creates a lost index again, unique where it was, without a lock", () => {
    assert.equal(
      remedy("CREATE UNIQUE INDEX documents_list_idx ON public.documents USING btree (id)")?.fix?.sql,
      "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS documents_list_idx ON public.documents USING btree (id);",
    );
  });

  it("takes nothing from the file but the definition of an index of that table", () => {
    for (const definition of [
      null,
      "",
      "DROP TABLE public.documents",
      "CREATE INDEX a ON public.documents USING btree (id); DROP TABLE public.documents",
      "CREATE INDEX a ON public.documents USING btree (id) -- x",
      "CREATE INDEX a ON public.documents USING btree (id) WHERE status = 'done'",
      "CREATE INDEX a ON public.other USING btree (id)",
      "CREATE INDEX a ON ONLY public.documents USING btree (id)",
      "CREATE INDEX a\nON public.documents USING btree (id)",
    ]) {
      assert.equal(remedy(definition)?.fix, undefined, String(definition));
      assert.match(
        remedy(definition)?.sentence ?? "",
        /create it again, as the migration that made it did\.$/,
      );
    }
  });

  it("is of the table that is read sequentially for want of it", () => {
    const lostIndexes = ["a", "b"].map((table) => ({ name: `public.${table}_idx`, table, definition: null }));
    const sequential = [{ table: "b", rows: 20_000 }];
    assert.match(
      remedyForChanges({ lostIndexes, sequential, misestimate: undefined, unvacuumed: undefined })
        ?.sentence ?? "",
      /b_idx is gone/,
    );
  });

  it("is a sentence where no statement can say it, and none where nothing is known", () => {
    const sequential = [{ table: DOCUMENTS, rows: 20_000 }];
    const read = remedyForChanges({
      lostIndexes: [],
      sequential,
      misestimate: undefined,
      unvacuumed: undefined,
    });
    assert.match(read?.sentence ?? "", /has an index on what the query filters and sorts by/);
    assert.equal(read?.fix, undefined);
    assert.equal(
      remedyForChanges({ lostIndexes: [], sequential: [], misestimate: undefined, unvacuumed: undefined }),
      undefined,
    );
  });
});
