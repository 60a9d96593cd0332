import { fold } from "./blocks.ts";
import { count, html } from "./inline-text.ts";

/** What follows the rows in sight: further ones behind a click, and how many have no place at all. */
export function moreRows<Row>(
  folded: readonly Row[],
  cut: number,
  tableOf: (rows: readonly Row[]) => string,
): string[] {
  return [
    ...(folded.length === 0 ? [] : fold(html`${count(folded.length, "more row")}`, [tableOf(folded)])),
    ...(cut === 0 ? [] : [html`<p>${count(cut, "row")} not shown here; the report file has all.</p>`]),
  ];
}
