import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { aFail, aFinding, aPass } from "../../test/support/builders/report.ts";
import { yamlBlock } from "../core/finding.ts";
import type { Priority } from "../core/priority.ts";
import type { CheckResult } from "../core/report.ts";
import { type IssueEvidence, type IssueSnapshot, type ManagedIssue, NO_ISSUES } from "./issue.ts";
import { issueNotices, markTracked, trackedFindings } from "./known-findings.ts";
import { type FindingIds, hashedIds, PLAIN_IDS } from "./state/refs.ts";
import {
  EMPTY_SUITE_STATE,
  type IssueState,
  type StoredCheck,
  type StoredFinding,
  type SuiteState,
} from "./state/schema.ts";

const SYSTEM = "7400000000000000001";

const held = (ref: string, priority: Priority = "high", runs = 2): StoredFinding => ({
  ref,
  priority,
  firstSeen: 1,
  runs,
  missed: 0,
});

function slotWith(check: string, ...findings: StoredFinding[]): SuiteState {
  const memory = { status: "fail", since: 1, at: 1, unknownSince: null, findings, leftOut: 0 } as const;
  return { ...EMPTY_SUITE_STATE, checks: { [check]: memory } };
}

function issue(
  topic: string,
  state: Partial<IssueState> | null,
  parts: Partial<ManagedIssue> = {},
): ManagedIssue {
  return {
    number: 1,
    id: 1,
    topic,
    isOpen: true,
    closedAt: null,
    title: topic,
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
            idFormat: "plain",
            priority: null,
            content: "",
            findings: [],
            leftOut: 0,
            suites: {},
            ...state,
          },
    ...parts,
  };
}

function tracking(...issues: ManagedIssue[]): IssueEvidence {
  const tracker: IssueSnapshot = { issues, notices: [], newerVersionTopics: [] };
  return { showsNames: true, writes: false, tracker: { value: tracker } };
}

const isKnown = (evidence: IssueEvidence, check: string, key: string, priority: Priority = "high") =>
  trackedFindings(evidence, SYSTEM)(check, key, priority);

describe("a finding is known", () => {
  it("when its check's open issue tells of it", () => {
    const evidence = tracking(issue("migrations", { findings: [held("a")] }));
    assert.equal(isKnown(evidence, "migrations", "a"), true);
    assert.equal(isKnown(evidence, "migrations", "b"), false);
    assert.equal(isKnown(evidence, "cron-jobs", "a"), false);
  });

  it("when any suite's memory in an open issue has it, even after one run", () => {
    for (const topic of ["overview", "checklist", "index-usage"]) {
      const suites = {
        health: slotWith("table-bloat", held("a", "high", 1)),
        nightly: slotWith("table-bloat", held("b")),
      };
      const evidence = tracking(issue(topic, { suites }));
      assert.equal(isKnown(evidence, "table-bloat", "a"), true, topic);
      assert.equal(isKnown(evidence, "table-bloat", "b"), true, topic);
      assert.equal(isKnown(evidence, "unused-indexes", "a"), false, topic);
    }
  });

  it("but not by what a suite saw before another one looked and did not see it", () => {
    const seen: StoredCheck = {
      status: "fail",
      since: 1,
      at: 10,
      unknownSince: null,
      findings: [held("a")],
      leftOut: 0,
    };
    const later: StoredCheck = { ...seen, status: "pass", at: 20, findings: [] };
    const known = (health: Partial<StoredCheck>, at = 10) =>
      isKnown(
        tracking(
          issue("checklist", {
            suites: { deploy: { ...EMPTY_SUITE_STATE, checks: { migrations: { ...seen, at } } } },
          }),
          issue("overview", {
            suites: { health: { ...EMPTY_SUITE_STATE, checks: { migrations: { ...later, ...health } } } },
          }),
        ),
        "migrations",
        "a",
      );
    assert.equal(known({}), false);
    assert.equal(known({}, 30), true, "seen since");
    assert.equal(
      known({ status: "unknown", unknownSince: 15 }),
      true,
      "who could not look has not seen that it is gone",
    );
    assert.equal(known({ status: "fail", unknownSince: 15 }), true, "nor who was blind to a part");
    assert.equal(known({ status: "skipped" }), true);
  });

  it("when one of several issues holds it as urgent as it is, or more urgent", () => {
    const evidence = tracking(
      issue("overview", { suites: { health: slotWith("migrations", held("a", "low")) } }),
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
    assert.equal(isKnown(NO_ISSUES, "migrations", "a"), false);
  });

  it("not because another check's finding has the same key in an issue of many checks", () => {
    const usage = issue("index-usage", {
      findings: [held("public.a")],
      suites: { "index-usage": slotWith("unused-indexes", held("public.a")) },
    });
    assert.equal(isKnown(tracking(usage), "unused-indexes", "public.a"), true);
    assert.equal(isKnown(tracking(usage), "duplicate-indexes", "public.a"), false);
  });

  it("by its hash where memory keeps names back, and only on the server that they are hashed with", () => {
    const ref = hashedIds(SYSTEM).of("migrations", "a");
    const evidence = tracking(issue("migrations", { idFormat: "hashed", findings: [held(ref)] }));
    assert.equal(trackedFindings(evidence, SYSTEM)("migrations", "a", "high"), true);
    assert.equal(trackedFindings(evidence, "7400000000000000002")("migrations", "a", "high"), false);
    assert.equal(trackedFindings(evidence, null)("migrations", "a", "high"), false);
    assert.equal(trackedFindings(evidence, SYSTEM)("migrations", ref, "high"), false);
  });

  it("not through what every object has", () => {
    const evidence = tracking(issue("overview", { suites: { health: EMPTY_SUITE_STATE } }));
    assert.equal(isKnown(evidence, "constructor", "name"), false);
  });

  for (const [idFormat, ids] of [
    ["plain", PLAIN_IDS],
    ["hashed", hashedIds(SYSTEM)],
  ] satisfies [IssueState["idFormat"], FindingIds][]) {
    it(`is told of 40,000 (${idFormat})`, () => {
      const keys = Array.from({ length: 40_000 }, (_, at) => `public.index_${at}`);
      const suites = { health: slotWith("c", ...keys.map((key) => held(ids.of("c", key)))) };
      const known = trackedFindings(tracking(issue("overview", { idFormat, suites })), SYSTEM);
      assert.ok(keys.every((key) => known("c", key, "high")));
    });
  }
});

describe("a result", () => {
  it("has its known findings marked, and nothing else changed", () => {
    const result: CheckResult = aFail([aFinding({ key: "a" }), aFinding({ key: "b" })], { check: "c" });
    const marked = markTracked(
      result,
      (check, key, priority) => check === "c" && key === "a" && priority === "high",
    );
    assert.deepEqual(marked, {
      ...result,
      findings: [aFinding({ key: "a", known: true }), aFinding({ key: "b" })],
    });
    const pass = aPass();
    assert.equal(
      markTracked(pass, () => true),
      pass,
    );
  });
});

describe("the reader is told of our issues", () => {
  it("nothing where this run has to do with none", () => {
    assert.deepEqual(issueNotices(NO_ISSUES), []);
  });

  it("which were set aside", () => {
    const tracker: IssueSnapshot = { issues: [], notices: ["#3 is broken."], newerVersionTopics: [] };
    assert.deepEqual(
      issueNotices({ showsNames: true, writes: true, tracker: { value: tracker }, notices: ["x"] }),
      ["x", "#3 is broken."],
    );
  });

  it("in one sentence that they could not be read, with the lines to add where that mends it", () => {
    const unknown = { reason: "permission", detail: "The token may not read issues (403)." } as const;
    const of = (fix?: string) =>
      issueNotices({
        showsNames: true,
        writes: true,
        tracker: { unknown: fix === undefined ? unknown : { ...unknown, fix: yamlBlock(fix) } },
      });
    assert.deepEqual(of("permissions: { contents: read, issues: write }"), [
      "Our issues could not be read, so no finding counts as known and no issue is written: The token may not read issues (403); add to the workflow: `permissions: { contents: read, issues: write }`.",
    ]);
    assert.match(of()[0] ?? "", /is written: The token may not read issues \(403\)\.$/);
  });
});
