import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { anIssueState } from "../../../test/support/builders/issue-bodies.ts";
import { aReport } from "../../../test/support/builders/report.ts";
import type { FactParts } from "../../../test/support/builders/run-facts.ts";
import { day, runOn, storedStatements } from "../../../test/support/builders/stored-runs.ts";
import { slowdownFrom } from "../../checks/slow-queries/slowdown.ts";
import type { StatementsReading } from "../../checks/slow-queries/state.ts";
import type { StoredStatement } from "../../checks/slow-queries/stored-statement.ts";
import type { DatabaseEvidence } from "../../core/evidence.ts";
import type { IssueEvidence, ManagedIssue } from "../issue.ts";
import { decodeState, encodeState } from "./codec.ts";
import { type FindingIds, hashedIds, PLAIN_IDS, storedId } from "./refs.ts";
import { EMPTY_SUITE_STATE, type IssueState, type SuiteState } from "./schema.ts";
import { storedLookup } from "./stored-lookup.ts";
import { updateState } from "./update.ts";

const RULE = { minCalls: 20, maxSlowdown: 2 };
const WINDOW = day(-90);
const A = "-4200000000000000001";
const B = "17";

/** So many calls of a mean time, all in all; of two statements that took the most time the first is the first. */
const counted = (id: string, calls: number, mean: number, entries = 1) => ({
  id,
  entries,
  calls,
  ms: calls * mean,
  squares: calls * mean ** 2,
  slowest: 1_000,
});
const read = (
  counters: StatementsReading["counters"],
  parts: Partial<StatementsReading & { window: number | null }> = {},
): FactParts => ({ statements: { counters, window: WINDOW, rule: RULE, ...parts } });

/** Numbers below `limit` that nothing makes shorter. */
const uneven = (a: number, b: number, limit: number): number =>
  ((a * 7_919 + b * 104_729) ** 2 % 9_973) % limit;

/** One run a day, each with what is different about it. */
function live(runs: readonly FactParts[], ids: FindingIds = PLAIN_IDS): SuiteState[] {
  const suites: SuiteState[] = [];
  for (const [at, parts] of runs.entries()) {
    suites.push(updateState(runOn(at, [], parts), suites.at(-1), ids).suiteState);
  }
  return suites;
}

const heldIn = (suiteState: SuiteState | undefined, ref = A): StoredStatement | undefined =>
  storedStatements(suiteState)?.list.find((held) => held.ref === ref);
const meanIn = (suiteState: SuiteState | undefined, ref = A): number | undefined =>
  heldIn(suiteState, ref)?.last?.mean;

/** 100 ms for a month, then 300 ms in the third night. */
const SLOWED = [
  read([counted(A, 30_000, 100)]),
  read([counted(A, 31_000, 100)]),
  read([counted(A, 32_000, 100)]),
  read([{ ...counted(A, 33_000, 100), ms: 3_500_000, squares: 410_000_000 }]),
];

describe("statements in memory", () => {
  it("are met with all that was counted, then judged by what was counted between two runs", () => {
    const suites = live(SLOWED);
    assert.deepEqual(
      suites.map((suiteState) => meanIn(suiteState)),
      [undefined, 100, 100, 300],
    );
    const held = heldIn(suites[3]);
    assert.ok(held !== undefined && slowdownFrom(held, RULE) === 100);
    assert.equal(held.since, WINDOW);
  });

  it("stay as they are over runs that did not read them or did not reach the database", () => {
    const unreached: FactParts = { report: aReport({ server: null }), timeline: null };
    const [first, without, dark] = live([SLOWED[0] ?? {}, {}, unreached]);
    assert.deepEqual(
      [storedStatements(without), storedStatements(dark)],
      [storedStatements(first), storedStatements(first)],
    );
    assert.equal(storedStatements(live([{}])[0]), undefined);
  });

  it("are counted once by a run that memory holds already", () => {
    const facts = runOn(0, [], SLOWED[0]);
    const { suiteState } = updateState(facts, undefined, PLAIN_IDS);
    assert.equal(updateState(facts, suiteState, PLAIN_IDS).suiteState, suiteState);
  });

  for (const [what, parts, window] of [
    ["the counters were reset", {}, day(0.5)],
    ["another server tells of an older start", {}, day(-100)],
    ["a standby was promoted", { timeline: "00000002" }, WINDOW],
    ["nothing tells any more since when it counts", {}, null],
  ] as const) {
    it(`are met anew when ${what}, and nothing is compared`, () => {
      const [, after] = live([
        read([counted(A, 30_000, 100)]),
        { ...read([counted(A, 31_000, 300)], { window }), ...parts },
      ]);
      assert.deepEqual([heldIn(after)?.last, heldIn(after)?.calls], [null, 31_000]);
    });
  }

  it("are met anew after a reset between runs, though one in the middle did not read them", () => {
    const other = aReport({
      server: {
        version: "18.4",
        database: "app",
        windows: { tables: null, statements: "2026-11-16T15:00:00Z" },
      },
    });
    const suites = live([
      read([counted(A, 30_000, 100)]),
      { report: other },
      read([counted(A, 31_000, 300)], { window: day(0.5) }),
    ]);
    assert.equal(heldIn(suites[2])?.last, null);
  });

  it("go on over a start that moves within a second, and over a run that did not learn the timeline", () => {
    const [, moved] = live([
      read([counted(A, 30_000, 100)]),
      { ...read([counted(A, 31_000, 100)], { window: WINDOW + 999 }), timeline: null },
    ]);
    assert.equal(meanIn(moved), 100);
    assert.equal(storedStatements(moved)?.timeline, "00000001");
  });

  it("one by one are met anew when their own counters fell", () => {
    const [, after] = live([
      read([counted(A, 30_000, 100), counted(B, 30_000, 10)]),
      read([counted(B, 31_000, 10), counted(A, 200, 100)]),
    ]);
    assert.equal(heldIn(after)?.last, null);
    assert.equal(meanIn(after, B), 10);
  });

  it("learn what is usual for a week when they come later than memory began", () => {
    const [, , after] = live([
      read([counted(B, 30_000, 10)]),
      read([counted(B, 31_000, 10), counted(A, 1_000, 3)]),
      read([counted(B, 32_000, 10), counted(A, 2_000, 3)]),
    ]);
    assert.deepEqual([heldIn(after)?.since, heldIn(after, B)?.since], [day(1), WINDOW]);
  });

  it("keep their place for a while when they are no longer among the first", () => {
    const [, gone, back] = live([
      read([counted(A, 30_000, 100), counted(B, 30_000, 1)]),
      read([counted(A, 31_000, 100)]),
      read([counted(A, 32_000, 100), counted(B, 32_000, 1)]),
    ]);
    assert.equal(heldIn(gone, B)?.calls, 30_000);
    assert.equal(heldIn(back, B)?.last?.calls, 2_000);
  });

  it("are a hundred at most, and twenty of those that were", () => {
    const many = (from: number) =>
      Array.from({ length: 150 }, (_, place) => counted(String(from + place), 1_000, 1));
    const [first, second] = live([read(many(0)), read(many(1_000))]);
    assert.equal(storedStatements(first)?.list.length, 100);
    assert.equal(storedStatements(second)?.list.length, 120);
    assert.equal(storedStatements(second)?.list[0]?.ref, "1000");
  });
});

describe("statements' names", () => {
  const hashed = hashedIds(runOn(0, []).system ?? "");

  it("become hashes, and are recognised then and when hashes become names", () => {
    const [plain] = live(SLOWED.slice(0, 1));
    const facts = runOn(1, [], SLOWED[1]);
    const after = updateState(facts, plain, hashed, "plain").suiteState;
    assert.equal(JSON.stringify(after).includes(A), false);
    assert.equal(meanIn(after, storedId(hashed, "statement", A)), 100);
    const again = updateState(runOn(2, [], SLOWED[2]), after, PLAIN_IDS, "hashed").suiteState;
    assert.equal(meanIn(again), 100);
    assert.equal(storedStatements(again)?.list.length, 1);
  });
});

/** The stored mean times that slow-queries is given. */
function lookupIn(issues: IssueEvidence, suite: string, evidence: DatabaseEvidence) {
  return storedLookup("slow-queries", issues, suite, evidence) as
    | ((id: string) => StoredStatement | undefined)
    | undefined;
}

describe("what a run knows of statements", () => {
  const [, , , suiteState = EMPTY_SUITE_STATE] = live(SLOWED);
  const tracking = (...issues: ManagedIssue[]): IssueEvidence => ({
    showsNames: true,
    writes: false,
    tracker: { value: { issues, notices: [], newerVersionTopics: [] } },
  });
  const reached = (parts: { window?: number | null; timeline?: string; system?: string | null } = {}) => {
    const { window = WINDOW, timeline = "00000001", system = runOn(0, []).system } = parts;
    const windows = { tables: { since: null, detail: "" }, statements: { since: window, detail: "" } };
    return { reached: true, windows, identity: { system, timeline } } as unknown as DatabaseEvidence;
  };
  const overview = (suites: Record<string, SuiteState>, idFormat: IssueState["idFormat"] = "plain") =>
    ({ topic: "overview", isOpen: true, state: anIssueState({ suites, idFormat }) }) as ManagedIssue;

  it("is its own suite's memory, else the newest of another's", () => {
    const older = live(SLOWED.slice(0, 2))[1] ?? EMPTY_SUITE_STATE;
    const issues = tracking(overview({ health: suiteState, nightly: older, capacity: EMPTY_SUITE_STATE }));
    const meanFor = (suite: string) => lookupIn(issues, suite, reached())?.(A)?.last?.mean;
    assert.deepEqual([meanFor("health"), meanFor("nightly"), meanFor("deploy")], [300, 100, 300]);
  });

  it("is nothing without memory, without the tracker, without the database", () => {
    assert.equal(lookupIn(tracking(overview({ health: EMPTY_SUITE_STATE })), "health", reached()), undefined);
    const untold: IssueEvidence = {
      ...tracking(),
      tracker: { skipped: { reason: "no-secret", detail: "No token." } },
    };
    assert.equal(lookupIn(untold, "health", reached()), undefined);
    const issues = tracking(overview({ health: suiteState }));
    assert.equal(lookupIn(issues, "health", { reached: false, advice: "No." }), undefined);
    assert.equal(lookupIn(issues, "health", reached())?.("99"), undefined);
  });

  it("is held against no other counters", () => {
    const issues = tracking(overview({ health: suiteState }));
    for (const other of [{ window: day(-1) }, { window: null }, { timeline: "00000002" }]) {
      assert.equal(lookupIn(issues, "health", reached(other))?.(A), undefined);
    }
  });

  it("is found by its hash where memory keeps names back, if the server tells who it is", () => {
    const ids = hashedIds(runOn(0, []).system ?? "");
    const [, kept = EMPTY_SUITE_STATE] = live(SLOWED.slice(0, 2), ids);
    const issues = tracking(overview({ health: kept }, "hashed"));
    assert.equal(lookupIn(issues, "health", reached())?.(A)?.last?.mean, 100);
    assert.equal(lookupIn(issues, "health", reached({ system: null })), undefined);
    assert.equal(lookupIn(issues, "health", reached({ system: "74" }))?.(A), undefined);
  });

  it("of a hundred statements over a week takes half of the room at most", () => {
    const past = (place: number, night: number) => {
      const total = { calls: 0, ms: 0, squares: 0 };
      for (let at = 0; at <= night; at += 1) {
        const calls = 1_000 + place * 377 + uneven(place, at, 900);
        const ms = calls * (1.1 + place / 7) * (1 + uneven(at, place, 97) / 300);
        total.calls += calls;
        total.ms += ms;
        total.squares += (2 * ms ** 2) / calls;
      }
      return total;
    };
    const nights = Array.from({ length: 10 }, (_, night) =>
      read(
        Array.from({ length: 100 }, (__, place) => ({
          id: `-${(place + 1) * 92_233_720_368_547}${place}`,
          entries: 1_790_000_000_000 + place * 7_919,
          slowest: 1_000,
          ...past(place, night),
        })),
      ),
    );
    const week = live(nights).at(-1) ?? EMPTY_SUITE_STATE;
    assert.ok(storedStatements(week)?.list.every(({ before }) => before.length === 8));
    const packed = encodeState(anIssueState({ suites: { health: week } }));
    assert.ok(packed.length < 15_000, `${packed.length} characters`);
    const answer = decodeState(packed);
    assert.deepEqual("state" in answer ? answer.state.suites.health : answer, week);
  });
});
