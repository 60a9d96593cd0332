import assert from "node:assert/strict";
import { describe, it } from "vitest";
import {
  blind,
  day,
  fails,
  live,
  memoryOf,
  runOn,
  STEADY,
  told,
} from "../../../test/support/builders/stored-runs.ts";
import { hashedIds, PLAIN_IDS } from "./refs.ts";
import type { IssueState } from "./schema.ts";
import { inIdFormat, updateState } from "./update.ts";

const SYSTEM = runOn(0, []).system ?? "";
const HASHED = hashedIds(SYSTEM);

function stateOf(idFormat: IssueState["idFormat"], suites: IssueState["suites"]): IssueState {
  const findings = Object.values(suites).flatMap((suiteState) => memoryOf(suiteState, STEADY).findings);
  return {
    version: 1,
    run: { id: "1", attempt: 1, at: 1 },
    closed: null,
    idFormat,
    priority: "high",
    content: "digest",
    findings,
    leftOut: 0,
    suites,
  };
}

describe("memory whose form changes", () => {
  it("to hashes recognises every finding, and holds no name any more", () => {
    const [before] = live([fails(STEADY, "public.secret", "public.gone")]);
    const after = updateState(
      runOn(1, [fails(STEADY, "public.secret")]),
      before?.suiteState,
      HASHED,
      "plain",
    );
    assert.deepEqual(told(after, STEADY), {
      standing: [HASHED.of(STEADY, "public.secret")],
      pending: [],
      appeared: [],
      resolved: [HASHED.of(STEADY, "public.gone")],
    });
    assert.equal(memoryOf(after.suiteState, STEADY).findings[0]?.firstSeen, day(0));
    assert.doesNotMatch(JSON.stringify(after), /"ref":"public/);
    assert.doesNotMatch(JSON.stringify(after.suiteState), /secret|gone/);
  });

  it("to hashes holds no name either of what this run can't look at", () => {
    const [before] = live([fails(STEADY, "public.secret")]);
    const after = updateState(runOn(1, [blind(STEADY)]), before?.suiteState, HASHED, "plain");
    assert.deepEqual(told(after, STEADY).standing, [`${HASHED.of(STEADY, "public.secret")}?`]);
    assert.doesNotMatch(JSON.stringify(after.suiteState), /secret/);
  });

  it("to names recognises every finding that it sees", () => {
    const [before] = live([fails(STEADY, "public.a", "public.gone")], HASHED);
    const after = updateState(runOn(1, [fails(STEADY, "public.a")]), before?.suiteState, PLAIN_IDS, "hashed");
    assert.deepEqual(told(after, STEADY), {
      standing: ["public.a"],
      pending: [],
      appeared: [],
      resolved: [HASHED.of(STEADY, "public.gone")],
    });
    assert.equal(memoryOf(after.suiteState, STEADY).findings[0]?.firstSeen, day(0));
  });

  it("to names holds a finding once, though a write that did not get through left it under both", () => {
    const [hashed] = live([fails(STEADY, "public.a")], HASHED);
    const [plain] = live([fails(STEADY, "public.a")]);
    assert.ok(hashed !== undefined && plain !== undefined);
    const both = [
      ...memoryOf(hashed.suiteState, STEADY).findings,
      ...memoryOf(plain.suiteState, STEADY).findings,
    ];
    const checks = { [STEADY]: { ...memoryOf(plain.suiteState, STEADY), findings: both } };
    const after = updateState(
      runOn(1, [fails(STEADY, "public.a")]),
      { ...plain.suiteState, checks },
      PLAIN_IDS,
    );
    assert.deepEqual(told(after, STEADY), {
      standing: ["public.a"],
      pending: [],
      appeared: [],
      resolved: [],
    });
  });

  it("to names recognises a finding runs later, when its check can look again", () => {
    const [before] = live([fails(STEADY, "public.a")], HASHED);
    const dark = updateState(runOn(1, [blind(STEADY)]), before?.suiteState, PLAIN_IDS, "hashed");
    const after = updateState(runOn(2, [fails(STEADY, "public.a")]), dark.suiteState, PLAIN_IDS);
    assert.deepEqual(told(after, STEADY), {
      standing: ["public.a"],
      pending: [],
      appeared: [],
      resolved: [],
    });
  });

  it("to names finds all of them new where the server does not say who it is", () => {
    const [before] = live([fails(STEADY, "public.a")], HASHED);
    const after = updateState(
      runOn(1, [fails(STEADY, "public.a")], { system: null }),
      before?.suiteState,
      PLAIN_IDS,
      "hashed",
    );
    assert.deepEqual(told(after, STEADY).appeared, ["public.a"]);
  });

  it("changes as a whole, with every suite's slot and the issue's own findings", () => {
    const [plain] = live([fails(STEADY, "public.secret")]);
    assert.ok(plain);
    const state = stateOf("plain", { health: plain.suiteState, nightly: plain.suiteState });
    const changed = inIdFormat({ ...state, findings: state.findings.slice(0, 1) }, STEADY, HASHED);
    assert.equal(changed.idFormat, "hashed");
    assert.doesNotMatch(JSON.stringify(changed), /secret/);
    const ref = HASHED.of(STEADY, "public.secret");
    assert.equal(changed.findings[0]?.ref, ref);
    assert.equal(memoryOf(changed.suites.nightly, STEADY).findings[0]?.ref, ref);
    assert.equal(inIdFormat(state, STEADY, PLAIN_IDS), state);
    const back = inIdFormat(changed, STEADY, PLAIN_IDS);
    assert.deepEqual([back.idFormat, back.findings], ["plain", changed.findings]);
  });
});
