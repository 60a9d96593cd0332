import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { DAY, HOUR, NOW } from "../../../test/support/builders/context.ts";
import { NO_SOURCES } from "../../core/sources.ts";
import check from "./check.ts";

/** NOW is noon of 2026-11-22. */
function evaluate(options: Record<string, unknown>, now = NOW) {
  const parsed = check.options.parse(options);
  return check.evaluate([], { options: parsed, priority: "low", sources: NO_SOURCES, now });
}

describe("review", () => {
  it("is skipped, with the line to add, when none is declared", () => {
    const outcome = evaluate({});
    assert.equal(outcome?.skipped?.reason, "not-configured");
    assert.match(outcome?.skipped?.fix?.text ?? "", /review: \{ last: 2026-11-16, every: 7d \}/);
  });

  it("is content until the day on which the next one is due is over", () => {
    const content = { measurements: [{ last_review: "2026-11-16", due_at: "2026-11-23" }] };
    assert.deepEqual(evaluate({ last: "2026-11-16" }), content);
    assert.deepEqual(evaluate({ last: "2026-11-16" }, NOW + 1 * DAY), content);
    assert.equal(evaluate({ last: "2026-11-16" }, NOW + 36 * HOUR)?.findings?.length, 1);
  });

  it("tells an overdue one", () => {
    assert.deepEqual(evaluate({ last: "2026-11-02", every: "14d" })?.findings, [
      {
        key: "review",
        priority: "low",
        message:
          "The review was due on 2026-11-16, 6 days ago: hold it, and write its day into checks.review.last.",
        facts: { last_review: "2026-11-02", due_at: "2026-11-16" },
      },
    ]);
  });

  it("does not take a review that is still to come", () => {
    assert.match(evaluate({ last: "2027-11-16" })?.findings?.[0]?.message ?? "", /in the future/);
    // It is the 23rd already, east of here.
    assert.equal(evaluate({ last: "2026-11-23" })?.findings, undefined);
  });

  it("wants a day and a time that exist", () => {
    for (const wrong of [{ last: "2026-11-31" }, { last: "yesterday" }, { every: "weekly" }]) {
      assert.ok(!check.options.safeParse(wrong).success, JSON.stringify(wrong));
    }
  });
});
