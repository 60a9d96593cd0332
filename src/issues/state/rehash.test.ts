import assert from "node:assert/strict";
import { describe, it } from "node:test";
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
import { hashedRefs, PLAIN_REFS } from "./refs.ts";
import type { IssueState } from "./schema.ts";
import { inForm, remember } from "./update.ts";

const SYSTEM = runOn(0, []).system ?? "";
const HASHED = hashedRefs(SYSTEM);

function stateOf(form: IssueState["form"], slots: IssueState["slots"]): IssueState {
  const findings = Object.values(slots).flatMap((slot) => memoryOf(slot, STEADY).findings);
  return {
    version: 1,
    run: { id: "1", attempt: 1, at: 1 },
    closed: null,
    form,
    priority: "high",
    content: "digest",
    findings,
    leftOut: 0,
    slots,
  };
}

describe("memory whose form changes", () => {
  it("to hashes recognises every finding, and holds no name any more", () => {
    const [before] = live([fails(STEADY, "public.secret", "public.gone")]);
    const after = remember(runOn(1, [fails(STEADY, "public.secret")]), before?.slot, HASHED, "plain");
    assert.deepEqual(told(after, STEADY), {
      standing: [HASHED.of(STEADY, "public.secret")],
      pending: [],
      appeared: [],
      resolved: [HASHED.of(STEADY, "public.gone")],
    });
    assert.equal(memoryOf(after.slot, STEADY).findings[0]?.firstSeen, day(0));
    assert.doesNotMatch(JSON.stringify(after), /"ref":"public/);
    assert.doesNotMatch(JSON.stringify(after.slot), /secret|gone/);
  });

  it("to hashes holds no name either of what this run can't look at", () => {
    const [before] = live([fails(STEADY, "public.secret")]);
    const after = remember(runOn(1, [blind(STEADY)]), before?.slot, HASHED, "plain");
    assert.deepEqual(told(after, STEADY).standing, [`${HASHED.of(STEADY, "public.secret")}?`]);
    assert.doesNotMatch(JSON.stringify(after.slot), /secret/);
  });

  it("to names recognises every finding that it sees", () => {
    const [before] = live([fails(STEADY, "public.a", "public.gone")], HASHED);
    const after = remember(runOn(1, [fails(STEADY, "public.a")]), before?.slot, PLAIN_REFS, "hashed");
    assert.deepEqual(told(after, STEADY), {
      standing: ["public.a"],
      pending: [],
      appeared: [],
      resolved: [HASHED.of(STEADY, "public.gone")],
    });
    assert.equal(memoryOf(after.slot, STEADY).findings[0]?.firstSeen, day(0));
  });

  it("to names holds a finding once, though a write that did not get through left it under both", () => {
    const [hashed] = live([fails(STEADY, "public.a")], HASHED);
    const [plain] = live([fails(STEADY, "public.a")]);
    assert.ok(hashed !== undefined && plain !== undefined);
    const both = [...memoryOf(hashed.slot, STEADY).findings, ...memoryOf(plain.slot, STEADY).findings];
    const checks = { [STEADY]: { ...memoryOf(plain.slot, STEADY), findings: both } };
    const after = remember(runOn(1, [fails(STEADY, "public.a")]), { ...plain.slot, checks }, PLAIN_REFS);
    assert.deepEqual(told(after, STEADY), {
      standing: ["public.a"],
      pending: [],
      appeared: [],
      resolved: [],
    });
  });

  it("to names recognises a finding runs later, when its check can look again", () => {
    const [before] = live([fails(STEADY, "public.a")], HASHED);
    const dark = remember(runOn(1, [blind(STEADY)]), before?.slot, PLAIN_REFS, "hashed");
    const after = remember(runOn(2, [fails(STEADY, "public.a")]), dark.slot, PLAIN_REFS);
    assert.deepEqual(told(after, STEADY), {
      standing: ["public.a"],
      pending: [],
      appeared: [],
      resolved: [],
    });
  });

  it("to names finds all of them new where the server does not say who it is", () => {
    const [before] = live([fails(STEADY, "public.a")], HASHED);
    const after = remember(
      runOn(1, [fails(STEADY, "public.a")], { system: null }),
      before?.slot,
      PLAIN_REFS,
      "hashed",
    );
    assert.deepEqual(told(after, STEADY).appeared, ["public.a"]);
  });

  it("changes as a whole, with every suite's slot and the issue's own findings", () => {
    const [plain] = live([fails(STEADY, "public.secret")]);
    assert.ok(plain);
    const state = stateOf("plain", { health: plain.slot, nightly: plain.slot });
    const changed = inForm({ ...state, findings: state.findings.slice(0, 1) }, STEADY, HASHED);
    assert.equal(changed.form, "hashed");
    assert.doesNotMatch(JSON.stringify(changed), /secret/);
    const ref = HASHED.of(STEADY, "public.secret");
    assert.equal(changed.findings[0]?.ref, ref);
    assert.equal(memoryOf(changed.slots.nightly, STEADY).findings[0]?.ref, ref);
    assert.equal(inForm(state, STEADY, PLAIN_REFS), state);
    const back = inForm(changed, STEADY, PLAIN_REFS);
    assert.deepEqual([back.form, back.findings], ["plain", changed.findings]);
  });
});
