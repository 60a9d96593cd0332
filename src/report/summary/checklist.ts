import { totalsOf } from "../../checklist/evaluate.ts";
import type { ItemStatus } from "../../core/checklist/item.ts";
import type { ChecklistTotals, Report, ReportedItem } from "../../core/report.ts";
import { dueText } from "../../lib/format.ts";
import { fromIso } from "../../lib/time.ts";
import { type Html, trusted } from "../html/escape.ts";
import { count, html, renderText } from "../html/inline-text.ts";
import { formatTime } from "../html/values.ts";
import { ITEM_ICONS } from "../icons.ts";

/** The deployment checklist: every item with its evidence. */

/** Longer evidence is cut; the report file has all of it. */
const EVIDENCE_LENGTH = 700;

const WORDS: Record<ItemStatus, string> = {
  pass: "complete",
  fail: "fails",
  unknown: "no evidence",
  pending: "pending",
  attested: "attested",
  dropped: "dropped",
};

/** How many items are complete. Dropped items do not count. */
interface Tally extends ChecklistTotals {
  readonly complete: number;
  readonly items: number;
}

export function tallyOf(report: Report): Tally {
  return tally(report.checklist.flatMap(({ items }) => items));
}

function tally(items: readonly ReportedItem[]): Tally {
  const totals = totalsOf(items);
  return {
    ...totals,
    complete: totals.evidence + totals.attested,
    items: items.length - totals.dropped,
  };
}

/**
 * `11 of 14 by evidence, 2 attested, 1 pending until Sunday 03:00 UTC`: nobody takes an attestation, or what is not
 * due yet, for evidence. It holds digits, letters and blanks only.
 */
export function tallyText(report: Report): string {
  const { evidence, items, attested, pending, pendingUntil } = tallyOf(report);
  const [until, now] = [fromIso(pendingUntil ?? ""), fromIso(report.startedAt)];
  const due = until === null || now === null ? "" : ` until ${dueText(until, now)}`;
  return [
    `${evidence} of ${items} by evidence`,
    ...(attested > 0 ? [`${attested} attested`] : []),
    ...(pending > 0 ? [`${pending} pending${due}`] : []),
  ].join(", ");
}

/** The items under their headings, as one table, so that its columns are aligned. */
export function checklist(report: Report, evidenceLength = EVIDENCE_LENGTH): string[] {
  if (report.checklist.length === 0) return [];
  const whole = tallyOf(report);
  const besides = whole.dropped > 0 ? html`, ${count(whole.dropped, "item")} dropped` : trusted("");
  const rows = report.checklist.flatMap(({ section, items }) => [
    html`<tr><th align="left" colspan="3">${renderText(section, 80)}: ${ratio(items)}</th></tr>`,
    ...items.map((item) => row(item, evidenceLength)),
  ]);
  return [
    html`<h3>Checklist: ${trusted(tallyText(report))}${besides}</h3>`,
    `<table>\n${rows.join("\n")}\n</table>`,
  ];
}

/** `5 of 6`: the complete items of a section. */
function ratio(all: readonly ReportedItem[]): Html {
  const { complete, items } = tally(all);
  return html`${complete} of ${items}`;
}

function row({ title, status, evidence, attestation, until: due }: ReportedItem, length: number): Html {
  const name = renderText(title, 120);
  const end = attestation?.expires ?? (due === undefined ? undefined : formatTime(due));
  const until = end === undefined ? trusted("") : html` until ${renderText(end)}`;
  const box = status === "dropped" ? html`<del>${name}</del>` : name;
  return html`<tr><td>${ITEM_ICONS[status]} ${trusted(WORDS[status])}${until}</td><td>${box}</td><td>${renderText(evidence, length)}</td></tr>`;
}

const LOG_SIGNS: Partial<Record<ItemStatus, string>> = { fail: "✗", unknown: "?", pending: "…" };

/** Incomplete items as sentences for the log. */
export function incompleteLines(report: Report): string[] {
  return report.checklist
    .flatMap(({ items }) => items)
    .flatMap(({ title, status, evidence, until }) => {
      const sign = LOG_SIGNS[status];
      if (sign === undefined) return [];
      const due = until === undefined ? "" : `pending until ${formatTime(until)}: `;
      return [`${sign} [ ] ${title}: ${due}${evidence}`];
    });
}
