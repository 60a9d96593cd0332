import assert from "node:assert/strict";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, it } from "vitest";
import { hostile } from "../../../test/support/builders/hostile.ts";
import { storedIndexes, storedStatements } from "../../../test/support/builders/stored-runs.ts";
import { STATUSES } from "../../core/finding.ts";
import { PRIORITIES, type Priority } from "../../core/priority.ts";
import { decodeState, encodeState, STATE_BUDGET } from "./codec.ts";
import { hashedIds, PLAIN_IDS } from "./refs.ts";
import {
  EMPTY_SUITE_STATE,
  type IssueState,
  issueStateSchema,
  STATE_VERSION,
  type StoredFinding,
  type SuiteState,
  storedIn,
} from "./schema.ts";

const EMPTY: IssueState = {
  version: STATE_VERSION,
  run: { id: "1", attempt: 1, at: 1_790_000_000_000 },
  closed: null,
  idFormat: "plain",
  priority: null,
  content: "",
  findings: [],
  leftOut: 0,
  suites: {},
};

const record = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(model, { noNullPrototype: true });
const time = fc.integer({ min: 0, max: 4_000_000_000_000 });
const count = fc.nat({ max: 100_000 });
const priority = fc.constantFrom(...PRIORITIES);
// What is not well formed does not pass through UTF-8; PostgreSQL's texts always are.
const text = hostile.map((value) => value.toWellFormed());
const stamp = { id: text, attempt: count, at: time };
const finding = record({ ref: text, priority, firstSeen: time, runs: fc.nat(2), missed: fc.nat(2) });
const findings = fc.array(finding, { maxLength: 40 });
const check = record({
  status: fc.constantFrom(...STATUSES),
  since: time,
  at: time,
  unknownSince: fc.option(time),
  findings,
  leftOut: count,
});
const run = record({
  ...stamp,
  conclusion: fc.constantFrom("pass", "fail", "unknown"),
  findings: fc.constantFrom({}, { high: 3, low: 1 }),
  indexes: fc.constant({ count: 3, bytes: 10 }),
});
const index = record({
  ref: text,
  firstSeen: time,
  scans: count,
  quietSince: time,
  sizes: fc.array(fc.tuple(time, count), { maxLength: 10 }),
});
const statement = record({
  ref: text,
  entries: count,
  at: time,
  calls: count,
  ms: count,
  squares: count,
  last: fc.option(record({ from: time, to: time, calls: count, mean: count, doubt: count })),
  before: fc.array(count, { maxLength: 7 }),
  since: time,
  slowed: count,
});
const listOf = <Entry>(entry: fc.Arbitrary<Entry>) =>
  record({
    window: fc.option(time),
    timeline: fc.option(text),
    list: fc.array(entry, { maxLength: 30 }),
    leftOut: count,
  });
/** What a check stores, of statistics without a known start. */
const listed = <Entry>(list: readonly Entry[], leftOut = 0) => ({
  window: null,
  timeline: null,
  list: [...list],
  leftOut,
});
const named = <T>(value: fc.Arbitrary<T>, most: number): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(fc.stringMatching(/^[a-z][a-z-]{0,20}$/), value, { maxKeys: most, noNullPrototype: true });
const suiteState: fc.Arbitrary<SuiteState> = record({
  runs: fc.array(run, { maxLength: 60 }),
  checks: named(check, 8),
  windows: record({ tables: fc.option(time), statements: fc.option(time) }),
  timeline: fc.option(text),
  stored: record({ "index-sizes": listOf(index), "slow-queries": listOf(statement) }),
});
const state: fc.Arbitrary<IssueState> = record({
  version: fc.constant(STATE_VERSION),
  run: record(stamp),
  closed: fc.constantFrom(null, "pass", "duplicate", "disabled"),
  idFormat: fc.constantFrom("plain", "hashed"),
  priority: fc.option(priority),
  content: text,
  findings,
  leftOut: count,
  suites: named(suiteState, 3),
});

const decoded = (written: string): IssueState => {
  const answer = decodeState(written);
  assert.ok("state" in answer, JSON.stringify(answer));
  return answer.state;
};

/** Every finding of a state: those that are there, and those that were left out. */
const countOf = ({ findings: own, leftOut, suites }: IssueState): number =>
  [
    { findings: own, leftOut },
    ...Object.values(suites).flatMap(({ checks }) => Object.values(checks)),
  ].reduce((sum, list) => sum + list.findings.length + list.leftOut, 0);

const many = (amount: number, of: (index: number) => Partial<StoredFinding> = () => ({})) =>
  Array.from(
    { length: amount },
    (_, at): StoredFinding => ({
      ref: `public.some_table_${at}_idx`,
      priority: "high",
      firstSeen: 1_790_000_000_000 + at,
      runs: 2,
      missed: 0,
      ...of(at),
    }),
  );
const withChecks = (checks: Record<string, StoredFinding[]>): SuiteState => ({
  ...EMPTY_SUITE_STATE,
  checks: Object.fromEntries(
    Object.entries(checks).map(([id, list]) => [
      id,
      { status: "fail", since: 1, at: 2, unknownSince: null, findings: list, leftOut: 0 },
    ]),
  ),
});

describe("the hidden block", () => {
  it("is read back as it was written when there is room", () => {
    fc.assert(
      fc.property(state, (written) => {
        const packed = encodeState(written, 10_000_000);
        assert.match(packed, /^1\.[A-Za-z0-9_-]+$/);
        assert.deepEqual(decoded(packed), written);
      }),
      { numRuns: 200 },
    );
  });

  it("fits its budget whatever it holds, is whole, and counts what it left out", () => {
    fc.assert(
      fc.property(state, fc.integer({ min: 1_000, max: 6_000 }), (written, budget) => {
        const packed = encodeState(written, budget);
        assert.ok(packed.length <= budget, `${packed.length} of ${budget}`);
        const read = decoded(packed);
        if (Object.keys(read.suites).length === Object.keys(written.suites).length) {
          assert.equal(countOf(read), countOf(written));
        }
        assert.equal(read.run.at, written.run.at);
        assert.equal(read.closed, written.closed);
      }),
      { numRuns: 200 },
    );
  });

  it("never throws at garbage, forged or cut", () => {
    const written = encodeState({ ...EMPTY, findings: many(50) });
    const garbage = fc.oneof(
      fc.string({ unit: "binary" }),
      hostile,
      fc.base64String().map((data) => `1.${data.replaceAll(/[+/=]/g, "_")}`),
      fc.nat(written.length).map((length) => written.slice(0, length)),
      fc.json().map((json) => `1.${deflateRawSync(json).toString("base64url")}`),
    );
    fc.assert(
      fc.property(garbage, (forged) => {
        const answer = decodeState(forged);
        assert.ok(
          "problem" in answer || issueStateSchema.safeParse(answer.state).success || forged === written,
        );
      }),
      { numRuns: 2_000 },
    );
  });

  it("is broken when it is a bomb, when it nests deeply, and when its times are no times", () => {
    const forged = (json: string) => `1.${deflateRawSync(json).toString("base64url")}`;
    assert.deepEqual(decodeState(forged(" ".repeat(200_000_000))), { problem: "broken" });
    const blown = JSON.stringify({ ...EMPTY, content: "x".repeat(9 * 1024 * 1024) });
    assert.deepEqual(decodeState(forged(blown)), { problem: "broken" });
    assert.deepEqual(decodeState(forged("[".repeat(4_000_000))), { problem: "broken" });
    assert.deepEqual(
      decodeState(forged(JSON.stringify({ ...EMPTY, run: { id: "1", attempt: 1, at: 1e300 } }))),
      {
        problem: "broken",
      },
    );
    assert.deepEqual(decodeState(""), { problem: "broken" });
  });

  it("of a newer version is told, even where nothing else of it can be read", () => {
    assert.deepEqual(decodeState("2.x"), { problem: "newer" });
    assert.deepEqual(decodeState(`${STATE_VERSION + 1}.${encodeState(EMPTY).slice(2)}`), {
      problem: "newer",
    });
  });

  it("leaves out statements first, those that took the least time, and nothing else for their sake", () => {
    const ids = hashedIds("1");
    const list = Array.from({ length: 120 }, (_, at) => ({
      ref: ids.of("statement", String(at)),
      entries: 1,
      at: 1,
      calls: (at + 7) ** 3,
      ms: (at + 7) ** 4,
      squares: (at + 7) ** 5,
      last: null,
      before: [at + 0.5],
      since: 1,
      slowed: 0,
    }));
    const indexes = list.slice(0, 50).map(({ ref }, at) => ({
      ref,
      firstSeen: 1,
      scans: at,
      quietSince: 1,
      sizes: [[1, at ** 3]] as [number, number][],
    }));
    const stored = { "index-sizes": listed(indexes), "slow-queries": listed(list) };
    const suites = { health: { ...EMPTY_SUITE_STATE, stored } };
    const read = (budget: number) =>
      decoded(encodeState({ ...EMPTY, findings: many(100), suites }, budget)).suites.health;
    assert.equal(storedStatements(read(30_000))?.list.length, 120);
    const some = read(5_000);
    const kept = storedStatements(some)?.list ?? [];
    assert.ok(kept.length > 0 && kept.length < 120, String(kept.length));
    assert.deepEqual(kept, list.slice(0, kept.length));
    assert.deepEqual(storedIndexes(some), indexes);
    const none = read(1_500);
    assert.deepEqual(storedStatements(none), listed([], 120));
  });

  it("may hold nothing that a check stored", () => {
    const suites = { health: EMPTY_SUITE_STATE };
    assert.deepEqual(decoded(encodeState({ ...EMPTY, suites })).suites, suites);
  });

  it("leaves out old sizes before anything else", () => {
    const ids = hashedIds("1");
    const indexes = Array.from({ length: 200 }, (_, at) => ({
      ref: ids.of("index", `i${at}`),
      firstSeen: 1,
      scans: at,
      quietSince: 1,
      sizes: Array.from({ length: 10 }, (__, week): [number, number] => [
        week + 1,
        (at + 7) ** 3 * (week + 991),
      ]),
    }));
    const written = {
      ...EMPTY,
      findings: many(30),
      suites: { "index-usage": { ...EMPTY_SUITE_STATE, stored: { "index-sizes": listed(indexes) } } },
    };
    const read = decoded(encodeState(written, 10_000));
    const kept = storedIndexes(read.suites["index-usage"]);
    assert.equal(kept.length, 200);
    assert.equal(read.findings.length, 30);
    const lengths = new Set(kept.map(({ sizes }) => sizes.length));
    assert.equal(lengths.size, 1);
    assert.ok((kept[0]?.sizes.length ?? 0) >= 2 && (kept[0]?.sizes.length ?? 0) < 10);
    assert.deepEqual(kept[0]?.sizes.at(-1), indexes[0]?.sizes.at(-1));
  });

  it("leaves out indexes before the most important findings, and counts them", () => {
    const ids = hashedIds("1");
    const indexes = Array.from({ length: 5_000 }, (_, at) => ({
      ref: ids.of("index", `i${at}`),
      firstSeen: 1,
      scans: at,
      quietSince: 1,
      sizes: [],
    }));
    const suites = { "index-usage": { ...EMPTY_SUITE_STATE, stored: { "index-sizes": listed(indexes, 7) } } };
    const read = decoded(encodeState({ ...EMPTY, findings: many(100), suites }, 10_000));
    const kept = storedIndexes(read.suites["index-usage"]);
    assert.equal(read.findings.length, 100);
    assert.ok(kept.length > 200, String(kept.length));
    assert.deepEqual(kept[0], indexes[0]);
    assert.equal(storedIn(read.suites["index-usage"], "index-sizes")?.leftOut, 5_007 - kept.length);
  });

  it("keeps the most urgent findings, then the oldest", () => {
    const ids = hashedIds("1");
    const order: Priority[] = ["low", "critical", "medium", "high"];
    const findings = many(4_000, (at) => ({
      ref: ids.of("c", String(at)),
      priority: order[at % 4] ?? "low",
      firstSeen: 1_790_000_000_000 + ((at * 7_919) % 4_000),
    }));
    const read = decoded(encodeState({ ...EMPTY, findings }, 20_000));
    assert.ok(read.findings.length > 1_000, String(read.findings.length));
    assert.equal(read.leftOut, 4_000 - read.findings.length);
    const sorted = findings.toSorted(
      (a, b) => PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) || a.firstSeen - b.firstSeen,
    );
    assert.deepEqual(read.findings, sorted.slice(0, read.findings.length));
  });

  it("lets no check with thousands of findings oust the others", () => {
    const ids = hashedIds("1");
    const flood = many(20_000, (at) => ({ ref: ids.of("flood", String(at)), priority: "critical" }));
    const few = many(15, (at) => ({ ref: ids.of("few", String(at)), priority: "low" }));
    const written = { ...EMPTY, findings: few, suites: { health: withChecks({ flood, few }) } };
    const read = decoded(encodeState(written));
    assert.equal(read.findings.length, 15);
    assert.equal(read.suites.health?.checks.few?.findings.length, 15);
    const kept = read.suites.health?.checks.flood;
    assert.ok((kept?.findings.length ?? 0) > 500);
    assert.equal((kept?.findings.length ?? 0) + (kept?.leftOut ?? 0), 20_000);
    assert.equal(countOf(read), countOf(written));
  });

  it("adds what it leaves out to what was left out before", () => {
    const ids = hashedIds("1");
    const findings = many(20_000, (at) => ({ ref: ids.of("c", String(at)) }));
    const read = decoded(encodeState({ ...EMPTY, findings, leftOut: 100 }));
    assert.equal(read.leftOut, 20_100 - read.findings.length);
  });

  for (const [idFormat, ids] of [
    ["names", PLAIN_IDS],
    ["hashes", hashedIds("7400000000000000001")],
  ] as const) {
    it(`is cut to its budget for twice 40,000 findings with ${idFormat}`, () => {
      const list = many(40_000, (at) => ({ ref: ids.of("c", `public.some_table_${at}_created_at_idx`) }));
      const written = {
        ...EMPTY,
        findings: list,
        suites: { health: withChecks({ c: list.map((one) => ({ ...one })) }) },
      };
      const packed = encodeState(written);
      assert.ok(packed.length <= STATE_BUDGET && packed.length > STATE_BUDGET * 0.95, String(packed.length));
      const read = decoded(packed);
      assert.equal(countOf(read), 80_000);
      assert.ok(read.findings.length > 300);
      assert.ok((read.suites.health?.checks.c?.findings.length ?? 0) > 300);
    });
  }
});
