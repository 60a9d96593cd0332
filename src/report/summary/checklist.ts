import type { ItemStatus } from "../../core/checklist/item.ts";
import type { Report, ReportedItem } from "../../core/report.ts";
import { type Html, trusted } from "../html/escape.ts";
import { count, html, renderText } from "../html/inline-text.ts";
import { ITEM_ICONS } from "../icons.ts";

/** The deployment checklist: every item with its evidence. */

/** Longer evidence is cut; the report file has all of it. */
const EVIDENCE_LENGTH = 700;

const WORDS: Record<ItemStatus, string> = {
  pass: "ticked",
  fail: "fails",
  unknown: "not shown",
  attested: "attested",
  dropped: "dropped",
};

/** How many items are complete. Dropped items do not count. */
interface Tally {
  readonly complete: number;
  /** Complete items that are attested by a person. */
  readonly attested: number;
  readonly items: number;
  readonly dropped: number;
}

export function tallyOf(report: Report): Tally {
  return tally(report.checklist.flatMap(({ items }) => items));
}

function tally(items: readonly ReportedItem[]): Tally {
  const of = (...statuses: ItemStatus[]): number =>
    items.filter(({ status }) => statuses.includes(status)).length;
  const dropped = of("dropped");
  return {
    complete: of("pass", "attested"),
    attested: of("attested"),
    items: items.length - dropped,
    dropped,
  };
}

/** `11 of 14`. */
export function ratio({ complete, items }: Tally): Html {
  return html`${complete} of ${items}`;
}

/** The items under their headings, as one table, so that its columns are aligned. */
export function checklist(report: Report, evidenceLength = EVIDENCE_LENGTH): string[] {
  if (report.checklist.length === 0) return [];
  const whole = tallyOf(report);
  const besides = [
    ...(whole.attested > 0 ? [html`${whole.attested} of them attested by a person`] : []),
    ...(whole.dropped > 0 ? [html`${count(whole.dropped, "item")} dropped`] : []),
  ];
  const rows = report.checklist.flatMap(({ section, items }) => [
    html`<tr><th align="left" colspan="3">${renderText(section, 80)}: ${ratio(tally(items))}</th></tr>`,
    ...items.map((item) => row(item, evidenceLength)),
  ]);
  return [
    html`<h3>Checklist: ${ratio(whole)}${trusted(besides.length === 0 ? "" : `, ${besides.join(", ")}`)}</h3>`,
    `<table>\n${rows.join("\n")}\n</table>`,
  ];
}

function row({ title, status, evidence, attestation }: ReportedItem, length: number): Html {
  const name = renderText(title, 120);
  const until = attestation === undefined ? trusted("") : html` until ${renderText(attestation.expires)}`;
  const box = status === "dropped" ? html`<del>${name}</del>` : name;
  return html`<tr><td>${ITEM_ICONS[status]} ${trusted(WORDS[status])}${until}</td><td>${box}</td><td>${renderText(evidence, length)}</td></tr>`;
}

/** Incomplete items as sentences for the log. */
export function incompleteLines(report: Report): string[] {
  return report.checklist
    .flatMap(({ items }) => items)
    .filter(({ status }) => status === "fail" || status === "unknown")
    .map(({ title, status, evidence }) => `${status === "fail" ? "✗" : "?"} [ ] ${title}: ${evidence}`);
}
