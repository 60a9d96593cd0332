import { fold } from "../html/blocks.ts";
import { count, html } from "../html/inline-text.ts";
import { LEVELS, type Limits, rowsLeftOut } from "../limits.ts";
import { overview } from "../overview.ts";
import type { ShownReport } from "../redact.ts";
import { checklist } from "./checklist.ts";
import { dashboards, ignored, passed, skipped } from "./collapsed.ts";
import { failingChecks, knownChecks } from "./failing.ts";
import { type Digest, digestOf } from "./failing-check.ts";
import { fixesToCopy } from "./fixes.ts";
import { footer } from "./footer.ts";
import { performance } from "./performance.ts";
import { couldNotLook } from "./unknowns.ts";
import { consequences, doFirst, isAllGreen, notices, verdict } from "./verdict.ts";

/** GitHub refuses a whole summary of more than 1 MiB; other steps' actions may add to the same file. */
export const SUMMARY_BYTES = 900 * 1024;

/** The job summary, in GitHub's Markdown, of at most `budgetBytes` bytes of UTF-8. */
export function renderSummary(report: ShownReport, budgetBytes: number = SUMMARY_BYTES): string {
  const digest = digestOf(report);
  for (const limits of LEVELS) {
    const text = page(digest, limits);
    if (Buffer.byteLength(text) <= budgetBytes) return text;
  }
  // Only a report of thousands of checks, or a tiny budget, comes here.
  return join([html`<h2>${verdict(digest)}</h2>`, "<p>More does not fit here: the report file has all.</p>"]);
}

function page(digest: Digest, limits: Limits): string {
  const { report, counts, fixes } = digest;
  const rest = [
    ...performance(report, limits),
    ...dashboards(report, limits),
    ...ignored(report, limits),
    ...skipped(report),
    ...passed(report),
  ];
  if (isAllGreen(digest)) {
    const details = fold("What was looked at", [...rest, footer(report)]);
    return join([html`<h3>${verdict(digest)}</h3>`, ...notices(digest), ...checklist(report), ...details]);
  }
  return join([
    html`<h2>${verdict(digest)}</h2>`,
    ...consequences(digest, limits),
    ...doFirst(digest),
    ...notices(digest),
    ...checklist(report),
    ...overview(counts),
    ...failingChecks(digest, limits),
    ...couldNotLook(digest, limits),
    ...knownChecks(digest, limits),
    ...fixesToCopy(fixes, limits),
    ...rest,
    ...shortened(digest, limits),
    footer(report),
  ]);
}

function shortened({ failing, known }: Digest, limits: Limits): string[] {
  const results = [...failing, ...known].map(({ result }) => result);
  const rows = rowsLeftOut(results, limits);
  if (rows === 0) return [];
  return [html`<p>✂️ ${count(rows, "row")} left out, so that this page opens; the report file has all.</p>`];
}

/** Every block apart from the next by a blank line, so that each is read for itself. */
function join(blocks: readonly string[]): string {
  return `${blocks.join("\n\n")}\n`;
}
