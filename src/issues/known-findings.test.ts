import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { aFail, aFinding, aPass } from "../../test/support/builders/report.ts";
import type { Priority } from "../core/priority.ts";
import type { CheckResult } from "../core/report.ts";
import { NO_TRACKING, type OurIssue, type Tracker, type TrackerEvidence } from "./issue.ts";
import { knownFindings, markKnown, trackerNotices } from "./known-findings.ts";
import { hashedRefs, PLAIN_REFS, type Refs } from "./state/refs.ts";
import {
  EMPTY_SLOT,
  type IssueState,
  type RememberedCheck,
  type RememberedFinding,
  type Slot,
} from "./state/schema.ts";

const SYSTEM = "7400000000000000001";

const held = (ref: string, priority: Priority = "high", runs = 2): RememberedFinding => ({
  ref,
  priority,
  firstSeen: 1,
  runs,
  missed: 0,
});

function slotWith(check: string, ...findings: RememberedFinding[]): Slot {
  const memory = { status: "fail", since: 1, at: 1, blindSince: null, findings, leftOut: 0 } as const;
  return { ...EMPTY_SLOT, checks: { [check]: memory } };
}

function issue(home: string, state: Partial<IssueState> | null, parts: Partial<OurIssue> = {}): OurIssue {
  return {
    number: 1,
    id: 1,
    home,
    isOpen: true,
    closedAt: null,
    title: home,
    labels: [],
    body: "",
    before: "",
    after: "",
    state:
      state === null
        ? null
        : {
            version: 1,
            run: { id: "1", attempt: 1, at: 1 },
            closed: null,
            form: "plain",
            priority: null,
            content: "",
            findings: [],
            leftOut: 0,
            slots: {},
            ...state,
          },
    ...parts,
  };
}

function tracking(...issues: OurIssue[]): TrackerEvidence {
  const tracker: Tracker = { issues, notices: [], untouchable: [] };
  return { showsNames: true, writes: false, tracker: { value: tracker } };
}

const isKnown = (evidence: TrackerEvidence, check: string, key: string, priority: Priority = "high") =>
  knownFindings(evidence, SYSTEM)(check, key, priority);

describe("a finding is known", () => {
  it("when its check's open issue tells of it", () => {
    const evidence = tracking(issue("migrations", { findings: [held("a")] }));
    assert.equal(isKnown(evidence, "migrations", "a"), true);
    assert.equal(isKnown(evidence, "migrations", "b"), false);
    assert.equal(isKnown(evidence, "cron-jobs", "a"), false);
  });

  it("when any suite's memory in an open issue has it, even after one run", () => {
    for (const home of ["overview", "checklist", "index-usage"]) {
      const slots = {
        health: slotWith("table-bloat", held("a", "high", 1)),
        nightly: slotWith("table-bloat", held("b")),
      };
      const evidence = tracking(issue(home, { slots }));
      assert.equal(isKnown(evidence, "table-bloat", "a"), true, home);
      assert.equal(isKnown(evidence, "table-bloat", "b"), true, home);
      assert.equal(isKnown(evidence, "unused-indexes", "a"), false, home);
    }
  });

  it("but not by what a suite saw before another one looked and did not see it", () => {
    const seen: RememberedCheck = {
      status: "fail",
      since: 1,
      at: 10,
      blindSince: null,
      findings: [held("a")],
      leftOut: 0,
    };
    const later: RememberedCheck = { ...seen, status: "pass", at: 20, findings: [] };
    const known = (health: Partial<RememberedCheck>, at = 10) =>
      isKnown(
        tracking(
          issue("checklist", {
            slots: { deploy: { ...EMPTY_SLOT, checks: { migrations: { ...seen, at } } } },
          }),
          issue("overview", {
            slots: { health: { ...EMPTY_SLOT, checks: { migrations: { ...later, ...health } } } },
          }),
        ),
        "migrations",
        "a",
      );
    assert.equal(known({}), false);
    assert.equal(known({}, 30), true, "seen since");
    assert.equal(
      known({ status: "unknown", blindSince: 15 }),
      true,
      "who could not look has not seen that it is gone",
    );
    assert.equal(known({ status: "fail", blindSince: 15 }), true, "nor who was blind to a part");
    assert.equal(known({ status: "skipped" }), true);
  });

  it("when one of several issues holds it as urgent as it is, or more urgent", () => {
    const evidence = tracking(
      issue("overview", { slots: { health: slotWith("migrations", held("a", "low")) } }),
      issue("migrations", { findings: [held("a", "medium")] }),
    );
    assert.equal(isKnown(evidence, "migrations", "a", "low"), true);
    assert.equal(isKnown(evidence, "migrations", "a", "medium"), true);
    assert.equal(isKnown(evidence, "migrations", "a", "high"), false);
  });

  it("but not of a closed issue, nor of one whose memory is broken", () => {
    const state = { findings: [held("a")] };
    assert.equal(isKnown(tracking(issue("migrations", state, { isOpen: false })), "migrations", "a"), false);
    assert.equal(isKnown(tracking(issue("migrations", null)), "migrations", "a"), false);
    assert.equal(isKnown(NO_TRACKING, "migrations", "a"), false);
  });

  it("not because another check's finding has the same key in an issue of many checks", () => {
    const usage = issue("index-usage", {
      findings: [held("public.a")],
      slots: { "index-usage": slotWith("unused-indexes", held("public.a")) },
    });
    assert.equal(isKnown(tracking(usage), "unused-indexes", "public.a"), true);
    assert.equal(isKnown(tracking(usage), "duplicate-indexes", "public.a"), false);
  });

  it("by its hash where memory keeps names back, and only on the server that they are hashed with", () => {
    const ref = hashedRefs(SYSTEM).of("migrations", "a");
    const evidence = tracking(issue("migrations", { form: "hashed", findings: [held(ref)] }));
    assert.equal(knownFindings(evidence, SYSTEM)("migrations", "a", "high"), true);
    assert.equal(knownFindings(evidence, "7400000000000000002")("migrations", "a", "high"), false);
    assert.equal(knownFindings(evidence, null)("migrations", "a", "high"), false);
    assert.equal(knownFindings(evidence, SYSTEM)("migrations", ref, "high"), false);
  });

  it("not through what every object has", () => {
    const evidence = tracking(issue("overview", { slots: { health: EMPTY_SLOT } }));
    assert.equal(isKnown(evidence, "constructor", "name"), false);
  });

  for (const [form, refs] of [
    ["plain", PLAIN_REFS],
    ["hashed", hashedRefs(SYSTEM)],
  ] satisfies [IssueState["form"], Refs][]) {
    it(`is told of 40,000 in less than two seconds (${form})`, () => {
      const keys = Array.from({ length: 40_000 }, (_, at) => `public.index_${at}`);
      const slots = { health: slotWith("c", ...keys.map((key) => held(refs.of("c", key)))) };
      const known = knownFindings(tracking(issue("overview", { form, slots })), SYSTEM);
      const started = performance.now();
      assert.ok(keys.every((key) => known("c", key, "high")));
      assert.ok(performance.now() - started < 2_000);
    });
  }
});

describe("a result", () => {
  it("has its known findings marked, and nothing else changed", () => {
    const result: CheckResult = aFail([aFinding({ key: "a" }), aFinding({ key: "b" })], { check: "c" });
    const marked = markKnown(
      result,
      (check, key, priority) => check === "c" && key === "a" && priority === "high",
    );
    assert.deepEqual(marked, {
      ...result,
      findings: [aFinding({ key: "a", known: true }), aFinding({ key: "b" })],
    });
    const pass = aPass();
    assert.equal(
      markKnown(pass, () => true),
      pass,
    );
  });
});

describe("the reader is told of our issues", () => {
  it("nothing where this run has to do with none", () => {
    assert.deepEqual(trackerNotices(NO_TRACKING), []);
  });

  it("which were set aside", () => {
    const tracker: Tracker = { issues: [], notices: ["#3 is broken."], untouchable: [] };
    assert.deepEqual(
      trackerNotices({ showsNames: true, writes: true, tracker: { value: tracker }, notices: ["x"] }),
      ["x", "#3 is broken."],
    );
  });

  it("in one sentence that they could not be read, with the lines to add where that mends it", () => {
    const unknown = { reason: "permission", detail: "The token may not read issues (403)." } as const;
    const of = (fix?: string) =>
      trackerNotices({
        showsNames: true,
        writes: true,
        tracker: { unknown: fix === undefined ? unknown : { ...unknown, fix } },
      });
    assert.deepEqual(of("permissions: { contents: read, issues: write }"), [
      "Our issues could not be read, so no finding counts as known and no issue is written: The token may not read issues (403); add to the workflow: `permissions: { contents: read, issues: write }`.",
    ]);
    assert.match(of()[0] ?? "", /is written: The token may not read issues \(403\)\.$/);
  });
});
