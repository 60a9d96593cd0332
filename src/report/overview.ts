import { markdownTable } from "markdown-table";
import { STATUSES, type Status } from "../core/finding.ts";
import { DUE, PRIORITIES } from "../core/priority.ts";
import type { Counts } from "./counts.ts";
import { PRIORITY_SIGNS, STATUS_SIGNS } from "./icons.ts";

export const STATUS_WORDS: Record<Status, string> = {
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
      ...(counts.known > 0 ? [String(counts.fresh[priority])] : []),
      String(counts.checks[priority]),
    ]);
    blocks.push(
      markdownTable(
        [["Priority", "Due", "Findings", ...(counts.known > 0 ? ["New"] : []), "Checks"], ...rows],
        {
          align: ["left", "left", "right", "right", "right"],
          stringLength: (text) => text.length,
        },
      ),
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
