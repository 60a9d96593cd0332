import { markdownTable } from "markdown-table";
import { DUE, PRIORITIES } from "../domain/priority.ts";
import type { Report } from "../domain/report.ts";
import { STATUSES, type Status } from "../domain/result.ts";
import { table, trusted } from "./cells.ts";
import type { Counts } from "./counts.ts";
import { html, prose } from "./prose.ts";
import { ITEM_SIGNS, PRIORITY_SIGNS, STATUS_SIGNS } from "./signs.ts";

const STATUS_WORDS: Record<Status, string> = {
  pass: "pass",
  fail: "fail",
  unknown: "could not look",
  skipped: "skipped",
  measured: "measured",
};

/** Counts only, our own words: the one place for a Markdown table. */
export function overview(counts: Counts): string[] {
  const blocks: string[] = [];
  if (counts.total > 0) {
    const rows = PRIORITIES.filter((priority) => counts.findings[priority] > 0).map((priority) => [
      `${PRIORITY_SIGNS[priority]} ${priority}`,
      DUE[priority],
      String(counts.findings[priority]),
      String(counts.checks[priority]),
    ]);
    blocks.push(
      markdownTable([["Priority", "Due", "Findings", "Checks"], ...rows], {
        align: ["left", "left", "right", "right"],
        stringLength: (text) => text.length,
      }),
    );
  }
  const statuses = STATUSES.filter((status) => counts.statuses[status] > 0);
  if (statuses.length > 0) {
    const parts = statuses.map(
      (status) => `${STATUS_SIGNS[status]} ${counts.statuses[status]} ${STATUS_WORDS[status]}`,
    );
    blocks.push(`<p>${parts.join(" · ")}</p>`);
  }
  return blocks;
}

/** The checklist as a checklist. */
export function checklist(report: Report): string[] {
  if (report.checklist.length === 0) return [];
  const items = report.checklist.flatMap((section) => section.items);
  const done = items.filter((item) => item.status === "pass" || item.status === "attested").length;
  const blocks = [`### Checklist: ${done} of ${items.length}`];
  for (const section of report.checklist) {
    const columns = [
      { heading: prose(section.section) },
      { heading: trusted("") },
      { heading: trusted("Evidence") },
    ];
    const rows = section.items.map((item) => [
      prose(item.title),
      html`${ITEM_SIGNS[item.status]} ${prose(item.status)}`,
      prose(item.evidence),
    ]);
    blocks.push(table(columns, rows));
  }
  return blocks;
}
