import assert from "node:assert/strict";
import { describe, it } from "vitest";
import { aChange, manyFindings, RUN } from "../../../test/support/builders/issue-views.ts";
import { all, read, throughRemark } from "../../../test/support/builders/markdown.ts";
import { aFinding } from "../../../test/support/builders/report.ts";
import { commentOnChanges, commentOnClosing, commentOnReopening, duplicateText } from "./comments.ts";

describe("a comment", () => {
  it("says in words what is new and what is resolved, and of which run", () => {
    const text = read(
      commentOnChanges(
        aChange({ appeared: [aFinding()], resolvedNames: ["public.old"], resolved: 1, remaining: 3 }),
      ),
    );
    assert.equal(
      text,
      "1 new finding and 1 resolved. Now 3 findings stand. New 🟠 public.orders has no index that starts with customer_id. Resolved public.old Run of 2026-11-22 03:00 UTC, suite health",
    );
  });

  it("says that it became more urgent", () => {
    const text = read(commentOnChanges(aChange({ raised: { from: "medium", to: "critical" } })));
    assert.match(
      text,
      /^More urgent\. Now 1 finding stands\. Its priority went up: from 🟡 medium to 🔴 critical\./,
    );
  });

  it("names 20 at the most, some of both kinds, and counts the rest", () => {
    const { findings: appeared = [] } = manyFindings(40_000);
    const resolvedNames = Array.from({ length: 500 }, (_, index) => `public.old_${index}`);
    const comment = commentOnChanges(aChange({ appeared, resolvedNames, resolved: 600, remaining: 40_000 }));
    const lines = all(throughRemark(comment), "li");
    assert.equal(lines.length, 22);
    assert.match(
      read(comment),
      /40,000 new findings and 600 resolved.*and 39,988 more.*public\.old_7 and 592 more/,
    );
    assert.ok(comment.length < 6_000, String(comment.length));
  });

  it("counts by priority where names are kept back", () => {
    const view = aChange({
      appeared: [aFinding(), aFinding({ priority: "low" })],
      resolved: 2,
      showsNames: false,
    });
    const text = read(commentOnChanges(view));
    assert.match(
      text,
      /^2 new findings and 2 resolved\. Now 1 finding stands\. New: 1 high and 1 low\. Run of/,
    );
    assert.doesNotMatch(text, /orders/);
  });

  it("speaks of boxes in the checklist", () => {
    const view = aChange({
      of: "items",
      appeared: [aFinding()],
      resolvedNames: ["a", "b"],
      resolved: 2,
      remaining: 2,
    });
    assert.match(
      read(commentOnChanges(view)),
      /^1 box lost its tick and 2 boxes ticked\. Now 2 boxes without a tick stand\. Without a tick .* Ticked a b Run/,
    );
    assert.match(
      read(commentOnClosing({ ...view, appeared: [] }, { kind: "pass" })),
      /every box is ticked, so this closes/,
    );
  });

  it("says why an issue closes", () => {
    const view = aChange({ resolvedNames: ["public.old"], resolved: 1, remaining: 0 });
    assert.match(
      read(commentOnClosing(view, { kind: "pass" })),
      /^✅ Foreign keys are indexed: nothing of it is there any more, so this closes\. Resolved public\.old Run/,
    );
    assert.match(
      read(commentOnClosing(aChange(), { kind: "disabled" })),
      /switched off in the configuration, so this closes\. Nothing says that it was mended\./,
    );
    assert.match(
      read(commentOnClosing(aChange({ remaining: 2 }), { kind: "below", from: "high" })),
      /what is left is less urgent than issues: \{ from: high \}, so this closes\. 2 findings stand in the overview\./,
    );
  });

  it("says why an issue is open again, and which of two stays", () => {
    const view = aChange({ appeared: [aFinding()] });
    assert.match(
      read(commentOnReopening(view, "came-back")),
      /^It came back, so this is open again: 1 new finding\. New/,
    );
    assert.match(
      read(commentOnReopening(view, "new-since-closed")),
      /^A person had closed this; it is open again because/,
    );
    assert.match(
      read(duplicateText(RUN, 5)),
      /Two runs opened an issue for production at the same moment\. #5 stays/,
    );
  });
});
