import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { aFail, aPass, aReport } from "../../../test/support/builders/report.ts";
import { runFactsFor } from "../../../test/support/builders/run-facts.ts";
import type { CheckResult } from "../../core/report.ts";
import { EMPTY_SNAPSHOT, type ManagedIssue, NO_ISSUES } from "../issue.ts";
import { PLAIN_IDS } from "./refs.ts";
import { rememberedRuns } from "./remembered-runs.ts";
import type { IssueState, SuiteState } from "./schema.ts";
import { updateState } from "./update.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 10, 22, 3);
const CHECK = "slow-queries";
const unknown = (reason: "permission" | "window"): CheckResult =>
  aPass({ check: CHECK, status: "unknown", unknown: { reason, detail: "No." } });

/** What is remembered of the check after these runs, an hour apart. */
function after(...runs: readonly (readonly [event: string, result: CheckResult])[]) {
  const state = runs.reduce<SuiteState | undefined>((before, [event, result], place) => {
    const at = START + place * HOUR;
    const report = aReport({ results: [result], startedAt: new Date(at).toISOString() });
    return updateState(
      { ...runFactsFor(report), event, run: { id: String(place), attempt: 1, at } },
      before,
      PLAIN_IDS,
    ).suiteState;
  }, undefined);
  const issue = { state: { suites: { health: state } } as unknown as IssueState } as ManagedIssue;
  const source = rememberedRuns({ ...NO_ISSUES, tracker: { value: { ...EMPTY_SNAPSHOT, issues: [issue] } } });
  assert.ok("value" in source);
  const { scheduledAt, checkedAt, other } = source.value.get(CHECK) ?? assert.fail();
  const hour = (time: number | null) => (time === null ? null : (time - START) / HOUR);
  return [hour(scheduledAt), hour(checkedAt), other === null ? null : `${other.event} ${hour(other.at)}`];
}

describe("the runs that the issues remember", () => {
  const pass = aPass({ check: CHECK });

  it("are a schedule's, whatever the check found", () => {
    assert.deepEqual(after(["schedule", pass]), [0, 0, null]);
    assert.deepEqual(after(["schedule", aFail([], { check: CHECK })]), [0, 0, null]);
    assert.deepEqual(after(["schedule", unknown("window")]), [0, 0, null]);
  });

  it("show nothing where the check could not be carried out, or was not in the run", () => {
    assert.deepEqual(after(["schedule", unknown("permission")]), [0, null, null]);
    assert.deepEqual(after(["schedule", pass], ["schedule", unknown("permission")]), [1, 0, null]);
    const skipped = aPass({ check: CHECK, status: "skipped", skipped: { reason: "disabled", detail: "" } });
    assert.deepEqual(after(["schedule", skipped]), [null, null, null]);
  });

  it("by hand are known as such, and take nothing from the schedule's", () => {
    assert.deepEqual(after(["workflow_dispatch", pass]), [null, null, "workflow_dispatch 0"]);
    assert.deepEqual(after(["schedule", pass], ["workflow_dispatch", pass]), [0, 0, "workflow_dispatch 1"]);
  });

  it("are not known where the issues are not", () => {
    assert.ok("skipped" in rememberedRuns(NO_ISSUES));
  });
});
