import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { describeFacts } from "./facts-text.ts";

describe("facts in words", () => {
  it("tell what was asked for, in that order, with units", () => {
    const rows = [{ role: "app", lock_timeout_ms: 0, statement_timeout_ms: 30_000 }];
    assert.equal(
      describeFacts("Statements have a limit", rows, ["statement_timeout_ms", "role"]),
      "Statements have a limit: statement timeout 30 seconds, role app.",
    );
  });

  it("tell a row's first facts, without those that say nothing", () => {
    const rows = [{ a: null, b: "", c: [], table_bytes: 1_024, dead_percent: 4, age_s: 90, on: true, e: 5 }];
    assert.equal(describeFacts("T", rows), "T: table 1,024 bytes, dead 4 %, age 90 seconds, on yes.");
    assert.equal(describeFacts("T", rows, ["nothing"]), describeFacts("T", rows));
  });

  it("tell two rows and count the others", () => {
    assert.equal(describeFacts("T", [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }]), "T: a 1; a 2; and 2 more.");
    assert.equal(describeFacts("T", []), "T: nothing wrong was found.");
  });

  it("keep a value of several words together, whatever is in it", () => {
    assert.equal(describeFacts("T", [{ schedule: "*/5 * `x` *" }]), "T: schedule `*/5 * 'x' *`.");
    assert.equal(describeFacts("T", [{ a: "x".repeat(81), b: 1 }]), "T: b 1.");
  });
});
