import { count, html } from "../../report/html/inline-text.ts";
import { LEVELS, type Limits } from "../../report/limits.ts";

/**
 * GitHub takes 65,536 characters of an issue, memory needs its share, and an issue of ten screens is read by
 * nobody. Counted in UTF-16 units, which are never fewer than GitHub's characters.
 */
export const ISSUE_CHARACTERS = 30_000;
/** The overview holds most of memory. */
export const OVERVIEW_CHARACTERS = 28_000;

/** The first level of detail that keeps the budget; `last` where none does. */
export function withinBudget(
  budget: number,
  page: (limits: Limits) => readonly string[],
  last: readonly string[],
): string {
  for (const limits of LEVELS) {
    const text = joined(page(limits));
    if (text.length <= budget) return text;
  }
  return joined([...last, "<p>More does not fit here: the summary of the run below has it.</p>"]);
}

/** What was cut, and where it is. */
export function cutNote(rows: number): string[] {
  if (rows === 0) return [];
  return [
    html`<p>✂️ ${count(rows, "row")} left out, so that this issue opens: the summary of the run below shows more, and its report file has all.</p>`,
  ];
}

/** Every block apart from the next by a blank line, so that each is read for itself. */
function joined(blocks: readonly string[]): string {
  return blocks.join("\n\n");
}
