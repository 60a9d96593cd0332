import { DUE, type Priority } from "../../core/priority.ts";
import { toDate } from "../../lib/time.ts";
import { type Html, trusted } from "../../report/html/escape.ts";
import { html } from "../../report/html/inline-text.ts";

/** "Due by 2026-11-29 (within 1 week)", "Due at once". */
export function dueInWords(priority: Priority, due: number | null): Html {
  if (priority === "info") return trusted("For information");
  if (due === null) return html`<b>Due at once</b>`;
  return html`<b>Due by ${trusted(toDate(due))}</b> (${trusted(DUE[priority])})`;
}

/** An issue by its number: GitHub makes a link of it. */
export function reference(number: number): Html {
  return trusted(`#${number}`);
}

/** The closed issue that told of the same before. */
export function formerIssue(previous: number | null): string[] {
  return previous === null ? [] : [html`<p>It was there before: see ${reference(previous)}.</p>`];
}
