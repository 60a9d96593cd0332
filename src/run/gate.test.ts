import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { anAttestation, goodResults, TODAY } from "../../test/support/builders/checklist.ts";
import { aFinding } from "../../test/support/builders/report.ts";
import { type EvaluatedItem, evaluateChecklist } from "../checklist/evaluate.ts";
import { ITEMS } from "../checklist/items.ts";
import type { SelectedItem } from "../core/checklist/item.ts";
import type { CheckResult } from "../core/report.ts";
import { markTracked } from "../issues/known-findings.ts";
import { applyGate, blocksStep, type GateRule } from "./gate.ts";

const rule: GateRule = {
  failOn: "high",
  unknownFails: false,
  isPullRequest: false,
  unreachable: undefined,
  withoutSecrets: false,
  items: [],
};

const result = (over: Partial<CheckResult> = {}): CheckResult => ({
  check: "a",
  title: "A is well",
  why: "because",
  category: "queries",
  status: "pass",
  priority: "medium",
  ...over,
});

const failing = (priority: CheckResult["priority"], over: Partial<CheckResult> = {}): CheckResult =>
  result({
    status: "fail",
    priority,
    findings: [{ key: "k", priority, message: "m", facts: {}, known: false }],
    ...over,
  });

const unknown = result({ check: "u", status: "unknown", unknown: { reason: "timeout", detail: "d" } });

describe("the gate", () => {
  it("passes when all is well", () => {
    assert.deepEqual(applyGate([result()], rule), { conclusion: "pass", stepFails: false, reasons: [] });
  });

  it("is not blind where a part of the declared queries was judged, nor where they were only measured", () => {
    const row = (verdict: string) => ({ query: "q", verdict });
    const some = { ...unknown, measurements: [row("unknown"), row("pass")] };
    assert.deepEqual(applyGate([some], rule).reasons, []);
    assert.equal(applyGate([result({ status: "measured" })], rule).stepFails, false);
    const none = { ...unknown, measurements: [row("unknown"), row("measured")] };
    assert.equal(applyGate([none], rule).stepFails, true);
    const skipped = result({ status: "skipped", measurements: [row("unknown")] });
    assert.equal(applyGate([skipped], rule).stepFails, true);
  });

  it("is no pass where the configuration that counts could not be read", () => {
    const gate = applyGate([result()], { ...rule, configRefused: true });
    assert.deepEqual([gate.conclusion, gate.stepFails], ["unknown", true]);
    assert.match(gate.reasons.join(), /configuration that counts could not be read/);
    const failed = applyGate([failing("high")], { ...rule, configRefused: true });
    assert.deepEqual([failed.conclusion, failed.stepFails], ["unknown", true]);
    const advisory = applyGate([failing("high")], { ...rule, failOn: "never", configRefused: true });
    assert.deepEqual([advisory.conclusion, advisory.stepFails], ["unknown", false]);
  });

  it("stops at its threshold and lets through what is below", () => {
    assert.equal(applyGate([failing("high")], rule).stepFails, true);
    assert.equal(applyGate([failing("critical")], rule).stepFails, true);
    assert.equal(applyGate([failing("medium"), result()], rule).stepFails, false);
    assert.equal(applyGate([failing("medium")], { ...rule, failOn: "medium" }).stepFails, true);
    assert.equal(applyGate([failing("info")], { ...rule, failOn: "low" }).stepFails, false);
    assert.deepEqual(applyGate([failing("high")], rule).reasons, ["1 finding is high or worse: a."]);
  });

  it("with never says what it would have said, and lets the step pass", () => {
    assert.deepEqual(applyGate([failing("high")], { ...rule, failOn: "never" }), {
      conclusion: "fail",
      stepFails: false,
      reasons: [],
    });
  });

  it("fails always when the database was not reached", () => {
    const gate = applyGate([unknown], { ...rule, failOn: "never", unreachable: "advice" });
    assert.equal(gate.stepFails, true);
    assert.equal(gate.conclusion, "fail");
  });

  it("fails always when nothing could be looked at", () => {
    const skipped = result({ status: "skipped", skipped: { reason: "not-configured", detail: "d" } });
    assert.equal(applyGate([unknown, skipped], { ...rule, failOn: "never" }).stepFails, true);
    assert.equal(applyGate([unknown, result()], { ...rule, failOn: "never" }).stepFails, false);
    assert.equal(
      applyGate([unknown, result({ status: "measured" })], { ...rule, failOn: "never" }).stepFails,
      false,
    );
  });

  it("is never pass while something could not be looked at", () => {
    assert.deepEqual(applyGate([result(), unknown], rule), {
      conclusion: "unknown",
      stepFails: false,
      reasons: [],
    });
    const partly = failing("low", { unknown: { reason: "permission", detail: "d" } });
    assert.equal(applyGate([result(), partly], rule).conclusion, "unknown");
  });

  it("fails on the unknown where the policy says so", () => {
    const gate = applyGate([result(), unknown], { ...rule, unknownFails: true });
    assert.equal(gate.stepFails, true);
    assert.deepEqual(gate.reasons, ["What could not be looked at counts as failed (policy.unknown): u."]);
    assert.equal(
      applyGate([result(), unknown], { ...rule, unknownFails: true, failOn: "never" }).stepFails,
      false,
    );
  });

  it("lets momentary findings through on a pull request, and nowhere else", () => {
    const momentary = failing("high", { momentary: true });
    assert.equal(applyGate([momentary], { ...rule, isPullRequest: true }).stepFails, false);
    assert.equal(applyGate([momentary], rule).stepFails, true);
  });

  it("counts no known finding", () => {
    const known = failing("high", {
      findings: [{ key: "k", priority: "high", message: "m", facts: {}, known: true }],
    });
    assert.equal(applyGate([known], rule).stepFails, false);
  });
});

describe("a result stops the step", () => {
  it("by its findings at the threshold, or by being unknown where the policy says so", () => {
    assert.equal(blocksStep(failing("high"), rule), true);
    assert.equal(blocksStep(failing("medium"), rule), false);
    assert.equal(blocksStep(failing("high", { momentary: true }), { ...rule, isPullRequest: true }), false);
    assert.equal(blocksStep(unknown, rule), false);
    assert.equal(blocksStep(unknown, { ...rule, unknownFails: true }), true);
  });
});

describe("the gate of suite deploy", () => {
  const judged = (
    over: Partial<EvaluatedItem["item"]> = {},
    flags: Partial<EvaluatedItem> = {},
  ): EvaluatedItem => ({
    section: "Database",
    item: { id: "i", title: "I", status: "pass", evidence: "e", checks: ["a"], ...over },
    knownOnly: false,
    ...flags,
  });
  const deploy = (items: EvaluatedItem[], over: Partial<GateRule> = {}): GateRule => ({
    ...rule,
    unknownFails: true,
    items,
    ...over,
  });

  it("fails by an item that fails or that nothing shows, whatever the finding's priority", () => {
    for (const status of ["fail", "unknown"] as const) {
      const gate = applyGate([failing("low")], deploy([judged({ status }), judged({ id: "j" })]));
      assert.deepEqual(gate, {
        conclusion: "fail",
        stepFails: true,
        reasons: ["1 item of the checklist is not complete: i."],
      });
      assert.equal(blocksStep(failing("low"), deploy([judged({ status })])), true);
    }
  });

  it("passes by ticks, words and dropped items", () => {
    for (const status of ["pass", "attested", "dropped"] as const) {
      assert.equal(applyGate([result()], deploy([judged({ status })])).conclusion, "pass");
    }
  });

  it("yields to fail-on: never, and still says fail", () => {
    const gate = applyGate([result()], deploy([judged({ status: "unknown" })], { failOn: "never" }));
    assert.deepEqual(gate, { conclusion: "fail", stepFails: false, reasons: [] });
  });

  it("still fails on findings at the threshold", () => {
    assert.equal(applyGate([failing("high")], deploy([judged({ status: "dropped" })])).stepFails, true);
  });

  it("lets somebody's word stand in for a check that could not look, not for one that no item rests on", () => {
    const covered = deploy([judged({ status: "attested", checks: ["u"] })]);
    assert.deepEqual(applyGate([result(), unknown], covered), {
      conclusion: "pass",
      stepFails: false,
      reasons: [],
    });
    assert.equal(blocksStep(unknown, covered), false);
    assert.equal(applyGate([result(), unknown], deploy([judged()])).stepFails, true);
  });

  it("does not count what an open issue holds", () => {
    assert.equal(
      applyGate([result()], deploy([judged({ status: "fail" }, { knownOnly: true })])).stepFails,
      false,
    );
  });
});

describe("a pull request without secrets", () => {
  const skipped = result({ status: "skipped", skipped: { reason: "no-secret", detail: "d" } });
  const item: EvaluatedItem = {
    section: "Database",
    item: { id: "i", title: "I", status: "unknown", evidence: "e", checks: ["a"] },
    knownOnly: false,
  };
  const fork: GateRule = {
    ...rule,
    unknownFails: true,
    isPullRequest: true,
    withoutSecrets: true,
    items: [item],
  };

  it("is neither passed nor failed for it", () => {
    assert.deepEqual(applyGate([skipped], fork), { conclusion: "unknown", stepFails: false, reasons: [] });
  });

  it("fails by what was looked at", () => {
    assert.equal(applyGate([skipped, failing("high")], fork).stepFails, true);
    const broken: EvaluatedItem = { ...item, item: { ...item.item, status: "fail" } };
    assert.equal(applyGate([skipped], { ...fork, items: [broken] }).stepFails, true);
  });

  it("is no excuse anywhere else", () => {
    assert.equal(applyGate([skipped], { ...fork, withoutSecrets: false }).stepFails, true);
  });
});

describe("the gate on what is new", () => {
  const pull: GateRule = { ...rule, isPullRequest: true };
  const some = (...known: boolean[]): CheckResult =>
    failing("high", {
      findings: known.map((isKnown, index) => aFinding({ key: `k${index}`, known: isKnown })),
    });

  it("lets through what an open issue holds, and counts the rest", () => {
    assert.deepEqual(applyGate([some(true, true), result()], pull), {
      conclusion: "pass",
      stepFails: false,
      reasons: [],
    });
    assert.deepEqual(applyGate([some(true, false, true), result()], pull).reasons, [
      "1 finding is high or worse: a.",
    ]);
    assert.equal(blocksStep(some(true, false), pull), true);
    assert.equal(blocksStep(some(true), pull), false);
  });

  it("counts a known finding that got worse", () => {
    // The issue holds it as medium.
    const known = (_check: string, _key: string, priority: string): boolean => priority === "medium";
    const before = markTracked(failing("medium"), known);
    const after = markTracked(failing("critical"), known);
    assert.equal(applyGate([before, result()], { ...pull, failOn: "medium" }).stepFails, false);
    assert.equal(applyGate([after, result()], { ...pull, failOn: "medium" }).stepFails, true);
  });

  it("is as strict as before with what is unknown, beside known findings too", () => {
    const blind = { unknown: { reason: "permission", detail: "d" } } as const;
    const gate = applyGate([{ ...some(true), ...blind }, result()], pull);
    assert.deepEqual([gate.conclusion, gate.stepFails], ["unknown", false]);
    const strict = { ...pull, unknownFails: true };
    assert.equal(applyGate([{ ...some(true), ...blind }, result()], strict).stepFails, true);
    assert.equal(applyGate([some(true), result()], strict).stepFails, false);
  });

  it("fails a database out of reach, whatever is known", () => {
    assert.equal(applyGate([some(true)], { ...pull, unreachable: "advice" }).stepFails, true);
  });

  describe("of suite deploy", () => {
    const attested = ITEMS.map((item) => ({ ...item, attestation: anAttestation }));
    /** The gate over the whole checklist, one or two results changed. */
    const gateWith = (
      changed: Readonly<Record<string, Partial<CheckResult>>>,
      items: readonly SelectedItem[] = attested,
    ) => {
      const results = goodResults().map((each) => ({ ...each, ...changed[each.check] }));
      const judged = evaluateChecklist(items, {
        results,
        ignored: [],
        database: { reached: false },
        today: TODAY,
      });
      return applyGate(results, { ...pull, unknownFails: true, items: judged });
    };
    const broken = (isKnown: boolean): Partial<CheckResult> => ({
      status: "fail",
      priority: "high",
      findings: [aFinding({ known: isKnown })],
    });
    const unseen: Partial<CheckResult> = {
      status: "unknown",
      unknown: { reason: "permission", detail: "It may not." },
    };
    // Only what no check can look at is attested.
    const byWord = ITEMS.map((item) =>
      ["performance-baseline-established", "error-logging-enabled"].includes(item.id)
        ? { ...item, attestation: anAttestation }
        : item,
    );

    it("is not stopped by an item whose failures are all known", () => {
      assert.equal(gateWith({}).stepFails, false);
      assert.equal(gateWith({ migrations: broken(true) }).stepFails, false);
      assert.equal(gateWith({ migrations: broken(true) }, byWord).stepFails, false);
    });

    it("is stopped by one new failure beside a known one", () => {
      const gate = gateWith({ migrations: broken(true), "invalid-indexes": broken(false) });
      assert.equal(gate.stepFails, true);
      assert.match(gate.reasons.join(" "), /1 item of the checklist is not complete: migrations-applied\./);
    });

    it("is stopped by what could not be looked at beside a known failure", () => {
      const changed = { migrations: broken(true), "invalid-indexes": unseen };
      assert.equal(gateWith({ "invalid-indexes": unseen }, byWord).stepFails, true, "as without it");
      assert.equal(gateWith(changed, byWord).stepFails, true);
      assert.equal(gateWith(changed, attested).stepFails, false, "a person's word stands in");
    });

    it("is stopped by a known failure of a check that could not look at everything", () => {
      assert.equal(gateWith({ migrations: { ...unseen, ...broken(true) } }, byWord).stepFails, true);
    });

    it("is stopped where a known failure hides that nobody gave his word", () => {
      const without = byWord.map((item) =>
        item.id === "error-logging-enabled" ? (ITEMS.find(({ id }) => id === item.id) ?? item) : item,
      );
      assert.equal(gateWith({}, without).stepFails, true, "as without it");
      assert.equal(gateWith({ "error-logging": broken(true) }, without).stepFails, true);
      assert.equal(gateWith({ "error-logging": broken(true) }, byWord).stepFails, false);
    });
  });
});
