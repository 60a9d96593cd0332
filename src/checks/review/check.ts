import { z } from "zod";
import { defineCheck } from "../../core/check.ts";
import { yamlBlock } from "../../core/finding.ts";
import { elapsed } from "../../lib/format.ts";
import { DAY, startOfDay, toDate } from "../../lib/time.ts";
import { duration } from "../../lib/units.ts";

export default defineCheck({
  id: "review",
  title: "The review is held in time",
  why: "Thresholds, ignores and attestations age. A review that nobody remembers is a review that nobody holds.",
  category: "monitoring",
  shownAs: "review",
  priority: "low",
  options: z.strictObject({
    last: z.iso
      .date("write the day of the last review, like 2026-11-16")
      .optional()
      .describe("The day of the last review, like 2026-11-16."),
    every: duration().prefault("7d").describe("The time from one review to the next."),
  }),
  evaluate(_rows, { options: { last, every }, now, priority }) {
    if (last === undefined) {
      return {
        skipped: {
          reason: "not-configured",
          detail: "No review is declared. Add it to the configuration:",
          fix: yamlBlock("checks:\n  review: { last: 2026-11-16, every: 7d }"),
        },
      };
    }
    const reviewedAt = startOfDay(last);
    const dueAt = reviewedAt + every;
    const facts = { last_review: last, due_at: toDate(dueAt) };
    // A date has no time zone: a day of grace covers those ahead of UTC, and below those behind it.
    if (reviewedAt > now + DAY) {
      return {
        findings: [
          { key: "review", priority, message: `The last review, ${last}, is a day in the future.`, facts },
        ],
      };
    }
    // A review on the day on which it is due is still in time.
    if (now < dueAt + DAY) return { measurements: [facts] };
    return {
      findings: [
        {
          key: "review",
          priority,
          message: `The review was due on ${facts.due_at}, ${elapsed(now - dueAt)} ago: hold it, and write its day into checks.review.last.`,
          facts,
        },
      ],
    };
  },
});
