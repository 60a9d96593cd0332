import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { joinUnknowns, type Unknown } from "./finding.ts";
import { atMost } from "./priority.ts";

describe("joining unknowns", () => {
  const hidden: Unknown = {
    reason: "permission",
    detail: "Jobs are hidden.",
    fix: { language: "sql", text: "GRANT …;" },
  };
  const young: Unknown = { reason: "window", detail: "The history is short." };

  it("gives nothing for none", () => assert.equal(joinUnknowns([]), undefined));

  it("says each sentence once, with the reason and the fix of the first", () => {
    assert.deepEqual(joinUnknowns([hidden, young, { ...young, reason: "error" }]), {
      reason: "permission",
      detail: "Jobs are hidden. The history is short.",
      fix: { language: "sql", text: "GRANT …;" },
    });
  });
});

describe("the limit of a priority", () => {
  it("makes a more urgent one milder and leaves the others", () => {
    assert.deepEqual(
      (["critical", "high", "medium", "low", "info"] as const).map((priority) => atMost(priority, "medium")),
      ["medium", "medium", "medium", "low", "info"],
    );
  });
});
